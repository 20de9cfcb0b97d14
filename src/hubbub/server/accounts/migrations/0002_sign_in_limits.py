"""The table of Django's database cache, in which failed attempts to sign in are counted."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("hubbub_accounts", "0001_first")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
