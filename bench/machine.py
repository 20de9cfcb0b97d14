"""Starting things for a bench: one core for the server, the other for the crowd, a free port, a folder thrown away."""

from __future__ import annotations

import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.crowds.sockets import Target

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "hubbub.sqlite3"
HUBBUB = Path(sys.executable).with_name("hubbub")
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CROWD_CORE = CORES[0], CORES[-1]
NO_LIMITS = {"HUBBUB_POST_RATE": "off", "HUBBUB_SOCKETS_PER_USER": "off", "HUBBUB_SOCKETS_PER_ADDRESS": "off"}
OF_A_SITE = ("HUBBUB_", "DATABASE_", "REDIS_", "DJANGO_")
IN_ROOM = [
    ['"type":"hello"', '{"type":"subscribe","room":"ROOM"}'],
    ['"type":"subscribed"', ""],
]

Command = Callable[[str, int], Sequence[str | Path]]


@dataclass
class Population:
    """Who is there: each person is in some of the rooms, which are dealt out evenly."""

    people: int
    rooms: int = 1
    rooms_each: int = 1


@dataclass
class Site:
    """A running Hubbub: one process or several, one database.

    Args:
        people: the token and the first room of each, and last those of the founder, who is in every room.
    """

    ports: list[int]
    servers: list[int]
    people: list[list[str]]
    data: Path

    def target(self, greeting: list[list[str]] | None = None) -> Target:
        """All but the founder, each subscribed to their first room unless the greeting says otherwise."""
        return Target(self.ports, self.servers, self.people[:-1], "/ws/chat/", greeting or IN_ROOM)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment(more: Mapping[str, str] = {}) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(OF_A_SITE)}
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**kept, **NO_LIMITS, **more}


@contextmanager
def server(command: Sequence[str | Path], port: int, env: dict[str, str]) -> Iterator[int]:
    """A server on its own core, from when it answers until the block ends. Gives its process id."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen([*on(SERVER_CORE), *command], env=env, text=True, stdout=log, stderr=log)
        try:
            if not answers(port, process):
                log.seek(0)
                raise SystemExit(f"{process.args!r} did not start:\n{log.read()}")
            yield process.pid
        finally:
            process.kill()
            process.wait(20)


def answers(port: int, process: subprocess.Popen[str]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


@contextmanager
def hubbub(
    population: Population,
    variables: Mapping[str, str] = {},
    *,
    processes: int = 1,
    command: Command | None = None,
    before: Callable[[Path], None] = lambda data: None,
) -> Iterator[Site]:
    """Hubbub as shipped, but without limits for each person, and with people in rooms.

    Args:
        variables: more of the environment, such as DATABASE_URL.
        processes: each listens on a port of its own; all have the same data, so that a crowd can be halved exactly.
        command: another server for the application; gets its name and the port.
        before: called with the data folder before the server starts.
    """
    with tempfile.TemporaryDirectory(prefix="hubbub-bench-") as folder, ExitStack() as stack:
        env = environment({"HUBBUB_DATA": folder, **variables})
        people = populate(population, env)
        before(Path(folder))
        ports = [free_port() for _ in range(processes)]
        runs = [(command or hubbub_run)("hubbub.server.asgi:application", port) for port in ports]
        servers = [stack.enter_context(server(run, port, env)) for run, port in zip(runs, ports, strict=True)]
        yield Site(ports, servers, people, Path(folder))


def hubbub_run(_: str, port: int) -> list[str]:
    return [str(HUBBUB), "run", "--port", str(port)]


def populate(population: Population, env: dict[str, str]) -> list[list[str]]:
    command = [sys.executable, "-m", "bench.people", json.dumps(asdict(population))]
    done = subprocess.run(command, env=env, check=True, text=True, stdout=subprocess.PIPE)
    return list(json.loads(done.stdout))


def crowd(kind: str, target: Target, **options: object) -> dict[str, Any]:
    """Run a crowd of `bench.crowds` on the other core, and return what it found."""
    command = [*on(CROWD_CORE), sys.executable, "-m", "bench.crowds", kind]
    given = json.dumps({"target": asdict(target), **options})
    done = subprocess.run(
        command, input=given, env=environment(), check=True, text=True, stdout=subprocess.PIPE, timeout=900
    )
    return dict(json.loads(done.stdout))


def on(core: int) -> list[str]:
    return ["taskset", "--cpu-list", str(core)]
