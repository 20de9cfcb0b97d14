"""Rooms to shout into, as the fan-out benches compare them: Hubbub's, the tutorial's, Socket.IO's, and none at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench import machine
from bench.crowds.sockets import Target

TEXT = "The kettle is on, the biscuits are on the table, and the bandsaw is free until eleven. Who is coming? x"[:100]
POST = json.dumps({"type": "post", "room": "ROOM", "client_id": "CLIENT_ID", "body": TEXT})
MARKER = '"type":"message"'
UVICORN = ["--ws", "websockets-sansio", "--loop", "uvloop", "--log-level", "error", "--lifespan", "off"]

Found = dict[str, float]


def hubbub(sockets: int, under_way: int, seconds: float) -> Found:
    with machine.hubbub(machine.Population(sockets)) as site:
        return talk(site, under_way, seconds)


def talk(site: machine.Site, under_way: int, seconds: float) -> Found:
    return machine.crowd("fanout", site.target(), marker=MARKER, message=POST, under_way=under_way, seconds=seconds)


def under_uvicorn(application: str, port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", application, "--port", str(port), *UVICORN]


def under_daphne(application: str, port: int) -> list[str]:
    return [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), application]


def tutorial(
    sockets: int, under_way: int, seconds: float, *, daphne: bool = False, layer: Mapping[str, str] = {}
) -> Found:
    """The room of the Channels tutorial; `bench.tutorial` says which variables choose its layer."""
    port = machine.free_port()
    run = (under_daphne if daphne else under_uvicorn)("bench.tutorial:application", port)
    with machine.server(run, port, machine.environment(layer)) as server:
        target = Target([port], [server], [["", ""]] * sockets, "/ws/chat/bench/")
        message = json.dumps({"message": TEXT})
        return machine.crowd(
            "fanout", target, marker='"message"', message=message, under_way=under_way, seconds=seconds
        )


def raw(sockets: int, seconds: float, frame: int, program: Path | None = None) -> Found:
    """The loop of `send()`, in Python or in a compiled program, with frames of this many bytes."""
    port = machine.free_port()
    words = [port, sockets, seconds, frame, 0, *([program] if program else [])]
    run = [sys.executable, "-m", "bench.raw", *map(str, words)]
    with machine.server(run, port, machine.environment()) as server:
        target = Target([port], [server], [["", ""]] * sockets)
        return machine.crowd("fanout", target, marker=MARKER, seconds=seconds + 0.5)


def compiled(folder: str) -> Path | None:
    """`bench/raw.c` as a program, where the machine has a C compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    program = Path(folder) / "raw"
    subprocess.run([compiler, "-O2", "-o", program, machine.ROOT / "bench/raw.c"], check=True)
    return program


def raw_in_c(sockets: int, seconds: float, frame: int) -> Found | None:
    with tempfile.TemporaryDirectory() as folder:
        program = compiled(folder)
        return raw(sockets, seconds, frame, program) if program else None
