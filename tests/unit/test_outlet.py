"""Frames encoded by hand, read by the library that browsers' servers use."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.frames import Opcode
from websockets.protocol import CLIENT, Protocol

from hubbub.live.asgi_fast import Inbox
from hubbub.live.outlet import AsgiOutlet, block_of, websocket_frame
from tests.support.waiting import soon


def received(packet: bytes) -> list[Any]:
    client = Protocol(CLIENT, max_size=None)
    client.receive_data(packet)
    assert client.parser_exc is None
    return client.events_received()


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_of_any_size_is_read_by_the_websockets_library(size: int) -> None:
    [frame] = received(websocket_frame(b"x" * size))
    assert (frame.opcode, frame.fin, len(frame.data)) == (Opcode.TEXT, True, size)


def test_the_frames_of_a_block_leave_in_one_piece_and_arrive_one_by_one() -> None:
    block = block_of(b"one", "zwölf".encode(), b"x" * 70_000)
    assert [bytes(frame.data) for frame in received(block.packet)] == list(block.texts)


class Application:
    """The `send` of a server that takes what it is given when the test lets it."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.open = asyncio.Event()
        self.outlet = AsgiOutlet(self.send)

    async def send(self, message: dict[str, Any]) -> None:
        await self.open.wait()
        self.sent.append(message)


async def test_a_plain_server_gets_the_texts_in_order_and_then_the_close() -> None:
    server = Application()
    server.open.set()
    server.outlet.write(block_of(b"1", b"2"))
    server.outlet.close(4408)
    await asyncio.wait_for(server.outlet.run(), 5)
    assert [message.get("text", message.get("code")) for message in server.sent] == ["1", "2", 4408]


async def test_its_backlog_is_what_the_server_has_not_taken() -> None:
    server = Application()
    running = asyncio.ensure_future(server.outlet.run())
    server.outlet.write(block_of(b"123", b"45"))
    assert server.outlet.backlog() == 5
    server.open.set()
    server.outlet.close(1000)
    await asyncio.wait_for(running, 5)
    assert server.outlet.backlog() == 0


async def test_only_the_first_reason_to_close_is_told() -> None:
    server = Application()
    server.open.set()
    server.outlet.close(4401)
    server.outlet.close(4408)
    await asyncio.wait_for(server.outlet.run(), 5)
    assert server.sent == [{"type": "websocket.close", "code": 4401}]


async def test_a_peer_that_reads_nothing_is_told_why_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.live.outlet.FLUSH_BEFORE_CLOSE", 0.01)
    server = Application()
    running = asyncio.ensure_future(server.outlet.run())
    server.outlet.write(block_of(b"never read"))
    server.outlet.close(4408)
    asyncio.get_running_loop().call_later(0.1, server.open.set)
    await asyncio.wait_for(running, 5)
    assert server.sent == [{"type": "websocket.close", "code": 4408}]


async def test_a_peer_that_is_gone_raises_nothing() -> None:
    outlet = AsgiOutlet(_gone)
    outlet.write(block_of(b"1"))
    outlet.close(1000)
    await asyncio.wait_for(outlet.run(), 5)


async def _gone(message: dict[str, Any]) -> None:
    raise OSError("gone")


# What has come and is not read yet


async def test_an_inbox_gives_what_it_was_given_in_order() -> None:
    inbox = Inbox()
    inbox.put_nowait(1)
    inbox.put_nowait(2)
    assert [await inbox.get(), await inbox.get()] == [1, 2]
    assert inbox.empty()


async def test_a_reader_waits_until_something_comes() -> None:
    inbox = Inbox()
    reader = asyncio.ensure_future(inbox.get())
    await soon(lambda: inbox.waits)
    inbox.put_nowait(1)
    assert await reader == 1


async def test_a_reader_that_was_sent_away_takes_nothing_with_it() -> None:
    inbox = Inbox()
    reader = asyncio.ensure_future(inbox.get())
    await soon(lambda: inbox.waits)
    reader.cancel()
    inbox.put_nowait(1)
    assert await inbox.get() == 1
