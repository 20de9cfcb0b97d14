"""Which messages are found: the same on both databases."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from hubbub.errors import Invalid, NotFound, Refused
from hubbub.models import Message, Person, Upload
from hubbub.operations.messages import NewPost, delete_message, edit_message, post_message, post_messages, react
from hubbub.operations.rooms import join_room, leave_room, remove_member
from hubbub.search import search
from tests.support.cast import Cast

TEXTS = {
    1: "The kettle is on",
    2: "Kettles, plural: two kettles!",
    3: "Un café crème à São Paulo",
    4: "明日は東京駅で会いましょう",
    5: "東 京",
    6: "iPhone手机 2024年",
    7: "서울에서 만나요",
    8: "Party 🎉🎉 with 👩🏽\u200d🔧 and ❤️",
    9: "see https://example.com/green-tea?x=1 for e-mail",
    10: "`getElementById(x)` in foo_bar.py, version 3.14",
    11: "The and the or is of",
    12: "green leaves, then tea",
    13: "green tea",
    14: "ΟΔΟΣ ὁδός Ёлка",
    15: "می\u200cخواهم हिन्दी में",
    16: "room:1 author:1 has:link month:2026 rowid OR AND NOT NEAR(a b)",
    17: "die Teekanne und der Straßenname",
    18: "ภาษาไทย",
    19: "x 100% sure, a_b \\ c",
    20: "fixed in 9e8ce4b, 20 m² at ½ price, 1e5 and v3.14-rc1",
    21: "W" * 3_000,
}

FOUND = {
    "kettle": [1],
    "KETTLE": [1],
    "kettl*": [2, 1],
    "ket*": [2, 1],
    "ke*": [],
    "*ettl": [2, 1],
    "*kanne": [17],
    "the": [11, 1],
    "the is": [11, 1],
    "the of": [11],
    "cafe": [3],
    "CAFÉ creme sao": [3],
    "*rème": [3],
    "東京": [4],
    "東": [5, 4],
    "京駅": [4],
    "東京駅で会": [4],
    "駅東": [],
    "東 京": [5, 4],
    "*東京": [4],
    "iphone": [6],
    "手机": [6],
    "2024": [6],
    "年": [6],
    "서울": [7],
    "만나": [7],
    "🎉": [8],
    "🎉🎉": [8],
    "👩🔧": [8],
    "❤": [8],
    "party": [8],
    "example.com": [9],
    "green-tea": [13, 9],
    '"green tea"': [13, 9],
    "green tea": [13, 12, 9],
    "e-mail": [9],
    "mail": [9],
    "getelementbyid": [10],
    "*elementby": [10],
    "*byid(x": [10],
    "foo_bar": [10],
    "3.14": [10],
    "οδος": [14],
    "οδοσ": [14],
    "Ёлка": [14],
    "елка": [],
    "میخواهم": [15],
    "می\u200cخواهم": [15],
    "हिन्दी": [15],
    "room:1": [16],
    '"has:link"': [16],
    "OR AND NOT": [16],
    "NEAR(a b)": [16],
    "straßenname": [17],
    "ไทย": [18],
    "*100%": [19],
    "*a_b": [19],
    "*00%_": [],
    "9e8ce4b": [20],
    "9e8c*": [20],
    "ce4b": [],
    "m²": [20],
    "½": [20],
    "1e5": [20],
    "v3 14": [20],
    "W" * 300: [],
    "nothing": [],
    "' OR 1=1 --": [],
}


def say(person: Person, room: str, body: str) -> int:
    return post_message(person, room, body).number


def found(person: Person, asked: str, **more: object) -> list[int]:
    return [hit.number for hit in search(person, asked, **more).hits]  # type: ignore[arg-type]


@pytest.fixture
def said(cast: Cast) -> Cast:
    """All of the texts in the tea room, in one batch."""
    batch = [NewPost(cast.mina.pk, "tea", uuid.uuid4(), body) for body in TEXTS.values()]
    outcomes = post_messages(batch)
    assert not [one for one in outcomes if isinstance(one, Refused)]
    return cast


def test_the_same_is_found_on_both_databases(said: Cast) -> None:
    assert {asked: found(said.mina, asked) for asked in FOUND} == FOUND


def test_the_same_is_found_in_a_few_rooms_by_an_author(said: Cast) -> None:
    assert {asked: found(said.rosa, f"{asked} in:tea from:mina") for asked in FOUND} == FOUND


def test_who_is_in_no_room_finds_nothing(said: Cast) -> None:
    assert not [asked for asked in FOUND if found(said.eve, asked)]


# Who finds what


def test_only_rooms_of_which_one_is_a_member_now(cast: Cast) -> None:
    say(cast.mina, "treasury", "the secret budget")
    assert found(cast.priya, "budget") == [1]
    assert not found(cast.jonas, "budget")
    assert not found(cast.eve, "budget")


def test_a_public_room_is_found_in_once_one_has_joined_and_no_longer_after_leaving(cast: Cast) -> None:
    say(cast.mina, "tea", "oolong")
    assert not found(cast.eve, "oolong")
    join_room(cast.eve, "tea")
    assert found(cast.eve, "oolong") == [1]
    leave_room(cast.eve, "tea")
    assert not found(cast.eve, "oolong")


def test_who_was_removed_finds_nothing_more(cast: Cast) -> None:
    say(cast.rosa, "tea", "my own words")
    remove_member(cast.mina, "tea", "rosa")
    for asked in ("words", "from:me", "*ords", "has:file", "mentions:me", "before:2199"):
        assert not found(cast.rosa, asked)


def test_a_room_that_one_is_not_in_is_as_if_it_were_not_there(cast: Cast) -> None:
    said = []
    for room in ("treasury", "no-such-room"):
        with pytest.raises(NotFound) as refused:
            found(cast.jonas, f"x in:{room}")
        said.append(refused.value.message)
    assert said[0] == said[1]


# What changes


def test_a_deleted_message_is_not_found(cast: Cast) -> None:
    say(cast.mina, "tea", "oops, the password 東京")
    delete_message(cast.mina, "tea", 1)
    for asked in ("password", "東京", "*sswor", "from:mina", "in:tea"):
        assert not found(cast.mina, asked)


def test_an_edited_message_is_found_by_its_new_words_only(cast: Cast) -> None:
    say(cast.mina, "tea", "the kettle 東京 🎉")
    edit_message(cast.mina, "tea", 1, "the teapot https://x.example")
    assert found(cast.mina, "teapot has:link") == [1]
    for gone in ("kettle", "東京", "🎉", "*ettle"):
        assert not found(cast.mina, gone)


def test_what_changes_no_text_leaves_the_index_alone(cast: Cast) -> None:
    say(cast.mina, "tea", "the kettle")
    react(cast.rosa, "tea", 1, "🍵")
    assert found(cast.mina, "kettle") == [1]


def test_a_row_that_is_taken_away_is_taken_out(cast: Cast) -> None:
    say(cast.mina, "tea", "the kettle")
    Message.objects.all().delete()
    say(cast.mina, "tea", "another")
    assert not found(cast.mina, "kettle")


def test_what_the_room_itself_says_is_not_found(cast: Cast) -> None:
    say(cast.mina, "tea", "welcome")
    Message.objects.update(kind="system")
    assert not found(cast.mina, "welcome")


# Operators


def test_from_means_the_author(cast: Cast) -> None:
    say(cast.mina, "tea", "one")
    say(cast.rosa, "tea", "two")
    assert found(cast.mina, "from:rosa") == [2]
    assert found(cast.mina, "from:@Mina one") == [1]
    assert found(cast.rosa, "from:me") == [2]
    assert found(cast.mina, "from:rosa from:mina") == [2, 1]
    with pytest.raises(NotFound, match="nobody called gus"):
        found(cast.mina, "from:gus")


def test_in_means_the_room(cast: Cast) -> None:
    say(cast.mina, "tea", "word")
    say(cast.mina, "treasury", "word")
    assert [hit.room for hit in search(cast.mina, "word").hits] == ["treasury", "tea"]
    assert [hit.room for hit in search(cast.mina, "word in:#Tea").hits] == ["tea"]
    assert [hit.room for hit in search(cast.mina, "word", rooms=["treasury"]).hits] == ["treasury"]
    assert len(search(cast.mina, "in:tea in:treasury").hits) == 2


def test_days_begin_where_the_person_is(cast: Cast) -> None:
    hour = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)
    for created in (dt.datetime(2025, 12, 31, 12, tzinfo=dt.UTC), hour, hour + dt.timedelta(days=40)):
        post_messages([NewPost(cast.mina.pk, "tea", uuid.uuid4(), "word", created=created)])
    assert found(cast.mina, "word before:2026-03-02") == [2, 1]
    assert found(cast.mina, "word before:2026-03-02", zone="Europe/Berlin") == [1]
    assert found(cast.mina, "word after:2026-03-02", zone="Europe/Berlin") == [3, 2]
    assert found(cast.mina, "after:2026-03-01 before:2026-03-02") == [2]
    assert found(cast.mina, "after:2026 before:2026-04") == [2]
    assert not found(cast.mina, "word after:2027 before:2026")


@pytest.mark.parametrize("zone", ["Nowhere/Land", "", "../../etc/passwd", "x" * 500, "a\0b"])
def test_a_time_zone_that_is_none_is_refused(cast: Cast, zone: str) -> None:
    with pytest.raises(Invalid, match="time zone"):
        found(cast.mina, "before:2026", zone=zone)


def test_has_link_file_image_and_pin(cast: Cast) -> None:
    for body in ("http://x.example", "a file", "a picture", "pinned", "nothing, http: //"):
        say(cast.mina, "tea", body)
    for number, kind in ((2, "application/pdf"), (3, "image/png")):
        carry(cast, number, kind)
    Message.objects.filter(number=4).update(pinned=timezone.now())
    assert found(cast.mina, "has:link") == [1]
    assert found(cast.mina, "has:file") == [3, 2]
    assert found(cast.mina, "has:image") == [3]
    assert found(cast.mina, "has:pin") == [4]
    assert found(cast.mina, "has:file picture") == [3]
    assert found(cast.mina, "pinned has:pin") == [4]
    assert not found(cast.mina, "picture has:pin")


def carry(cast: Cast, number: int, content_type: str) -> None:
    """A file on a message, as it is when it has been sent."""
    row = Message.objects.get(number=number)
    Upload.objects.create(room=cast.tea, person=cast.mina, message=row, name="x", content_type=content_type, size=1)
    Message.objects.filter(pk=row.pk).update(upload_count=1)


def test_mentions_me(cast: Cast) -> None:
    say(cast.mina, "tea", "@rosa look")
    say(cast.mina, "tea", "@jonas look")
    say(cast.mina, "tea", "rosa")
    assert found(cast.rosa, "mentions:me") == [1]
    assert found(cast.rosa, "mentions:me look") == [1]
    assert not found(cast.rosa, "mentions:me teapot")
    assert not found(cast.mina, "mentions:me")


def test_mentions_me_finds_what_called_everybody_who_was_there(cast: Cast) -> None:
    say(cast.mina, "tea", "@all the fire drill is at three")
    join_room(cast.eve, "tea")
    assert found(cast.rosa, "mentions:me") == found(cast.rosa, "mentions:me drill") == [1]
    assert not found(cast.mina, "mentions:me")
    assert not found(cast.eve, "mentions:me")


# Pages


def test_pages_follow_each_other_without_hole_or_double(cast: Cast) -> None:
    post_messages([NewPost(cast.mina.pk, "tea", uuid.uuid4(), f"word {n}") for n in range(25)])
    seen: list[int] = []
    before, pages = None, 0
    while pages == 0 or before:
        page = search(cast.rosa, "word", before=before, limit=10)
        seen += [hit.number for hit in page.hits]
        before, pages = page.before, pages + 1
    assert seen == list(range(25, 0, -1))
    assert pages == 3


@pytest.mark.parametrize("asked", ["word", "*wor", "wor*", "from:mina", "has:link", "before:2199", "in:tea"])
def test_a_page_holds_as_many_as_were_asked_for(cast: Cast, asked: str) -> None:
    batch = [NewPost(cast.mina.pk, "tea", uuid.uuid4(), f"word http://x {n}") for n in range(30)]
    post_messages(batch)
    page = search(cast.rosa, asked, limit=7)
    assert [hit.number for hit in page.hits] == list(range(30, 23, -1))
    assert page.complete
    assert page.before


def test_a_thread_reply_is_found(cast: Cast) -> None:
    say(cast.mina, "tea", "the root")
    say(cast.mina, "tea", "the reply")
    Message.objects.filter(number=2).update(thread=1, in_room=False)
    [hit] = search(cast.rosa, "reply").hits
    assert hit.thread == 1
