"""A server's data with the cast in it: made once in a test run, then copied for each server in a moment."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.servers import Server, run
from tests.support.services import PostgreSQL

ROOT = Path(__file__).resolve().parents[2]


class Seed:
    def __init__(self, postgresql: PostgreSQL | None) -> None:
        """With `postgresql` the cast lives in a database there, else in SQLite in the data folder."""
        self.postgresql = postgresql
        self.template = postgresql.create_database() if postgresql else ""
        self.data = Path(tempfile.mkdtemp(prefix="hubbub-test-seed-")) / "data"
        self._plant()

    def database_url(self, *, cast: bool = True) -> str:
        """The address of a fresh database, with the cast or empty."""
        if self.postgresql is None:
            return ""
        if not cast:
            return self.postgresql.create_database()
        return self.postgresql.create_database(template=urlsplit(self.template).path[1:])

    def remove(self) -> None:
        shutil.rmtree(self.data.parent, ignore_errors=True)

    def _plant(self) -> None:
        gardener = Server(database_url=self.template)
        environment = {**gardener.environment(), "HUBBUB_DATA": str(self.data)}
        run([sys.executable, "-m", "tests.support.cast"], cwd=ROOT, environment=environment)
        gardener.close()
