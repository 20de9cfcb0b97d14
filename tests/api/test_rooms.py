"""Rooms: the directory, making them, changing them, reading marks."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.api import Caller

KEYS = {
    "room",
    "title",
    "topic",
    "kind",
    "archived",
    "members",
    "number",
    "rev",
    "role",
    "shown",
    "posting",
    "slow",
    "welcome",
    "pins",
    "calling",
}


async def test_the_directory_has_the_public_rooms_and_ones_own(eve: Caller, priya: Caller) -> None:
    roles = {room["room"]: room["role"] for room in (await priya.get("rooms")).json["rooms"]}
    assert roles == {"tea": "moderator", "laser-cutter": "member", "treasury": "member"}
    assert {room["room"]: room["role"] for room in (await eve.get("rooms")).json["rooms"]} == {
        "tea": None,
        "laser-cutter": None,
    }


async def test_a_room_is_made_with_its_people(jonas: Caller, eve: Caller) -> None:
    made = await jonas.post("rooms", {"room": "weaving", "title": "Weaving", "topic": "Looms", "people": ["eve"]})
    assert made.status == 201
    assert made.json.keys() == KEYS
    assert (made.json["members"], made.json["role"], made.json["kind"]) == (2, "owner", "public")
    assert (await eve.get("rooms/weaving")).json == {**made.json, "role": "member"}


async def test_a_room_without_a_title_is_called_by_its_name(jonas: Caller) -> None:
    assert (await jonas.post("rooms", {"room": "weaving"})).json["title"] == "weaving"


@pytest.mark.parametrize(
    ("given", "made"),
    [("a", "a"), ("a" * 50, "a" * 50), ("Tea-Room_2", "Tea-Room_2"), ("ﬁne", "fine"), ("茶室", "茶室")],
)
async def test_a_room_name_that_can_be(jonas: Caller, given: str, made: str) -> None:
    answer = await jonas.post("rooms", {"room": given})
    assert (answer.status, answer.json.get("room")) == (201, made)


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a/b", "../x", "a\0", "-", "__", "new", "N\u0435w", "a\u202eb", "<b>", 7, None]
)
async def test_a_room_name_that_cannot_be(jonas: Caller, name: object) -> None:
    assert (await jonas.post("rooms", {"room": name})).code == "invalid"


async def test_a_room_name_has_up_to_50_characters(jonas: Caller) -> None:
    assert (await jonas.post("rooms", {"room": "a" * 51})).status == 413


@pytest.mark.parametrize("name", ["tea", "TEA", "Tea", "t\u0435a", "treasury"])
async def test_a_name_that_looks_taken_is_taken(jonas: Caller, name: str) -> None:
    answer = await jonas.post("rooms", {"room": name})
    assert (answer.status, answer.code) == (409, "conflict")
    assert answer.json["fields"].keys() == {"room"}


@pytest.mark.parametrize(
    ("field", "length", "status"), [("title", 80, 201), ("title", 81, 413), ("topic", 250, 201), ("topic", 251, 413)]
)
async def test_limits_of_title_and_topic(jonas: Caller, field: str, length: int, status: int) -> None:
    assert (await jonas.post("rooms", {"room": "weaving", field: "é" * length})).status == status


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "direct"},
        {"kind": "secret"},
        {"default": True},
        {"role": "owner"},
        {"title": "a\0b"},
        {"people": "eve"},
    ],
)
async def test_a_room_that_cannot_be_made(jonas: Caller, more: dict[str, object]) -> None:
    assert (await jonas.post("rooms", {"room": "weaving", **more})).code == "invalid"


async def test_a_room_with_somebody_unknown_is_not_made(jonas: Caller) -> None:
    assert (await jonas.post("rooms", {"room": "weaving", "people": ["nobody-here"]})).status == 404
    assert (await jonas.get("rooms/weaving")).status == 404


async def test_a_moderator_renames_and_sets_the_topic(priya: Caller) -> None:
    changed = await priya.patch("rooms/tea", {"title": "Tea & cake", "topic": ""})
    assert (changed.status, changed.json["title"], changed.json["topic"]) == (200, "Tea & cake", "")
    assert (changed.json["room"], changed.json["role"]) == ("tea", "moderator")


async def test_an_announcement_room_refuses_members_with_the_reason(mina: Caller, jonas: Caller) -> None:
    assert (await mina.patch("rooms/tea", {"posting": "moderators"})).json["posting"] == "moderators"
    refused = await jonas.post("rooms/tea/messages", {"body": "Me too"})
    assert (refused.status, refused.code) == (403, "read_only")
    assert "owners and moderators" in refused.json["message"]
    await mina.say("tea", "The kettle is new.")


async def test_a_slow_room_says_when_to_come_back(mina: Caller, jonas: Caller) -> None:
    assert (await mina.patch("rooms/tea", {"slow": 30})).json["slow"] == 30
    await jonas.say("tea", "One")
    refused = await jonas.post("rooms/tea/messages", {"body": "Two"})
    assert (refused.status, refused.code) == (429, "rate_limited")
    assert 20 < int(refused.headers["Retry-After"]) <= 30


async def test_the_welcome_is_read_by_who_may_see_the_room(mina: Caller, eve: Caller) -> None:
    assert (await eve.get("rooms/tea/welcome")).json == {"body": "", "html": None, "rev": 0}
    changed = await mina.patch("rooms/tea", {"welcome": "*Bring* a cup"})
    told = {"body": "*Bring* a cup", "html": "<p><em>Bring</em> a cup</p>", "rev": changed.json["welcome"]}
    assert (await eve.get("rooms/tea/welcome")).json == told
    await mina.patch("rooms/treasury", {"welcome": "Count twice"})
    assert (await eve.get("rooms/treasury/welcome")).code == "not_found"


@pytest.mark.parametrize(("welcome", "status"), [("é" * 2_000, 200), ("é" * 2_001, 413), ("a\0b", 400), (7, 400)])
async def test_limits_of_the_welcome(mina: Caller, welcome: object, status: int) -> None:
    assert (await mina.patch("rooms/tea", {"welcome": welcome})).status == status


async def test_the_directory_comes_in_pages(eve: Caller) -> None:
    first = (await eve.get("rooms?limit=1")).json
    assert ([room["room"] for room in first["rooms"]], first["more_after"]) == (["laser-cutter"], True)
    last = (await eve.get("rooms?limit=1&after=laser-cutter")).json
    assert ([room["room"] for room in last["rooms"]], last["more_after"]) == (["tea"], False)


async def test_the_directory_is_searched_and_sorted(mina: Caller, eve: Caller) -> None:
    assert [room["room"] for room in (await eve.get("rooms?q=Black%20GREEN")).json["rooms"]] == ["tea"]
    assert [room["room"] for room in (await eve.get("rooms?sort=members")).json["rooms"]] == ["tea", "laser-cutter"]
    await mina.delete("rooms/tea")
    assert [room["room"] for room in (await eve.get("rooms")).json["rooms"]] == ["laser-cutter"]
    assert len((await eve.get("rooms?archived=true")).json["rooms"]) == 2


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=201", "limit=x", "sort=age", "archived=perhaps", "q=%00", f"q={'a' * 101}", "after=%00"]
)
async def test_a_page_of_the_directory_that_cannot_be(eve: Caller, asked: str) -> None:
    answer = await eve.get(f"rooms?{asked}")
    assert answer.code == "invalid"
    assert answer.json["fields"].keys() == {asked.split("=", maxsplit=1)[0]}


async def test_the_directory_does_not_go_on_from_a_room_that_one_may_not_see(eve: Caller) -> None:
    assert (await eve.get("rooms?after=treasury")).json == (await eve.get("rooms?after=no-such-room")).json
    assert (await eve.get("rooms?after=treasury")).code == "not_found"


async def test_an_archived_room_comes_back(mina: Caller) -> None:
    assert (await mina.delete("rooms/tea")).json["archived"] is True
    assert (await mina.patch("rooms/tea", {"archived": False})).json["archived"] is False
    await mina.say("tea", "Back again.")


@pytest.mark.parametrize(
    "data", [{"title": "x"}, {"topic": "x"}, {"archived": True}, {"posting": "nobody"}, {"slow": 5}]
)
async def test_a_member_changes_nothing(rosa: Caller, data: dict[str, object]) -> None:
    before = (await rosa.get("rooms/tea")).json
    assert (await rosa.patch("rooms/tea", data)).code == "forbidden"
    assert (await rosa.get("rooms/tea")).json == before


@pytest.mark.parametrize(
    "data",
    [
        {"room": "x"},
        {"kind": "private"},
        {"title": ""},
        {"title": 7},
        {"archived": "yes"},
        {"posting": "friends"},
        {"slow": -1},
        {"slow": 21_601},
        {"slow": 1.5},
        {"slow": "5"},
    ],
)
async def test_a_change_that_cannot_be(mina: Caller, data: dict[str, object]) -> None:
    assert (await mina.patch("rooms/tea", data)).code == "invalid"


@pytest.mark.parametrize("room", ["treasury", "no-such-room", "%00", "a" * 300, "..%2f", "%ff", "t%D0%B5a%00"])
async def test_a_room_that_one_may_not_see_is_not_there(eve: Caller, room: str) -> None:
    assert (await eve.get(f"rooms/{room}")).code == "not_found"


async def test_a_room_is_found_however_its_name_is_written(eve: Caller) -> None:
    assert (await eve.get("rooms/TEA")).json["room"] == "tea"


# Reading


async def test_reading_moves_the_mark_forward_only(mina: Caller, jonas: Caller) -> None:
    for body in ("One, @jonas", "Two", "Three, @jonas"):
        await mina.say("tea", body)
    marks = [(await jonas.post("rooms/tea/read", {"number": number})).json for number in (2, 1, 3, 99)]
    assert marks == [
        {"number": 2, "mentions": 1},
        {"number": 2, "mentions": 1},
        {"number": 3, "mentions": 0},
        {"number": 3, "mentions": 0},
    ]


@pytest.mark.parametrize("number", [-1, 2**53 + 1, 10**30, "1", None, 1.5])
async def test_a_mark_that_cannot_be(jonas: Caller, number: object) -> None:
    assert (await jonas.post("rooms/tea/read", {"number": number})).json["fields"].keys() == {"number"}


async def test_who_is_not_in_the_room_reads_nothing(eve: Caller) -> None:
    assert (await eve.post("rooms/tea/read", {"number": 0})).status == 404


async def test_who_writes_has_read(mina: Caller, jonas: Caller) -> None:
    await mina.say("tea", "One")
    await jonas.say("tea", "Two", client_id=str(uuid4()))
    assert (await jonas.post("rooms/tea/read", {"number": 0})).json["number"] == 2
