"""Posting, reading, editing and deleting messages over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from uuid import uuid4

import pytest

from hubbub.models import Message, Person, Revision
from hubbub.threads import in_thread
from tests.support.api import Answer, Caller
from tests.support.cast import Cast

KEYS = {
    "number", "rev", "author", "body", "html", "created", "edited", "deleted", "reply_to", "kind", "client_id",
    "mentions", "reactions", "thread", "in_room", "replies", "uploads", "pinned", "calls",
}  # fmt: skip


# Posting


async def test_a_message_is_posted_and_read_by_another(mina: Caller, jonas: Caller) -> None:
    posted = await mina.post("rooms/tea/messages", {"body": "The kettle is **on**, @jonas."})
    assert posted.status == 201
    assert posted.json.keys() == KEYS
    assert posted.json["author"]["username"] == "mina"
    page = await jonas.get("rooms/tea/messages")
    assert page.json["messages"] == [posted.json]


async def test_plain_text_has_no_html(mina: Caller) -> None:
    message = await mina.say("tea", "Just words.")
    assert (message["body"], message["html"]) == ("Just words.", None)


async def test_numbers_count_from_one_and_revs_grow(mina: Caller, jonas: Caller) -> None:
    messages = [await who.say("tea", "Hello") for who in (mina, jonas, mina)]
    assert [message["number"] for message in messages] == [1, 2, 3]
    revs = [message["rev"] for message in messages]
    assert revs == list(range(revs[0], revs[0] + 3))


async def test_a_reply_names_its_message(mina: Caller, jonas: Caller) -> None:
    question = await mina.say("tea", "Green or black?")
    answer = await jonas.say("tea", "Black.", reply_to=question["number"])
    assert answer["reply_to"] == question["number"]


@pytest.mark.parametrize("reply_to", [2, 2**53])
async def test_a_reply_to_nothing_is_refused(mina: Caller, reply_to: int) -> None:
    answer = await mina.post("rooms/tea/messages", {"body": "Black.", "reply_to": reply_to})
    assert (answer.status, answer.code) == (400, "invalid")


@pytest.mark.parametrize("number", [0, -1, 2**53 + 1, 2**63, 10**30, 1.5, "1", True])
async def test_a_number_that_is_none_is_refused(mina: Caller, number: object) -> None:
    answer = await mina.post("rooms/tea/messages", {"body": "Black.", "reply_to": number})
    assert answer.status == 400
    assert answer.json["fields"].keys() == {"reply_to"}


async def test_who_is_not_in_the_room_cannot_post(eve: Caller, jonas: Caller) -> None:
    for caller, room in [(eve, "tea"), (eve, "treasury"), (jonas, "treasury"), (eve, "no-such-room")]:
        answer = await caller.post(f"rooms/{room}/messages", {"body": "Hello?"})
        assert (answer.status, answer.code) == (404, "not_found")


async def test_absent_and_forbidden_are_the_same_answer(eve: Caller) -> None:
    forbidden, absent = [await eve.get(f"rooms/{room}/messages") for room in ("treasury", "no-such-room")]
    assert forbidden.json == absent.json
    assert forbidden.status == absent.status == 404


async def test_nothing_is_posted_in_an_archived_room(mina: Caller, jonas: Caller) -> None:
    await mina.delete("rooms/tea")
    answer = await jonas.post("rooms/tea/messages", {"body": "Anyone?"})
    assert (answer.status, answer.code) == (403, "read_only")


# What a text may be


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("a" * 8_000, 201),
        ("a" * 8_001, 413),
        ("é" * 8_000, 201),
        ("🫖" * 8_000, 201),
        ("🫖" * 8_001, 413),
        (" " * 9_000 + "a", 201),
    ],
    ids=["8000", "8001", "8000 of two bytes", "32000 bytes", "32004 bytes", "spaces around do not count"],
)
async def test_a_text_has_up_to_8000_characters_and_32000_bytes(mina: Caller, body: str, status: int) -> None:
    answer = await mina.post("rooms/tea/messages", {"body": body})
    assert answer.status == status, answer
    if status == 201:
        assert answer.json["body"] == body.strip()


@pytest.mark.parametrize(
    "body",
    [b'"a\\u0000b"', b'"a\\u001bb"', b'"a\\u009bb"', b'"\\ud800"', b'"\\udc00 tea"', b'"tea\\ud83d"', b'"a\xffb"',
     b'""', b'"  "', b'"\\u200b"', b"7", b"null", b"[]", b"{}", b"NaN"],
)  # fmt: skip
async def test_a_text_that_cannot_be_is_refused(mina: Caller, body: bytes) -> None:
    answer = await mina.post("rooms/tea/messages", b'{"body": ' + body + b"}")
    assert (answer.status, answer.code) == (400, "invalid")
    assert (await mina.get("rooms/tea/messages")).json["messages"] == []


@pytest.mark.parametrize(
    "body", ["<script>alert(1)</script>", "**<img src=x onerror=alert(1)>**", "[x](javascript:alert(1))"]
)
async def test_script_in_a_text_stays_text(mina: Caller, body: str) -> None:
    message = await mina.say("tea", body)
    html = message["html"] or ""
    assert message["body"] == body
    assert not any(sign in html for sign in ("<script", "<img", 'javascript:alert(1)"', 'href="javascript'))


# Retries


async def test_a_hundred_retries_at_once_are_one_message(mina: Caller) -> None:
    key = str(uuid4())
    tries = [mina.post("rooms/tea/messages", {"body": "Once."}, Idempotency_Key=key) for _ in range(100)]
    answers = await asyncio.gather(*tries)
    assert sorted(answer.status for answer in answers) == [200] * 99 + [201]
    assert len({answer.response.content for answer in answers}) == 1
    assert await in_thread(Message.objects.count) == 1


async def test_client_id_in_the_body_is_the_same_key(mina: Caller) -> None:
    key = str(uuid4())
    first = await mina.post("rooms/tea/messages", {"body": "Once.", "client_id": key})
    again = await mina.post("rooms/tea/messages", {"body": "Once."}, Idempotency_Key=key)
    assert (first.status, again.status) == (201, 200)
    assert first.json == again.json
    assert first.json["client_id"] == key


async def test_a_retry_after_an_edit_gives_the_message_as_it_is_now(mina: Caller) -> None:
    key = str(uuid4())
    await mina.say("tea", "Once.", client_id=key)
    edited = await mina.patch("rooms/tea/messages/1", {"body": "Twice."})
    again = await mina.post("rooms/tea/messages", {"body": "Once."}, Idempotency_Key=key)
    assert (again.status, again.json) == (200, edited.json)


@pytest.mark.parametrize(
    ("room", "data"),
    [("tea", {"body": "Twice."}), ("laser-cutter", {"body": "Once."}), ("tea", {"body": "Once.", "reply_to": 1})],
)
async def test_the_same_key_for_something_else_is_a_conflict(mina: Caller, room: str, data: dict[str, str]) -> None:
    key = str(uuid4())
    await mina.say("tea", "Once.", client_id=key)
    answer = await mina.post(f"rooms/{room}/messages", data, Idempotency_Key=key)
    assert (answer.status, answer.code) == (409, "conflict")


async def test_the_same_key_of_another_person_is_another_message(mina: Caller, jonas: Caller) -> None:
    key = str(uuid4())
    messages = [await who.say("tea", "Once.", client_id=key) for who in (mina, jonas)]
    assert [message["number"] for message in messages] == [1, 2]


async def test_two_keys_that_differ_are_refused(mina: Caller) -> None:
    answer = await mina.post(
        "rooms/tea/messages", {"body": "a", "client_id": str(uuid4())}, Idempotency_Key=str(uuid4())
    )
    assert answer.code == "invalid"


@pytest.mark.parametrize("key", ["1", "not-a-uuid", "7b0f3a1e"])
async def test_a_key_that_is_no_uuid_is_refused(mina: Caller, key: str) -> None:
    answer = await mina.post("rooms/tea/messages", {"body": "a"}, Idempotency_Key=key)
    assert answer.json["fields"] == {"Idempotency-Key": "This must be a UUID."}


# Editing and deleting


async def test_an_edit_changes_the_text_and_keeps_the_number(mina: Caller, jonas: Caller) -> None:
    first = await mina.say("tea", "Tae?")
    edited = await mina.patch("rooms/tea/messages/1", {"body": "Tea?"})
    assert (edited.json["body"], edited.json["number"]) == ("Tea?", 1)
    assert edited.json["edited"] is not None
    assert edited.json["rev"] == first["rev"] + 1
    assert (await jonas.get("rooms/tea/messages/1")).json == edited.json


async def test_only_the_author_edits(mina: Caller, priya: Caller, jonas: Caller) -> None:
    await jonas.say("tea", "Mine.")
    for other in (mina, priya):
        answer = await other.patch("rooms/tea/messages/1", {"body": "Yours."})
        assert (answer.status, answer.code) == (403, "forbidden")
    assert (await jonas.get("rooms/tea/messages/1")).json["body"] == "Mine."


async def test_a_deleted_message_leaves_a_stub_without_text(jonas: Caller, mina: Caller) -> None:
    await jonas.say("tea", "Secret **plan**, @mina")
    await mina.put("rooms/tea/messages/1/reactions/👍")
    stub = (await jonas.delete("rooms/tea/messages/1")).json
    assert stub["deleted"] is not None
    assert (stub["body"], stub["html"], stub["mentions"], stub["reactions"]) == ("", None, [], [])
    assert (await mina.get("rooms/tea/messages")).json["messages"] == [stub]


@pytest.mark.parametrize(
    ("who", "status"), [("mina", 200), ("priya", 200), ("jonas", 200), ("rosa", 403), ("eve", 404)]
)
async def test_the_author_and_moderators_delete(request: pytest.FixtureRequest, who: str, status: int) -> None:
    jonas: Caller = request.getfixturevalue("jonas")
    await jonas.say("tea", "Mine.")
    caller: Caller = request.getfixturevalue(who)
    assert (await caller.delete("rooms/tea/messages/1")).status == status


async def test_a_deleted_message_is_not_edited(mina: Caller) -> None:
    await mina.say("tea", "Gone soon.")
    await mina.delete("rooms/tea/messages/1")
    assert (await mina.patch("rooms/tea/messages/1", {"body": "Back."})).status == 404


async def test_a_message_that_is_not_there_is_not_found(mina: Caller) -> None:
    answers: list[Answer] = [
        await mina.get("rooms/tea/messages/1"),
        await mina.patch("rooms/tea/messages/1", {"body": "a"}),
        await mina.delete("rooms/tea/messages/1"),
        await mina.get("rooms/tea/messages/1/revisions"),
        await mina.get(f"rooms/tea/messages/{2**53}"),
    ]
    assert [answer.status for answer in answers] == [404] * 5


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", str(2**53 + 1), "9" * 5_000, "%00"])
async def test_an_address_with_no_number_in_it_is_refused(mina: Caller, number: str) -> None:
    answer = await mina.get(f"rooms/tea/messages/{number}")
    assert (answer.status, answer.code) == (400, "invalid")


# Earlier texts


async def test_earlier_texts_are_kept_in_order(jonas: Caller) -> None:
    await jonas.say("tea", "One")
    for body in ("*Two*", "Three"):
        await jonas.patch("rooms/tea/messages/1", {"body": body})
    revisions = (await jonas.get("rooms/tea/messages/1/revisions")).json["revisions"]
    assert [revision["body"] for revision in revisions] == ["One", "*Two*"]
    assert revisions[1]["html"] == "<p><em>Two</em></p>"
    assert revisions[0]["by"]["username"] == "jonas"


@pytest.mark.parametrize(
    ("who", "status"), [("mina", 200), ("priya", 200), ("jonas", 200), ("rosa", 403), ("eve", 404)]
)
async def test_the_author_and_moderators_see_earlier_texts(
    request: pytest.FixtureRequest, who: str, status: int
) -> None:
    jonas: Caller = request.getfixturevalue("jonas")
    await jonas.say("tea", "Mine.")
    caller: Caller = request.getfixturevalue(who)
    assert (await caller.get("rooms/tea/messages/1/revisions")).status == status


async def test_earlier_texts_go_with_the_message(jonas: Caller) -> None:
    await jonas.say("tea", "Secret")
    await jonas.patch("rooms/tea/messages/1", {"body": "Public"})
    await jonas.delete("rooms/tea/messages/1")
    assert (await jonas.get("rooms/tea/messages/1/revisions")).json == {"revisions": [], "next": None}


async def test_earlier_texts_come_in_pages_from_the_latest_back(cast: Cast, jonas: Caller) -> None:
    await jonas.say("tea", "5")
    await in_thread(had, cast.jonas, range(5))
    page = (await jonas.get("rooms/tea/messages/1/revisions?limit=2")).json
    assert [one["body"] for one in page["revisions"]] == ["3", "4"]
    page = (await jonas.get(f"rooms/tea/messages/1/revisions?before={page['next']}")).json
    assert ([one["body"] for one in page["revisions"]], page["next"]) == (["0", "1", "2"], None)
    assert (await jonas.get("rooms/tea/messages/1/revisions?limit=51")).code == "invalid"


async def test_of_a_hundred_earlier_texts_the_first_and_the_latest_are_kept(cast: Cast, jonas: Caller) -> None:
    first = {"body": "0", "client_id": str(uuid4())}
    await jonas.post("rooms/tea/messages", first)
    await in_thread(had, cast.jonas, range(120))
    await jonas.patch("rooms/tea/messages/1", {"body": "121"})
    bodies = await in_thread(lambda: list(Revision.objects.values_list("body", flat=True)))
    assert bodies == ["0", *(str(number) for number in range(22, 120)), "0"]
    assert (await jonas.post("rooms/tea/messages", first)).json["body"] == "121"


def had(person: Person, texts: Iterable[int]) -> None:
    """The one message has had these texts."""
    row = Message.objects.get()
    Revision.objects.bulk_create([Revision(message=row, body=str(one), replaced_by=person) for one in texts])
