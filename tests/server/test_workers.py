"""Processes that share one address, and the one that looks after them; and one alone."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from hubbub.server.serve import serve_here, server_config
from hubbub.server.stopping import Server as Serving
from tests.faults.test_graceful import workers
from tests.support.servers import Server
from tests.support.services import Valkey
from tests.support.waiting import eventually

PATIENCE = 90.0


@pytest.fixture
def server(serve: Callable[..., Server], valkey: Valkey) -> Server:
    made = serve(redis_url=valkey.url, HUBBUB_WORKERS="2")
    eventually(lambda: len(workers(made)) == 2 and all(map(serves, workers(made))), within=PATIENCE)
    return made


def serves(worker: int) -> bool:
    """Whether it has read its settings: then it has threads."""
    return psutil.Process(worker).num_threads() > 2


def test_another_takes_the_place_of_one_that_dies(server: Server) -> None:
    victim, other = workers(server)
    psutil.Process(victim).kill()
    eventually(lambda: len(workers(server) - {victim}) == 2, within=PATIENCE)
    assert other in workers(server)
    assert f"Worker {victim} ended with -9. Another takes its place." in server.log


def test_none_outlives_the_one_that_looks_after_them(server: Server) -> None:
    orphans = workers(server)
    psutil.Process(server.pid).kill()
    eventually(lambda: not any(map(psutil.pid_exists, orphans)), within=PATIENCE)


def test_it_ends_in_time_while_it_replaces_them(server: Server) -> None:
    before = workers(server)
    psutil.Process(server.pid).send_signal(signal.SIGHUP)
    eventually(lambda: workers(server) - before, within=PATIENCE)
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 15
    assert "Traceback" not in server.log


def test_when_new_ones_cannot_start_the_old_ones_go_on(server: Server) -> None:
    before = workers(server)
    key = server.data / "secret_key"
    key.unlink()
    key.mkdir()
    psutil.Process(server.pid).send_signal(signal.SIGHUP)
    eventually(lambda: "The new worker did not start." in server.log, within=PATIENCE)
    assert workers(server) == before


def test_one_that_is_told_to_end_before_it_serves_does(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.OUTBOUND = False
    serving, before = Serving(server_config()), signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(serving, "run", lambda sockets: signal.raise_signal(signal.SIGTERM))
    with socket.socket() as listener:
        serve_here(serving, listener)
    signal.signal(signal.SIGTERM, before)
    assert serving.should_exit
