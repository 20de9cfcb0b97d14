from urllib.parse import urlsplit

from django.db import migrations, models


def without_port(apps, schema_editor):
    """The host by which pushes are limited was written with its port."""
    subscriptions = apps.get_model("hubbub", "Subscription").objects.using(schema_editor.connection.alias)
    for row in subscriptions.filter(host__contains=":").iterator():
        row.host = urlsplit(f"//{row.host}").hostname or row.host
        row.save(update_fields=["host"])


class Migration(migrations.Migration):

    dependencies = [
        ('hubbub', '0009_loose_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='subscription',
            name='failures',
            field=models.PositiveSmallIntegerField(default=0, editable=False, help_text='Given up, one after the other.'),
        ),
        migrations.RunPython(without_port, migrations.RunPython.noop),
    ]
