"""A program that a test starts, stops, kills and freezes. Whatever happens, it ends with the test run."""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import psutil

from tests.support.waiting import eventually, free_port

AS_ROOT = os.geteuid() == 0


class Program:
    """Subclasses say how it is started (`command`) and when it answers (`is_ready`)."""

    stop_signal = signal.SIGTERM
    patience = 60.0
    drops_root = False

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hubbub-test-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        if self.drops_root and AS_ROOT:
            shutil.chown(self.folder, "nobody")
        atexit.register(self.close)

    def command(self) -> Sequence[str | Path]:
        raise NotImplementedError

    def is_ready(self) -> bool:
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        return os.environ

    # Life

    def start(self) -> Self:
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command()], stdout=log, stderr=log, **self._circumstances()
            )
        try:
            eventually(self._is_up, within=self.patience)
        except AssertionError as error:
            raise AssertionError(f"{type(self).__name__} did not come up: {error}\n{self.log[-4000:]}") from None
        return self

    def stop(self) -> int:
        """Ask it to end, and return its exit status."""
        return self._end(self.stop_signal)

    def kill(self) -> int:
        return self._end(signal.SIGKILL)

    def freeze(self) -> None:
        self.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.send_signal(signal.SIGCONT)

    def recover(self) -> None:
        """Undo what a test did to it."""
        if self.is_running():
            self.thaw()
        else:
            self.start()

    def close(self) -> None:
        atexit.unregister(self.close)
        if self.is_running():
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.is_running():
            self.thaw()
            self.stop()
        self.close()

    # What it is doing

    @property
    def log_file(self) -> Path:
        return self.folder / "log.txt"

    @property
    def log(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    @property
    def pid(self) -> int:
        assert self.process is not None, "It was never started."
        return self.process.pid

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send_signal(self, number: signal.Signals) -> None:
        """To the program and everything that it started."""
        for process in self._tree():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    def _circumstances(self) -> dict[str, Any]:
        dropped = unprivileged() if self.drops_root else {}
        environment = dict(self.environment())
        apart = {"stdin": subprocess.DEVNULL, "start_new_session": True}
        return {"cwd": self.folder, "env": environment, **apart, **dropped}

    def _is_up(self) -> bool:
        if not self.is_running():
            raise AssertionError("it ended before it was ready")
        return self.is_ready()

    def _end(self, number: signal.Signals) -> int:
        assert self.process is not None, "It was never started."
        if number is signal.SIGKILL:
            self.send_signal(number)
        else:
            self.process.send_signal(number)
        try:
            return self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.send_signal(signal.SIGKILL)
            raise AssertionError(
                f"{type(self).__name__} did not end in {self.patience} s:\n{self.log[-4000:]}"
            ) from None

    def _tree(self) -> list[psutil.Process]:
        if not self.is_running():
            return []
        top = psutil.Process(self.pid)
        return [top, *top.children(recursive=True)]


def unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that give up root: PostgreSQL refuses to run as root."""
    if not AS_ROOT:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
