"""Several processes that serve one address: started again when they die, replaced one after the other at SIGHUP."""

from __future__ import annotations

import logging
import multiprocessing
import signal
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from hubbub.server.stopping import Server

logger = logging.getLogger(__name__)

RETRY = 1
STARTING = 120
LEAVING = 9.5

_spawn = multiprocessing.get_context("spawn")


class Worker:
    """One of them, seen from the process that started it.

    Args:
        successor: it replaces another one, and so may be of a newer version than the one that made the tables.
    """

    def __init__(self, listener: socket.socket, *, successor: bool = False) -> None:
        self._line, far_end = _spawn.Pipe()
        self.process = _spawn.Process(target=work, args=(far_end, listener, successor))
        self.process.start()
        far_end.close()
        self.serves = False
        self.replaced = False

    @property
    def has_ended(self) -> bool:
        return not self.process.is_alive()

    @property
    def news(self) -> list[Any]:
        """What can be waited on until something happens to it."""
        return [self.process.sentinel] if self.serves else [self.process.sentinel, self._line]

    def listen(self) -> None:
        """Hear whether it serves by now."""
        with suppress(EOFError, OSError):
            self.serves = self.serves or (self._line.poll() and self._line.recv())

    def replace(self) -> None:
        """Have it send its sockets to the others, and end."""
        self.replaced = True
        with suppress(OSError):
            self._line.send(True)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


class Workers:
    """`run` serves with so many until SIGINT or SIGTERM."""

    def __init__(self, listener: socket.socket, count: int) -> None:
        self._listener = listener
        self._count = count
        self._workers: list[Worker] = []
        self._ending = False
        self._renewing = False

    def run(self) -> None:
        self._take_signals()
        for _ in range(self._count):
            self._start()
        while not self._ending:
            self._wait()
            self._revive()
            if self._renewing:
                self._renew()
        self._end()

    def _start(self, *, successor: bool = False) -> Worker:
        worker = Worker(self._listener, successor=successor)
        self._workers.append(worker)
        return worker

    # What happens

    def _take_signals(self) -> None:
        self._ear, self._mouth = socket.socketpair()
        self._mouth.setblocking(False)
        signal.set_wakeup_fd(self._mouth.fileno())
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._signalled)

    def _signalled(self, number: int, frame: object) -> None:
        if number == signal.SIGHUP:
            self._renewing = True
        else:
            self._ending = True

    def _wait(self, seconds: float | None = None) -> None:
        """Until there is a signal, or news of a worker."""
        news = wait([self._ear, *(one for worker in self._workers for one in worker.news)], seconds)
        if self._ear in news:
            self._ear.recv(64)
        for worker in self._workers:
            worker.listen()

    def _until(self, condition: Callable[[], bool], within: float) -> bool:
        """Whether it was so in time; no longer waited for once the end is asked for."""
        deadline = time.monotonic() + within
        while not condition():
            left = deadline - time.monotonic()
            if self._ending or left <= 0:
                return False
            self._wait(left)
        return True

    # What is done about it

    def _revive(self) -> None:
        for worker in [one for one in self._workers if one.has_ended]:
            self._workers.remove(worker)
            if not worker.replaced:
                self._revive_one(worker)

    def _revive_one(self, dead: Worker) -> None:
        logger.warning("Worker %s ended with %s. Another takes its place.", dead.process.pid, dead.process.exitcode)
        if not dead.serves:
            self._until(lambda: False, within=RETRY)
        if not self._ending:
            self._start()

    def _renew(self) -> None:
        self._renewing = False
        for old in tuple(self._workers):
            if not self._renew_one(old):
                return

    def _renew_one(self, old: Worker) -> bool:
        """The new one serves before the old one goes. Returns whether to go on with the next."""
        new = self._start(successor=True)
        self._until(lambda: new.serves or new.has_ended, within=STARTING)
        if self._ending or not new.serves:
            self._give_up(new)
            return False
        old.replace()
        if not self._until(lambda: old.has_ended, within=LEAVING) and not self._ending:
            old.kill()
        return not self._ending

    def _give_up(self, new: Worker) -> None:
        self._workers.remove(new)
        new.kill()
        if not self._ending:
            logger.error("The new worker did not start. The old ones go on; nothing was replaced by it.")

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.terminate()
        deadline = time.monotonic() + LEAVING
        for worker in self._workers:
            worker.process.join(max(0, deadline - time.monotonic()))
            worker.kill()


# In the process of a worker


def work(line: Connection, listener: socket.socket, successor: bool) -> None:
    """Serve until the end is asked for.

    Args:
        line: to the process that started this one.
    """
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    django.setup()
    from hubbub.server import serve, stopping  # Django's settings and apps come first

    if successor:
        serve.prepare()
    server = stopping.Server(serve.server_config(), on_ready=lambda: line.send(True))
    threading.Thread(target=_obey, args=(line, server), daemon=True).start()
    serve.serve_here(server, listener)


def _obey(line: Connection, server: Server) -> None:
    """End when replaced, and also when the process that started this one is gone: nobody would look after it."""
    with suppress(EOFError, OSError):
        server.replaced = line.recv()
    server.should_exit = True
