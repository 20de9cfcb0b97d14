"""What a client may say, strictly; and what the processes tell each other."""

from __future__ import annotations

import json
import uuid

import msgspec
import pytest

from hubbub import wire
from hubbub.errors import Denied, Invalid, RateLimited, TooLarge

ID = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
GOOD = {
    '{"type":"ping"}': wire.Ping(),
    '{"type":"subscribe","room":"tea"}': wire.Subscribe("tea"),
    '{"type":"subscribe","room":"tea","since":null}': wire.Subscribe("tea"),
    '{"type":"subscribe","room":"tea","since":-1}': wire.Subscribe("tea", -1),
    '{"since":7,"room":"чай","type":"subscribe"}': wire.Subscribe("чай", 7),
    '{"type":"unsubscribe","room":"tea"}': wire.Unsubscribe("tea"),
    '{"type":"typing"}': wire.Typing(),
    '{"type":"read","room":"tea","number":3}': wire.Read(3, "tea"),
    f'{{"type":"post","client_id":"{ID}","body":"\\ud83e\\uded6","room":"tea","reply_to":2}}': wire.Post(
        uuid.UUID(ID), "\N{TEAPOT}", "tea", 2
    ),
}
BAD = {
    "nothing": "",
    "no JSON": "hello",
    "half": '{"type":"ping"',
    "twice": '{"type":"ping"}{"type":"ping"}',
    "byte order mark": '\ufeff{"type":"ping"}',
    "null": "null",
    "text": '"ping"',
    "list": '[{"type":"ping"}]',
    "no type": "{}",
    "type is no text": '{"type":1}',
    "unknown type": '{"type":"shout"}',
    "a frame of the server": '{"type":"pong"}',
    "unknown key": '{"type":"ping","loud":true}',
    "missing key": f'{{"type":"post","client_id":"{ID}"}}',
    "room is no text": '{"type":"typing","room":7}',
    "room is null": '{"type":"typing","room":null}',
    "room is too long": f'{{"type":"typing","room":"{"x" * 51}"}}',
    "since is a fraction": '{"type":"subscribe","room":"tea","since":1.5}',
    "since is text": '{"type":"subscribe","room":"tea","since":"1"}',
    "since is a truth value": '{"type":"subscribe","room":"tea","since":true}',
    "NaN": '{"type":"subscribe","room":"tea","since":NaN}',
    "infinite": '{"type":"subscribe","room":"tea","since":1e999}',
    "beyond a double": '{"type":"subscribe","room":"tea","since":9007199254740993}',
    "5,000 digits": f'{{"type":"subscribe","room":"tea","since":{"9" * 5_000}}}',
    "deep list": "[" * 60_000,
    "deep value": '{"type":"typing","room":' + "[" * 60_000,
    "deep before the type": '{"x":' + "[" * 30_000 + "]" * 30_000 + ',"type":"ping"}',
    "escaped lone surrogate": '{"type":"typing","room":"\\ud800"}',
    "lone surrogate": '{"type":"typing","room":"\ud800"}',
    "NUL in JSON": '{"type":"typing","room":"\x00"}',
    "NUL in a room's name": '{"type":"typing","room":"\\u0000"}',
    "white space in a room's name": '{"type":"typing","room":"tea\\n"}',
    "client_id is no UUID": '{"type":"post","room":"tea","client_id":"1","body":"Hello"}',
    "client_id is a number": '{"type":"post","room":"tea","client_id":1,"body":"Hello"}',
}
EVENT = wire.RoomEvent(
    1, 7, 5, b'{"type":"message"}', mentioned=[2], unmentioned=[3], removed=[4], message=5, roles={6: "owner"}
)
ITEMS = [
    EVENT,
    wire.PersonEvent(2, b"{}", 1, 0),
    wire.Ephemeral(1, b"{}", 2),
    wire.Joined(2, 1, "tea", 7, 5, 5, b"{}"),
    wire.SignedOut("digest"),
    wire.Recheck(2),
    wire.Heartbeat("process", {1: [2, 3], 2: []}, True),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_command_is_understood(text: str) -> None:
    assert wire.parse_command(text) == GOOD[text]


@pytest.mark.parametrize("what", BAD)
def test_anything_else_is_refused_with_a_sentence_that_can_be_sent(what: str) -> None:
    with pytest.raises(Invalid) as refused:
        wire.parse_command(BAD[what])
    assert len(wire.encode(wire.error_frame(refused.value))) < 1_000


def of_size(size: int, char: str = "x") -> str:
    empty = f'{{"type":"post","client_id":"{ID}","body":""}}'
    return empty.replace('""', f'"{char * ((size - len(empty)) // len(char.encode()))}"')


def test_a_frame_of_64_kib_is_read() -> None:
    assert len(of_size(65_536)) == 65_536
    assert isinstance(wire.parse_command(of_size(65_536)), wire.Post)


@pytest.mark.parametrize("char", ["x", "\N{TEAPOT}"])
def test_a_frame_of_more_bytes_is_too_large(char: str) -> None:
    with pytest.raises(TooLarge):
        wire.parse_command(of_size(65_536 + 4, char))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: type(item).__name__)
def test_what_the_processes_tell_each_other_arrives_unchanged(item: wire.Item) -> None:
    assert wire.unpack(wire.pack([item, EVENT])) == [item, EVENT]


def test_garbage_from_a_carrier_is_refused() -> None:
    with pytest.raises(msgspec.MsgspecError):
        wire.unpack(b"\xc1garbage")


def test_an_error_frame_says_only_what_is_known() -> None:
    frame = json.loads(wire.encode(wire.error_frame(Denied("No."))))
    assert frame == {"type": "error", "code": "forbidden", "message": "No."}


def test_an_error_frame_says_what_it_belongs_to_and_when_to_come_back() -> None:
    refused = RateLimited("Slow down.", retry_after=0)
    frame = json.loads(wire.encode(wire.error_frame(refused, client_id=uuid.UUID(ID), room="tea")))
    assert (frame["client_id"], frame["room"], frame["retry_after"]) == (ID, "tea", 0)


def test_a_room_for_everyone_has_no_role_and_for_one_reader_may_have_none() -> None:
    everyone = wire.Room("tea", "Tea", "", "public", False, 1, 0, 0)
    outsider = wire.Room("tea", "Tea", "", "public", False, 1, 0, 0, None)
    assert "role" not in json.loads(wire.encode(everyone))
    assert json.loads(wire.encode(outsider))["role"] is None
