"""Browsers that take pushes, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from hubbub import webpush
from hubbub.digests import digest
from hubbub.models import Delivery, PushKey, Subscription
from hubbub.operations.deliveries import Outcome, claim, queue_room, settle
from hubbub.operations.messages import delete_message, post_message
from hubbub.operations.rooms import remove_member
from hubbub.sealing import opened
from hubbub.threads import in_thread
from tests.support.api import Caller, Json, new_session
from tests.support.cast import Cast
from tests.support.push import Browser


def laptop(**changes: Any) -> Json:
    made = Browser()
    keys = {"p256dh": made.p256dh, "auth": made.auth}
    return {"endpoint": "https://push.example.net/send/laptop", "keys": keys, "label": "Laptop", **changes}


async def test_rosa_takes_pushes_and_then_no_more(rosa: Caller) -> None:
    said = laptop()
    made = await rosa.post("me/push", said)
    assert (made.status, made.json["label"], made.json["digest"]) == (200, "Laptop", digest(said["endpoint"]))
    listed = (await rosa.get("me/push")).json
    assert listed["browsers"] == [made.json]
    assert (await rosa.delete(f"me/push/{made.json['id']}")).status == 204
    assert (await rosa.get("me/push")).json == {"key": listed["key"], "browsers": []}


async def test_the_key_is_the_public_one_and_the_private_one_is_nowhere(rosa: Caller, mina: Caller) -> None:
    await rosa.post("me/push", laptop())
    answer = await rosa.get("me/push")
    private = (await in_thread(PushKey.objects.get)).private
    assert len(webpush.decoded(answer.json["key"])) == 65
    assert (await mina.get("me/push")).json["key"] == answer.json["key"] == webpush.public_key(private)
    assert private not in answer.response.text


async def test_the_secrets_of_a_browser_are_told_to_nobody(rosa: Caller) -> None:
    said = laptop()
    answers = [await rosa.post("me/push", said), await rosa.get("me/push"), await rosa.get("me/notifications")]
    for answer in answers:
        for secret in (said["endpoint"], said["keys"]["p256dh"], said["keys"]["auth"]):
            assert secret not in answer.response.text


async def test_a_browser_is_bound_to_the_token_that_it_came_with(rosa: Caller, cast: Cast) -> None:
    await rosa.post("me/push", laptop())
    row = await in_thread(Subscription.objects.get)
    assert (row.credential, row.password, row.session) == (digest(rosa.token), "", "")


async def test_or_to_the_session(cast: Cast, nobody: Caller) -> None:
    session = await in_thread(new_session, cast.rosa.user)
    rosa = Caller(session=session)
    page = await rosa.get("http://testserver/chat/")
    rosa.client.headers["X-CSRFToken"] = str(page.response.cookies["csrftoken"])
    rosa.client.cookies.set("csrftoken", str(page.response.cookies["csrftoken"]))
    assert (await rosa.post("me/push", laptop())).status == 200
    row = await in_thread(Subscription.objects.get)
    assert row.credential == digest(session)
    assert row.password
    assert opened(row.session) == session


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://127.0.0.1/x"},
        {"endpoint": "https://10.0.0.1/x"},
        {"endpoint": ""},
        {"endpoint": 7},
        {"keys": {}},
        {"keys": {"p256dh": "x", "auth": "x"}},
        {"keys": {"p256dh": "é", "auth": "\0"}},
        {"label": ""},
        {"label": "a\nb"},
        {"person": 1},
    ],
)
async def test_what_cannot_be_is_refused(rosa: Caller, change: Json) -> None:
    assert (await rosa.post("me/push", laptop(**change))).code == "invalid"
    assert (await rosa.get("me/push")).json["browsers"] == []


async def test_nobody_removes_or_tries_the_browser_of_another(rosa: Caller, jonas: Caller) -> None:
    made = (await rosa.post("me/push", laptop())).json["id"]
    for absent in (made, 10**9):
        assert (await jonas.delete(f"me/push/{absent}")).code == "not_found"
        assert (await jonas.post(f"me/push/{absent}/test")).code == "not_found"


async def test_a_test_is_on_its_way(rosa: Caller) -> None:
    made = (await rosa.post("me/push", laptop())).json["id"]
    assert (await rosa.post(f"me/push/{made}/test")).status == 204
    [shown] = (await rosa.get("me/notifications")).json["notifications"]
    assert (shown["cause"], shown["state"], shown["browser"], shown["room"]) == ("test", "waiting", "Laptop", None)
    assert shown["text"] == "It is on its way."


async def test_tests_are_not_for_play(rosa: Caller) -> None:
    made = (await rosa.post("me/push", laptop())).json["id"]
    answers = [await rosa.post(f"me/push/{made}/test") for _ in range(7)]
    assert [answer.status for answer in answers] == [204] * 6 + [429]


# Why did I (not) get this?


def decided(cast: Cast, state: str, reason: str) -> None:
    """Jonas mentions Rosa, and this becomes of it."""
    post_message(cast.jonas, "tea", "The secret, @rosa")
    queue_room(cast.tea.pk)
    Delivery.objects.update(due=Delivery.objects.values("created")[:1])
    taken = claim(lambda hosts: [True] * len(hosts))
    settle([(one, Outcome(state, reason)) for one in taken])


@pytest.mark.parametrize(
    ("state", "reason", "text"),
    [
        ("sent", "", "It was handed to this browser's push service."),
        ("dropped", "read", "You had read it already."),
        ("failed", "busy", "Its push service could not take it; it was tried several times."),
    ],
)
async def test_one_is_told_why(rosa: Caller, cast: Cast, state: str, reason: str, text: str) -> None:
    await rosa.post("me/push", laptop())
    await in_thread(decided, cast, state, reason)
    [shown] = (await rosa.get("me/notifications")).json["notifications"]
    told = {key: shown[key] for key in ("room", "title", "number", "author", "cause", "state", "reason", "text")}
    assert told == {
        **{"room": "tea", "title": "Tea", "number": 1, "author": "Jonas Weber"},
        **{"cause": "mention", "state": state, "reason": reason, "text": text},
    }


async def test_the_list_gives_nothing_of_a_message_away(rosa: Caller, cast: Cast) -> None:
    await rosa.post("me/push", laptop())
    await in_thread(decided, cast, "sent", "")
    assert "secret" not in (await rosa.get("me/notifications")).response.text
    await in_thread(delete_message, cast.jonas, "tea", 1)
    assert "secret" not in (await rosa.get("me/notifications")).response.text


async def test_of_a_room_that_one_has_left_it_says_no_name(rosa: Caller, cast: Cast) -> None:
    await rosa.post("me/push", laptop())
    await in_thread(decided, cast, "sent", "")
    await in_thread(remove_member, cast.mina, "tea", "rosa")
    [shown] = (await rosa.get("me/notifications")).json["notifications"]
    assert (shown["room"], shown["title"], shown["author"], shown["cause"]) == (None, None, None, "mention")


async def test_nobody_sees_the_decisions_about_another(rosa: Caller, jonas: Caller, cast: Cast) -> None:
    await rosa.post("me/push", laptop())
    await in_thread(decided, cast, "sent", "")
    assert (await jonas.get("me/notifications")).json == {"notifications": []}
