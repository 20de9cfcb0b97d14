"""Whatever a client sends, it gets an answer, and the socket stays until it is too much."""

from __future__ import annotations

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate

from tests.support.client import join, open_socket
from tests.support.servers import DaphneServer, Server

ID = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
BAD: dict[str, str | bytes] = {
    "nothing": "",
    "no JSON": "hello",
    "a number": "7",
    "no type": "{}",
    "an unknown type": '{"type":"shout"}',
    "an unknown key": '{"type":"ping","loud":true}',
    "no room": '{"type":"subscribe"}',
    "an empty room": '{"type":"typing","room":""}',
    "NUL in a room": '{"type":"typing","room":"\\u0000"}',
    "a lone surrogate": '{"type":"typing","room":"\\ud800"}',
    "NaN": '{"type":"read","room":"tea","number":NaN}',
    "endless digits": f'{{"type":"read","room":"tea","number":{"9" * 5_000}}}',
    "deep nesting": "[" * 60_000,
    "deep nesting before the type": '{"x":' + "[" * 30_000 + "]" * 30_000 + ',"type":"ping"}',
    "a client_id that is none": '{"type":"post","room":"tea","client_id":"1","body":"Hello"}',
    "eleven files": f'{{"type":"post","room":"tea","client_id":"{ID}","body":"","uploads":[{",".join("1" * 11)}]}}',
    "binary": b"\x00\xff",
    "a command in binary": b'{"type":"ping"}',
}
REFUSED = {
    "an unknown room": ('{"type":"subscribe","room":"no-such-room"}', "not_found"),
    "a room of others": ('{"type":"subscribe","room":"treasury"}', "not_found"),
    "typing elsewhere": ('{"type":"typing","room":"treasury"}', "not_found"),
    "reading elsewhere": ('{"type":"read","room":"treasury","number":1}', "not_found"),
    "leaving elsewhere": ('{"type":"unsubscribe","room":"treasury"}', "not_found"),
    "posting elsewhere": (f'{{"type":"post","room":"treasury","client_id":"{ID}","body":"Hello"}}', "not_found"),
    "a negative number": ('{"type":"read","room":"tea","number":-1}', "invalid"),
    "an empty post": (f'{{"type":"post","room":"tea","client_id":"{ID}","body":" "}}', "invalid"),
    "NUL in a post": (f'{{"type":"post","room":"tea","client_id":"{ID}","body":"\\u0000"}}', "invalid"),
    "a long post": (f'{{"type":"post","room":"tea","client_id":"{ID}","body":"{"x" * 8_001}"}}', "too_large"),
    "a reply to nothing": (f'{{"type":"post","room":"tea","client_id":"{ID}","body":"x","reply_to":99999}}', "invalid"),
}


@pytest.mark.parametrize("what", BAD)
async def test_a_bad_frame_gets_an_answer_and_the_socket_stays(any_server: Server, what: str) -> None:
    async with join(any_server, "rosa") as rosa:
        await rosa.send_text(BAD[what])
        answer = await rosa.expect("error")
        assert answer["code"] == "invalid"
        await rosa.settle()


@pytest.mark.parametrize("what", REFUSED)
async def test_a_command_that_may_not_be_is_refused_and_counts_for_nothing(any_server: Server, what: str) -> None:
    text, code = REFUSED[what]
    async with join(any_server, "rosa") as rosa:
        for _ in range(21):
            await rosa.send_text(text)
            assert (await rosa.expect("error"))["code"] == code
        await rosa.settle()


async def test_a_refusal_names_the_post_and_the_room_that_it_belongs_to(any_server: Server) -> None:
    async with join(any_server, "rosa") as rosa:
        await rosa.send_text(REFUSED["posting elsewhere"][0])
        error = await rosa.expect("error")
        assert (error["client_id"], error["room"]) == (ID, "treasury")


async def test_the_twentieth_bad_frame_is_the_last(any_server: Server) -> None:
    async with join(any_server, "rosa") as rosa:
        for _ in range(19):
            await rosa.send_text("?")
        await rosa.settle()
        await rosa.send_text("?")
        assert await rosa.expect_close() == 4400
        assert len(rosa.of("error")) == 20


def of_size(size: int) -> str:
    empty = f'{{"type":"post","room":"tea","client_id":"{ID}","body":""}}'
    return empty.replace('""', f'"{"x" * (size - len(empty))}"')


async def test_a_frame_of_64_kib_is_read_and_its_text_refused(any_server: Server) -> None:
    async with join(any_server, "rosa") as rosa:
        await rosa.send_text(of_size(65_536))
        error = await rosa.expect("error")
        assert (error["code"], error["client_id"]) == ("too_large", ID)


async def test_one_byte_more_is_too_large(any_server: Server) -> None:
    async with join(any_server, "rosa") as rosa:
        await rosa.send_text(of_size(65_537))
        if isinstance(any_server, DaphneServer):
            assert (await rosa.expect("error"))["code"] == "too_large"
        else:
            assert await rosa.expect_close() == 1009


async def test_no_frame_of_all_these_left_a_traceback(any_server: Server) -> None:
    async with join(any_server, "rosa") as rosa:
        for text, _ in REFUSED.values():
            await rosa.send_text(text)
        for text in list(BAD.values())[:18]:
            await rosa.send_text(text)
        await rosa.settle()
    assert "Traceback" not in any_server.log


async def test_a_client_that_offers_compression_gets_none(any_server: Server) -> None:
    async with await open_socket(any_server, "rosa", compression="deflate") as socket:
        assert socket.request is not None
        assert socket.response is not None
        assert "permessage-deflate" in socket.request.headers["Sec-WebSocket-Extensions"]
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


async def test_a_frame_that_is_compressed_all_the_same_is_not_unpacked(any_server: Server) -> None:
    async with join(any_server, "rosa") as rosa:
        rosa.connection.protocol.extensions.append(PerMessageDeflate(False, False, 15, 15))
        await rosa.send_text(" " * 10_000_000)
        assert await rosa.expect_close() in (1002, 1006)
