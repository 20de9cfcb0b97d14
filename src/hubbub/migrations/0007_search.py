"""The search index, which the database keeps by itself from now on: see `hubbub.search.index`.

Messages that are there already are taken in: some ten seconds for each 100,000. On PostgreSQL nobody can post or read
meanwhile, for the table of messages is written anew.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hubbub.search import index


def make(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in index.make(editor.connection):
        editor.execute(statement, params=None)


def drop(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in index.drop(editor.connection):
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("hubbub", "0006_rooms")]
    operations = [migrations.RunPython(make, drop)]
