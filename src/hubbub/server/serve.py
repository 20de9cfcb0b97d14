"""`hubbub run`: make everything ready, say where the site is, serve until told to stop."""

from __future__ import annotations

import errno
import signal
import socket
from contextlib import nullcontext, suppress

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from hubbub.operations.site import new_setup_secret
from hubbub.outbound.background import working
from hubbub.server import statics
from hubbub.server.environment import EVERYWHERE, Address, BadSetting
from hubbub.server.locks import alone
from hubbub.server.stopping import Server
from hubbub.server.workers import Workers

BACKLOG = 2048


def run() -> None:
    with listen(settings.HOST, settings.PORT) as listener:
        prepare()
        print(welcome(new_setup_secret()), flush=True)
        connections.close_all()
        serve(listener)


def listen(host: str, port: int) -> socket.socket:
    """The listening socket. From here on visitors wait instead of being turned away."""
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(place[:2], family=family, backlog=BACKLOG)
    except OSError as problem:
        raise BadSetting(_why_not(problem, host, port)) from None


def _why_not(problem: OSError, host: str, port: int) -> str:
    match problem.errno:
        case errno.EADDRINUSE:
            return f"Port {port} is in use by another program. Choose another one with --port or HUBBUB_PORT."
        case errno.EACCES:
            return f"Port {port} may not be used by this user. Choose one above 1023 with --port or HUBBUB_PORT."
    return f"HUBBUB_HOST (--host) is {host!r}, where this machine cannot listen: {problem.strerror}."


def prepare() -> None:
    migrate()
    statics.collect()


def migrate() -> None:
    """Bring the database up to date, once, however many processes start."""
    with alone("migrate"):
        call_command("migrate", interactive=False, verbosity=0)


def welcome(setup_secret: str | None) -> str:
    origin = (settings.ADDRESS or _local_address()).origin
    lines = [f"Hubbub is at {origin}/", f"Its data is in {settings.DATA}. Press Ctrl-C to stop."]
    if setup_secret:
        lines += ["", "There is no account yet. Open this address to make the first one, which owns the site:"]
        lines += [f"{origin}/setup/?secret={setup_secret}"]
    return "\n".join([*lines, ""])


def _local_address() -> Address:
    host = "127.0.0.1" if settings.HOST in EVERYWHERE else settings.HOST
    return Address("http", f"[{host}]" if ":" in host else host, settings.PORT)


def serve(listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM, both of which are a clean end."""
    if settings.WORKERS > 1:
        Workers(listener, settings.WORKERS).run()
    else:
        serve_here(Server(server_config()), listener)


def serve_here(server: Server, listener: socket.socket) -> None:
    """The same, in this process, which may be told to end before it serves, and is told so again after."""
    signal.signal(signal.SIGTERM, lambda *_: setattr(server, "should_exit", True))
    with working() if settings.OUTBOUND else nullcontext(), suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def server_config() -> uvicorn.Config:
    return uvicorn.Config(
        "hubbub.server.asgi:application",
        loop="uvloop",
        http="hubbub.live.handshakes:PromptHttpProtocol",
        ws="hubbub.live.asgi_fast:FastWebSocketProtocol",
        ws_max_size=64 * 1024,
        ws_per_message_deflate=False,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=bool(settings.PROXIES),
        forwarded_allow_ips=settings.PROXIES,
    )
