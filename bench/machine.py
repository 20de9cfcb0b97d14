"""Starting things for a bench: one core for the server, the other for the crowd, a free port, a folder thrown away."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HUBBUB = Path(sys.executable).with_name("hubbub")
CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CROWD_CORE = CORES[0], CORES[-1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HUBBUB_", "DATABASE_", "REDIS_"))}
    return kept | more


@contextmanager
def server(command: Sequence[str | Path], port: int, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A server on its own core, from when it answers until the block ends."""
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen([*on(SERVER_CORE), *command], env=env, text=True, stdout=log, stderr=log)
        try:
            wait_for(port, process)
            yield process
        finally:
            process.kill()
            process.wait(20)


def wait_for(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{process.args!r} did not start.")


@contextmanager
def hubbub(people: int, *arguments: str) -> Iterator[tuple[int, Path]]:
    """Hubbub as shipped, with a room of some people. Gives its port and the file of their tokens."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        env = environment(HUBBUB_DATA=folder)
        subprocess.run([HUBBUB, "migrate", "-v0"], env=env, check=True)
        tokens = Path(folder, "tokens")
        made = [sys.executable, "-m", "bench.people", str(people)]
        tokens.write_text(subprocess.run(made, env=env, check=True, text=True, stdout=subprocess.PIPE).stdout)
        with server([HUBBUB, "run", "--port", str(port), *arguments], port, env):
            yield port, tokens


def crowd(**options: object) -> dict[str, float]:
    """Run `bench.crowd` on the other core; options as on its command line."""
    command = [*on(CROWD_CORE), sys.executable, "-m", "bench.crowd"]
    for name, value in options.items():
        values = value if isinstance(value, list) else [value]
        command += [f"--{name.replace('_', '-')}", *map(str, values)]
    done = subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def on(core: int) -> list[str]:
    return ["taskset", "--cpu-list", str(core)]
