"""One socket's bounded backlog."""

from __future__ import annotations

import json

from hubbub import wire
from hubbub.live.connection import LARGEST_BACKLOG, LARGEST_BACKLOG_OF_ALL, TOO_SLOW, Connection, relieve, write_all
from hubbub.live.outlet import block_of
from tests.support.stage import Tape


def socket(size: int = 0) -> tuple[Connection, Tape]:
    tape = Tape()
    tape.size = size
    return Connection(1, "session", tape), tape


def test_a_frame_is_written() -> None:
    connection, tape = socket()
    connection.send(wire.Pong())
    assert [json.loads(text) for text in tape.texts] == [{"type": "pong"}]


def test_a_full_backlog_may_stand() -> None:
    connection, tape = socket(LARGEST_BACKLOG)
    connection.send(wire.Pong())
    assert not connection.closed
    assert tape.code == 0


def test_one_byte_more_closes_the_slow_reader() -> None:
    connection, tape = socket(LARGEST_BACKLOG + 1)
    connection.send(wire.Pong())
    assert connection.closed
    assert tape.code == TOO_SLOW == 4408


def test_a_closed_socket_takes_nothing_more_and_keeps_its_reason() -> None:
    connection, tape = socket()
    connection.close(4401)
    connection.close(4403)
    connection.send(wire.Pong())
    assert (tape.texts, tape.code) == ([], 4401)


def test_what_is_held_is_written_when_the_last_doubt_is_gone() -> None:
    connection, tape = socket()
    connection.hold()
    connection.hold()
    write_all([connection], block_of(b"1"))
    write_all([connection], block_of(b"2"))
    connection.release()
    assert tape.texts == []
    connection.release()
    write_all([connection], block_of(b"3"))
    assert tape.texts == [b"1", b"2", b"3"]


def test_what_was_held_for_who_may_no_longer_hear_is_never_written() -> None:
    connection, tape = socket()
    connection.hold()
    write_all([connection], block_of(b"1"))
    connection.close(4401)
    connection.release()
    assert (tape.texts, tape.code) == ([], 4401)


def test_everyone_gets_the_same_block_and_the_slow_one_disturbs_nobody() -> None:
    slow, fast = socket(LARGEST_BACKLOG + 1), socket()
    write_all([slow[0], fast[0]], block_of(b"1", b"2"))
    assert fast[1].texts == [b"1", b"2"]
    assert (slow[0].closed, fast[0].closed) == (True, False)


def test_what_waits_for_all_is_bounded_and_the_slowest_go_first() -> None:
    sizes = [LARGEST_BACKLOG - number for number in range(70)]
    connections = [socket(size)[0] for size in sizes]
    relieve(connections)
    stay = [size for size, connection in zip(sizes, connections, strict=True) if not connection.closed]
    assert stay == sorted(sizes)[: len(stay)][::-1]
    assert sum(stay) <= LARGEST_BACKLOG_OF_ALL < sum(stay) + LARGEST_BACKLOG


def test_while_it_is_bounded_nobody_goes() -> None:
    connections = [socket(LARGEST_BACKLOG)[0] for _ in range(64)]
    relieve(connections)
    assert not any(connection.closed for connection in connections)


def test_mentions_are_counted_and_never_below_nothing() -> None:
    connection, _ = socket()
    connection.mention(1, 1)
    connection.mention(1, 1)
    connection.mention(1, -3)
    assert connection.mentions == {1: 0}
