"""A list costs the same number of queries at ten rows and at a thousand."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection

from hubbub.models import (
    ApiToken,
    Delivery,
    Invitation,
    Membership,
    Mention,
    Message,
    Person,
    Reaction,
    Revision,
    Room,
    Saved,
    SiteEmoji,
    Subscription,
)
from hubbub.operations.messages import NewPost, post_messages
from hubbub.operations.subscriptions import push_key
from hubbub.threads import in_thread
from tests.support.api import Caller, counted_queries
from tests.support.cast import Cast

Grow = Callable[[Cast, int], object]


def people(cast: Cast, count: int) -> list[Person]:
    rows = [Person(username=f"guest{n}", key=f"guest{n}", name=f"Guest {n}") for n in range(count)]
    return Person.objects.bulk_create(rows)


def rooms(cast: Cast, count: int) -> None:
    rows = Room.objects.bulk_create([Room(name=f"room{n}", key=f"room{n}", title="Room") for n in range(count)])
    Membership.objects.bulk_create([Membership(room=room, person=cast.mina, rev=0) for room in rows])


def members(cast: Cast, count: int) -> None:
    guests = people(cast, count)
    Membership.objects.bulk_create([Membership(room=cast.tea, person=guest, rev=0) for guest in guests])


def messages(cast: Cast, count: int) -> None:
    """Each with a mention and two reactions."""
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), f"Message {n}") for n in range(count)])
    rows = Message.objects.all()
    Mention.objects.bulk_create(
        [Mention(message=row, room=cast.tea, person=cast.mina, number=row.number) for row in rows]
    )
    reacting = [(row, person) for row in rows for person in (cast.mina, cast.rosa)]
    Reaction.objects.bulk_create([Reaction(message=row, person=person, emoji="🍵") for row, person in reacting])


def threads(cast: Cast, count: int) -> None:
    """Messages of Mina, each with an answer of Jonas."""
    post_messages([NewPost(cast.mina.pk, "tea", uuid4(), f"Message {n}") for n in range(count)])
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "Answer", thread=n + 1) for n in range(count)])


def a_thread(cast: Cast, count: int) -> None:
    post_messages([NewPost(cast.mina.pk, "tea", uuid4(), "Which kettle?")])
    post_messages([NewPost(cast.jonas.pk, "tea", uuid4(), "Answer", thread=1) for n in range(count)])


def revisions(cast: Cast, count: int) -> None:
    post_messages([NewPost(cast.mina.pk, "tea", uuid4(), "Hello")])
    row = Message.objects.get()
    Revision.objects.bulk_create([Revision(message=row, body="a", replaced_by=cast.mina) for _ in range(count)])


def emoji(cast: Cast, count: int) -> None:
    rows = [
        SiteEmoji(name=f"kettle{n}", file=f"kettle{n}", content_type="image/webp", by=cast.mina) for n in range(count)
    ]
    SiteEmoji.objects.bulk_create(rows)


def tokens(cast: Cast, count: int) -> None:
    ApiToken.objects.bulk_create([ApiToken(person=cast.mina, digest=f"{n:064}") for n in range(count)])


def invitations(cast: Cast, count: int) -> None:
    expires = cast.mina.joined
    rows = [Invitation(digest=f"{n:064}", created_by=cast.mina, expires=expires, uses_left=1) for n in range(count)]
    Invitation.objects.bulk_create(rows)


FOUND = {"sqlite": 4, "postgresql": 3}[connection.vendor]


def browsers(cast: Cast, count: int) -> None:
    push_key()
    rows = [Subscription(person=cast.mina, digest=f"{n:064}", label="A browser") for n in range(count)]
    Subscription.objects.bulk_create(rows)


def deliveries(cast: Cast, count: int) -> None:
    messages(cast, count)
    due = cast.mina.joined
    rows = Message.objects.all()
    Delivery.objects.bulk_create(
        Delivery(person=cast.mina, message=row, browser="A browser", cause="all", due=due) for row in rows
    )


def pinned(cast: Cast, count: int) -> None:
    messages(cast, count)
    Message.objects.update(pinned=cast.mina.joined, pinned_by=cast.priya)


def kept(cast: Cast, count: int) -> None:
    messages(cast, count)
    Saved.objects.bulk_create([Saved(message=row, person=cast.mina) for row in Message.objects.all()])


def called(cast: Cast, count: int) -> None:
    """Half of them by name, half of them with everybody."""
    messages(cast, count)
    Message.objects.filter(number__gt=count // 2).update(calls="all")


LISTS: dict[str, tuple[Grow, int]] = {
    "rooms": (rooms, 3),
    "rooms?sort=members&archived=true&after=tea&limit=200": (rooms, 4),
    "rooms/tea/welcome": (members, 3),
    "rooms/tea/members": (members, 3),
    "rooms/tea/messages?limit=200": (messages, 5),
    "rooms/tea/messages/1/revisions": (revisions, 4),
    "rooms/tea/messages/1/thread?limit=200": (a_thread, 8),
    "threads?limit=200": (threads, 6),
    "rooms/tea/pins": (pinned, 5),
    "saved": (kept, 4),
    "mentions": (called, 6),
    "users": (people, 2),
    "users?q=guest": (people, 2),
    "emoji": (emoji, 2),
    "search?q=message": (messages, FOUND),
    "search?q=message%20from:jonas%20in:tea": (messages, FOUND + 2),
    "search?q=*essa": (messages, 3),
    "search?q=mentions:me": (messages, 3),
    "tokens": (tokens, 2),
    "me/push": (browsers, 3),
    "me/notifications": (deliveries, 2),
    "me/preferences": (browsers, 2),
    "invitations": (invitations, 2),
}


@pytest.mark.parametrize("count", [10, 1_000])
@pytest.mark.parametrize("path", LISTS)
async def test_a_list_asks_a_fixed_number_of_queries(cast: Cast, mina: Caller, path: str, count: int) -> None:
    grow, expected = LISTS[path]
    await in_thread(grow, cast, count)
    with counted_queries() as queries:
        answer = await mina.get(path)
    assert answer.status == 200
    assert len(queries) == expected, queries


@pytest.mark.parametrize(("count", "expected"), [(10, 5), (500, 5), (1_000, 8)], ids=["10", "500", "1000, so a reset"])
async def test_changes_ask_a_fixed_number_of_queries(cast: Cast, mina: Caller, count: int, expected: int) -> None:
    rev = (await mina.get("rooms/tea")).json["rev"]
    await in_thread(messages, cast, count)
    with counted_queries() as queries:
        assert (await mina.get(f"rooms/tea/messages?since={rev}")).status == 200
    assert len(queries) == expected, queries
