"""The checker of histories finds each kind of wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from tests.support.fault_table import row, table
from tests.support.frames import Json
from tests.support.history import Revoked, Send, Transcript, Verdict, check_history, judge, transcript


def message(number: int, client_id: str = "", **fields: Any) -> Json:
    same = {"edited": None, "deleted": None, "reactions": [], "body": f"Message {number}"}
    return {**same, "number": number, "rev": number, "client_id": client_id or f"key {number}", **fields}


def room_of(*numbers: int) -> list[Json]:
    return [message(number) for number in numbers]


def sent(*numbers: int) -> list[Send]:
    """One after the other: each begun when the one before was acknowledged."""
    return [Send(f"key {number}", number, number + 0.5, number) for number in numbers]


def heard(messages: Sequence[Json], known: Sequence[Json] = ()) -> Transcript:
    start = {"type": "subscribed", "room": "tea", "reset": True, "rev": len(known), "messages": list(known)}
    frames = [{"type": "message", "room": "tea", "rev": one["rev"], "message": one} for one in messages]
    return transcript("tea", [{**start, "room_state": {"number": len(known)}}, *frames])


def test_a_right_history_is_right() -> None:
    fresh = room_of(1, 2, 3)
    verdict = check_history(fresh, sent(1, 2, 3), [heard(fresh), heard(fresh[1:], known=fresh[:1])])
    assert (verdict.acknowledged, verdict.unknown) == (3, 0)


@pytest.mark.parametrize("fresh", [room_of(1), room_of(1, 2)], ids=["not there", "there once"])
def test_of_an_unknown_send_both_ends_are_right(fresh: list[Json]) -> None:
    assert check_history(fresh, [*sent(1), Send("key 2", 2)], [heard(fresh)]).unknown == 1


def test_lost_in_the_room() -> None:
    assert judge(room_of(1), sent(1, 2)).lost


def test_acknowledged_under_another_number() -> None:
    assert judge([message(1, "key 2"), message(2, "key 1")], sent(1, 2)).lost


def test_a_hole() -> None:
    assert judge(room_of(1, 3), sent(1, 3)).lost


@pytest.mark.parametrize("numbers", [(1, 3), (2, 3), (1, 2)], ids=["in the middle", "the first", "the last"])
def test_lost_for_one_reader(numbers: tuple[int, ...]) -> None:
    fresh = room_of(1, 2, 3)
    assert judge(fresh, sent(1, 2, 3), [heard(fresh), heard(room_of(*numbers))]).lost


def test_an_edit_lost_for_one_reader() -> None:
    fresh = [message(1, body="Better", edited="2026-01-01T00:00:00Z", rev=2)]
    assert judge(fresh, sent(1), [heard(room_of(1))]).lost


def test_seen_by_a_reader_and_not_in_the_room() -> None:
    assert judge(room_of(1), sent(1), [heard(room_of(1, 2))]).lost


def test_doubled_in_the_room() -> None:
    assert judge([message(1), message(2, "key 1")], [Send("key 1", 1)]).doubled


def test_doubled_for_one_reader() -> None:
    assert judge(room_of(1), sent(1), [heard(room_of(1, 1))]).doubled


def test_doubled_in_an_answer() -> None:
    reader = heard(room_of(1))
    reader.take({"type": "subscribed", "room": "tea", "reset": False, "rev": 2, "messages": room_of(2, 2)})
    assert judge(room_of(1, 2), sent(1, 2), [reader]).doubled


def test_another_order_for_one_reader() -> None:
    fresh = room_of(1, 2, 3)
    assert judge(fresh, sent(1, 2, 3), [heard(fresh), heard(room_of(1, 3, 2))]).reordered


def test_another_order_by_number() -> None:
    fresh = [message(1), message(2, rev=3), message(3, rev=2)]
    assert judge(fresh, sent(1, 2, 3), [heard([fresh[0], fresh[2], fresh[1]])]).reordered


def test_a_changed_message_may_be_heard_of_behind_later_ones() -> None:
    fresh = [message(1, rev=3, edited="2026-01-01T00:00:00Z"), message(2)]
    assert not judge(fresh, sent(1, 2), [heard([fresh[1], fresh[0]])]).wrong


def test_in_one_answer_a_message_that_changed_and_changed_back_stands_behind_later_ones() -> None:
    fresh = [message(1), message(2, rev=5), message(3)]
    reader = heard(room_of(1))
    reader.take({"type": "subscribed", "room": "tea", "reset": False, "rev": 5, "messages": [fresh[2], fresh[1]]})
    assert not judge(fresh, sent(1, 2, 3), [reader]).wrong


def test_begun_after_a_later_one_was_acknowledged() -> None:
    assert judge(room_of(1, 2), [Send("key 1", 5, 6, 1), Send("key 2", 1, 2, 2)]).reordered


def test_two_under_way_at_a_time_have_no_order() -> None:
    assert not judge(room_of(1, 2), [Send("key 1", 2, 4, 1), Send("key 2", 1, 3, 2)]).wrong


def test_heard_after_a_revocation() -> None:
    fresh = room_of(1, 2)
    assert not judge(fresh, sent(1, 2), revoked=[Revoked(heard(room_of(1)), at=1.9)]).wrong
    assert judge(fresh, sent(1, 2), revoked=[Revoked(heard(fresh), at=1.9)]).late


def test_a_wrong_history_is_told_in_words() -> None:
    with pytest.raises(AssertionError, match=r"Message 2 .* was acknowledged, and the room has it as None"):
        check_history(room_of(1), sent(1, 2))


def test_the_table_adds_up_the_seeds_of_a_fault() -> None:
    wrong = Verdict(acknowledged=5, lost=["one"])
    rows = [row("killed", 3, Verdict(acknowledged=7), [1.5, 0.2]), row("killed", 3, wrong), row("frozen", 1, wrong)]
    assert table(rows)[2:] == [
        "| killed | 6 | 12 | 0 | 1 | 0 | 0 | 0 | 1.5 |",
        "| frozen | 1 | 5 | 0 | 1 | 0 | 0 | 0 |  |",
    ]
