"""What a socket is told besides events: badges, mentions, typing, presence, and what is personal."""

from __future__ import annotations

import pytest

from hubbub import wire
from hubbub.live.connection import Connection, Mark
from hubbub.live.feed import Head
from tests.support.stage import Stage, Tape, event, frames, of


@pytest.fixture
def stage() -> Stage:
    return Stage()


def code(connection: Connection) -> int:
    assert isinstance(connection.outlet, Tape)
    return connection.outlet.code


def test_badges_of_a_second_are_one_frame_with_the_latest_heads(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hub.follow(mina, 2, "coffee", Head(0, 0, 0))
    stage.hear(event(1), event(2), event(1, room=2))
    stage.second()
    [activity] = of(mina, "activity")
    assert {name: head["rev"] for name, head in activity["rooms"].items()} == {"tea": 2, "coffee": 1}


def test_a_quiet_second_has_no_badges(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hear(event(1))
    stage.second()
    stage.second()
    assert len(of(mina, "activity")) == 1


def test_a_subscriber_needs_no_badge(stage: Stage) -> None:
    mina = stage.subscriber(1)
    stage.hear(event(1))
    stage.second()
    assert of(mina, "activity") == []


def mentions(connection: Connection) -> int:
    return int(of(connection, "activity")[-1]["rooms"]["tea"]["mentions"])


def test_mentions_are_counted_for_who_is_mentioned(stage: Stage) -> None:
    mina, jonas = stage.follower(1), stage.follower(2)
    stage.hear(event(1, mentioned=[1]), event(2, mentioned=[1, 2]), event(3, unmentioned=[2]))
    stage.second()
    assert (mentions(mina), mentions(jonas)) == (2, 0)


def test_a_call_is_counted_for_everybody_in_the_room_but_its_author(stage: Stage) -> None:
    mina, jonas, priya, eve = stage.follower(1), stage.follower(2), stage.subscriber(3), stage.socket(4)
    stage.hear(event(1, called=1, author=2), event(2, called=1, author=2), event(3, called=-1, author=2))
    stage.second()
    assert (mentions(mina), mentions(jonas), priya.mentions, eve.mentions) == (1, 0, {1: 1}, {})


def read(number: int, mentions: int) -> wire.PersonEvent:
    """By person 1, in tea."""
    return wire.PersonEvent(1, b'{"type":"read"}', 1, mentions, read=number)


def test_a_mention_that_was_read_takes_nothing_with_it(stage: Stage) -> None:
    mina = stage.follower(1, rev=10, mark=Mark(5, 1))
    stage.hear(event(11, message=5, unmentioned=[1]))
    stage.second()
    assert mentions(mina) == 1


def test_a_message_that_was_read_brings_no_mention(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hear(event(1), read(1, 0), event(2, message=1, mentioned=[1]), event(3, message=1, called=1, author=2))
    stage.second()
    assert mentions(mina) == 0


def test_a_message_marked_unread_brings_one_again(stage: Stage) -> None:
    mina = stage.follower(1, rev=3, mark=Mark(3, 0))
    stage.hear(read(1, 0), event(4, message=2, mentioned=[1]))
    stage.second()
    assert mentions(mina) == 1


def test_who_joins_has_read_what_was_there(stage: Stage) -> None:
    mina = stage.socket(1)
    stage.hear(wire.Joined(1, 1, "tea", 3, 3, 3, b'{"type":"rooms"}', read=3), event(4, message=2, mentioned=[1]))
    stage.second()
    assert mentions(mina) == 0


def test_a_call_that_the_greeting_counted_is_not_counted_again(stage: Stage) -> None:
    stage.follower(2)
    mina = stage.follower(1, rev=1, mark=Mark(0, 1))
    stage.hear(event(1, called=1, author=2))
    stage.second()
    assert mentions(mina) == 1


def test_reading_in_one_tab_sets_the_count_in_all(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hear(event(1, mentioned=[1]), read(1, 0), event(2))
    stage.second()
    assert of(mina, "read") == [{"type": "read"}]
    assert mentions(mina) == 0


def test_a_mention_that_the_greeting_counted_is_not_counted_again(stage: Stage) -> None:
    stage.follower(2)
    mina = stage.follower(1, rev=1, mark=Mark(0, 1))
    stage.hear(event(1, mentioned=[1]))
    stage.second()
    assert mentions(mina) == 1


def test_one_whose_greeting_is_older_than_the_news_is_told_the_head(stage: Stage) -> None:
    stage.follower(2)
    stage.hear(event(1))
    stage.second()
    mina = stage.follower(1, rev=0)
    stage.second()
    assert of(mina, "activity")[0]["rooms"]["tea"]["rev"] == 1


# What nobody catches up with


def test_typing_reaches_all_others_in_the_room_in_its_place(stage: Stage) -> None:
    mina, jonas, follower = stage.subscriber(1), stage.subscriber(2), stage.follower(3)
    stage.hub.hear(event(1))
    stage.hear(wire.Ephemeral(1, b'{"type":"typing"}', sender=2))
    assert [frame["type"] for frame in frames(mina)] == ["subscribed", "event", "typing"]
    assert of(jonas, "typing") == of(follower, "typing") == []


def test_presence_is_told_to_who_has_the_room_open(stage: Stage) -> None:
    mina, follower = stage.subscriber(1), stage.follower(3)
    stage.second()
    assert of(mina, "presence") == [{"type": "presence", "room": "tea", "joined": [1, 3], "left": [], "count": 2}]
    assert of(follower, "presence") == []


def test_one_who_joins_follows_with_all_sockets_but_those_for_one_room(stage: Stage) -> None:
    tab, kiosk = stage.socket(1), stage.socket(1, only=2)
    stage.hear(wire.Joined(1, 1, "tea", 3, 3, 3, b'{"type":"rooms"}'), event(4))
    assert (of(tab, "rooms"), of(kiosk, "rooms")) == ([{"type": "rooms"}], [])
    assert (tab.rooms, kiosk.rooms) == ({"tea": 1}, {})
    assert stage.hub.feeds[1].rev == 4


def test_a_socket_for_one_room_hears_nothing_personal_of_another(stage: Stage) -> None:
    kiosk = stage.subscriber(1, only=1)
    stage.hear(wire.PersonEvent(1, b'{"type":"read"}', 2, 0))
    assert of(kiosk, "read") == []


def test_signing_out_closes_the_sockets_of_that_session_only(stage: Stage) -> None:
    here, there = stage.socket(1, session="here"), stage.socket(1, session="there")
    stage.hear(wire.SignedOut("here"))
    assert (code(here), code(there)) == (4401, 0)


# Threads


def threads(connection: Connection) -> list[dict[str, dict[str, int]]]:
    return [activity["threads"] for activity in of(connection, "activity")]


def test_who_follows_a_thread_is_told_its_last_message_wherever_they_are(stage: Stage) -> None:
    mina, jonas, rosa = stage.follower(1), stage.subscriber(2), stage.subscriber(3)
    stage.hear(event(1), event(2, message=1, followers=[1, 2], reply=2), event(3, message=1, followers=[1], reply=3))
    stage.second()
    assert threads(mina) == [{"tea": {"1": 3}}]
    assert threads(jonas) == [{"tea": {"1": 2}}]
    assert of(rosa, "activity") == []


def test_what_the_room_shows_last_is_told_with_its_last_message(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hear(event(1), event(2, shown=1))
    stage.second()
    head = of(mina, "activity")[-1]["rooms"]["tea"]
    assert (head["number"], head["shown"]) == (2, 1)


def test_who_was_removed_hears_of_no_thread(stage: Stage) -> None:
    mina = stage.follower(1)
    stage.hear(event(1, message=1, followers=[1], reply=1), event(2, removed=[1]))
    stage.hear(event(3, message=1, followers=[1], reply=3))
    stage.second()
    assert of(mina, "activity") == []
