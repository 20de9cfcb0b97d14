"""Pictures: decoded and written anew in processes of their own, which end when they take too long or too much.

Hubbub's own processes never decode one.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from typing import IO, Any

from hubbub.errors import TooLarge, disk_full

WORKER = Path(__file__).with_name("worker.py")
WORKERS = 2
SECONDS = 90
MOST_PICTURES = 50

TOO_MUCH = (
    "This picture is too large to be shown: at most 50 megapixels are, and of one that moves 150 megapixels in all its"
    " frames together. Make it smaller, or pack it into a zip file and send that."
)


@dataclass(frozen=True)
class Developed:
    """A picture that was written anew. One that moves has no thumbnail."""

    width: int
    height: int
    thumbnail: bool


class Worker:
    """One process, which is started for the first picture, and again after it was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._pictures = 0

    def ask(self, question: dict[str, str], seconds: float = SECONDS) -> dict[str, Any]:
        """What it answers; that it was too much, when it ends or does not answer in time."""
        line = self._told(question, seconds) or self._told_again(question, seconds)
        if not line.endswith(b"\n"):
            self.end()
            return {"refused": "too_much"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _told(self, question: dict[str, str], seconds: float) -> bytes:
        process = self._running()
        try:
            _pipe(process.stdin).write(json.dumps(question).encode() + b"\n")
            _pipe(process.stdin).flush()
            return _line_within(seconds, _pipe(process.stdout))
        except BrokenPipeError:
            return b""

    def _told_again(self, question: dict[str, str], seconds: float) -> bytes:
        """One that had nothing to do may have ended by itself at that very moment."""
        return self._told(question, seconds) if self._process and self._process.poll() == 0 else b""

    def _running(self) -> subprocess.Popen[bytes]:
        ended = self._process is not None and self._process.poll() is not None
        if ended or self._pictures >= MOST_PICTURES:
            self.end()
        if self._process is None:
            self._process = _start()
            self._pictures = 0
        self._pictures += 1
        return self._process

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _start() -> subprocess.Popen[bytes]:
    """It gets the places where Pillow is found, and nothing else of our environment, which may hold secrets."""
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(  # noqa: S603  our own script
        [sys.executable, "-P", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd="/",
    )


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101  it was asked for
    return pipe


def _line_within(seconds: float, pipe: IO[bytes]) -> bytes:
    """It writes one short line at once, so where something can be read, a line can."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        return pipe.readline() if selector.select(seconds) else b""


_idle: LifoQueue[Worker] = LifoQueue()
for _ in range(WORKERS):
    _worker = Worker()
    atexit.register(_worker.end)
    _idle.put(_worker)


def develop(source: str, picture: str, thumbnail: str) -> Developed | None:
    """Decode the picture at a path and write it, and its thumbnail, to two others.

    Returns:
        None for what is no picture, whatever it begins with.

    Raises:
        TooLarge: it is a picture, and too much of one.
        Unavailable: the disk is full.
    """
    worker = _idle.get()
    try:
        answer = worker.ask({"source": source, "picture": picture, "thumbnail": thumbnail})
    finally:
        _idle.put(worker)
    match answer.pop("refused", ""):
        case "too_much":
            raise TooLarge(TOO_MUCH)
        case "full":
            raise disk_full()
        case "broken":
            return None
    return Developed(**answer)
