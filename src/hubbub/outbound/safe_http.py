"""The one way in which the server asks others: a public host, its address looked up once and kept, a limit to the time
and to the size, no redirect followed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import h11

from hubbub.destinations import NotAllowed, Target, resolved, target

SECONDS = 10
LARGEST_ANSWER = 65_536

__all__ = ["SECONDS", "Answer", "NotAllowed", "Unreachable", "post"]


class Unreachable(Exception):
    """No answer: no such host, nobody there, a connection that broke, an answer that is no HTTP, or too late."""


@dataclass(frozen=True)
class Answer:
    """`headers` by lower-case name; `body` no longer than its limit, and cut there."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def post(
    url: str, headers: Mapping[str, str], body: bytes, *, loopback: bool = False, seconds: float = SECONDS
) -> Answer:
    """Send a body to an address.

    Args:
        loopback: this machine may be asked too, and without TLS: for tests and development.
        seconds: for everything, from looking up the name to the end of the answer.

    Raises:
        NotAllowed: an address that is not asked.
        Unreachable: no answer.
    """
    found = target(url, loopback=loopback)
    try:
        async with asyncio.timeout(seconds):
            addresses = await resolved(found, loopback=loopback)
            reader, writer = await _connected(found, addresses)
            try:
                return await _exchange(reader, writer, _request(found, headers, body), body)
            finally:
                writer.transport.abort()
    except (OSError, TimeoutError, EOFError, h11.ProtocolError, UnicodeError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}".strip(": ")) from error


async def _connected(found: Target, addresses: list[str]) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To the first address that takes it. The name is looked up no second time, and stays the name for TLS."""
    failed: OSError | None = None
    security: dict[str, Any] = {"ssl": _security(), "server_hostname": found.host} if found.secure else {}
    for address in addresses:
        try:
            return await asyncio.open_connection(address, found.port, **security)
        except ssl.SSLError:
            raise
        except OSError as error:
            failed = error
    raise failed or OSError("no address")


@cache
def _security() -> ssl.SSLContext:
    return ssl.create_default_context()


def _request(found: Target, headers: Mapping[str, str], body: bytes) -> h11.Request:
    all_headers = {"Host": found.authority, "Content-Length": str(len(body)), "Connection": "close", **headers}
    return h11.Request(method="POST", target=found.path, headers=list(all_headers.items()))


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: h11.Request, body: bytes
) -> Answer:
    machine = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_ANSWER)
    for event in (request, h11.Data(body), h11.EndOfMessage()):
        writer.write(machine.send(event) or b"")
    with suppress(ConnectionError):  # it may have answered without reading it all
        await writer.drain()
    return await _answer(machine, reader)


async def _answer(machine: h11.Connection, reader: asyncio.StreamReader) -> Answer:
    response: h11.Response | None = None
    body = bytearray()
    while len(body) < LARGEST_ANSWER:
        event = machine.next_event()
        if event is h11.NEED_DATA:
            machine.receive_data(await reader.read(LARGEST_ANSWER))
        elif isinstance(event, h11.Response):
            response = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage | h11.ConnectionClosed):
            break
    if response is None:
        raise EOFError("it hung up")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
    return Answer(response.status_code, headers, bytes(body[:LARGEST_ANSWER]))
