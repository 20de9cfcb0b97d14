"""Every route of the API costs the same number of queries on a site with ten rows of everything and with a thousand."""

from __future__ import annotations

from uuid import uuid4

from hubbub.models import (
    ApiToken,
    Delivery,
    Membership,
    Mention,
    Message,
    Person,
    Reaction,
    Room,
    Saved,
    SiteEmoji,
    Subscription,
    ThreadFollower,
)
from hubbub.operations.messages import NewPost, Posted, post_messages
from hubbub.threads import in_thread
from tests.support.api import counted_queries
from tests.support.files import brought
from tests.support.planted import Planted
from tests.test_access_matrix import API, WHO, ask, caller_of, rows, set_stage

METHODS = ["GET", "PATCH", "PUT", "POST", "DELETE"]
LAST = ["DELETE rooms/{room}/members/{username}", "POST rooms/{room}/leave"]


def grow(planted: Planted, count: int) -> None:
    """So many members of the room, messages with all that can hang on one, and rooms and things of each who asks."""
    cast, room = planted.cast, Room.objects.get(name="laser-cutter")
    tom = Person.objects.get(username="tom")
    guests = Person.objects.bulk_create([Person(username=f"g{n}", key=f"g{n}", name="Guest") for n in range(count)])
    Membership.objects.bulk_create([Membership(room=room, person=guest, rev=0) for guest in guests])
    post_messages([NewPost(tom.pk, room.name, uuid4(), f"Plywood {n}") for n in range(count)])
    post_messages([NewPost(guest.pk, room.name, uuid4(), "Me", thread=1) for guest in guests])
    _say_last(tom, cast.jonas, room)
    asking = [tom, cast.mina, cast.jonas, cast.rosa]
    _hang(list(Message.objects.filter(room=room).order_by("number")), guests, asking)
    _draw(tom, count // 2)
    for person in asking:
        _own(person, count)


def _say_last(author: Person, other: Person, room: Room) -> None:
    """A picture with an answer, for the newest page of a long list to have all that a short one has."""
    file = brought(author, room, "last.png", thumbnail="hubbub/small")
    [picture] = post_messages([NewPost(author.pk, room.name, uuid4(), "", uploads=(file.pk,))])
    assert isinstance(picture, Posted)
    post_messages([NewPost(other.pk, room.name, uuid4(), "Me too", thread=picture.message.number)])


def _draw(author: Person, count: int) -> None:
    """Pictures of the site's own, of which it has 1,000 at most."""
    names = [f"picture{n}" for n in range(count)]
    pictures = [SiteEmoji(name=name, file=name, content_type="image/webp", by=author) for name in names]
    SiteEmoji.objects.bulk_create(pictures)


def _hang(messages: list[Message], guests: list[Person], asking: list[Person]) -> None:
    first, picture, due = messages[0], messages[-2], messages[0].created
    pairs = [(message, person) for message in messages for person in asking]
    Subscription.objects.bulk_create([Subscription(person=one, digest=f"{one.pk:064}") for one in guests])
    Mention.objects.bulk_create(
        [Mention(message=row, room=row.room, person=one, number=row.number) for row, one in pairs]
    )
    Saved.objects.bulk_create([Saved(message=row, person=one) for row, one in pairs])
    Delivery.objects.bulk_create([Delivery(person=one, message=row, cause="all", due=due) for row, one in pairs])
    burning = [(row, guest) for row in (first, picture) for guest in guests]
    Reaction.objects.bulk_create([Reaction(message=row, person=guest, emoji="🔥") for row, guest in burning])
    ThreadFollower.objects.bulk_create(
        [ThreadFollower(message=first, person=guest) for guest in guests], ignore_conflicts=True
    )


def _own(person: Person, count: int) -> None:
    """Rooms and tokens."""
    names = [f"{person.username}-{n}" for n in range(count)]
    others = Room.objects.bulk_create([Room(name=name, key=name, title="Another") for name in names])
    Membership.objects.bulk_create([Membership(room=other, person=person, rev=0) for other in others])
    digests = [f"{person.pk:04}{n:060}" for n in range(count)]
    ApiToken.objects.bulk_create([ApiToken(person=person, digest=digest) for digest in digests])


def _turn(row: tuple[str, list[str]]) -> tuple[int, int, int]:
    """What takes something away comes last, and the room itself after what is in it; then people go."""
    route, _ = row
    return LAST.index(route) if route in LAST else -1, METHODS.index(route.split()[0]), -len(route)


async def costs(planted: Planted, count: int) -> dict[str, int]:
    """How many queries each route asks, of the first who may."""
    stage = await in_thread(set_stage, planted)
    await in_thread(grow, planted, count)
    found = {}
    for route, statuses in sorted(rows(API, 2), key=_turn):
        who = next(who for who, status in zip(reversed(WHO), reversed(statuses), strict=True) if status[0] == "2")
        with counted_queries() as queries:
            answer = await ask(caller_of(stage, who), route, stage)
        assert answer.status < 300, (route, who, answer)
        found[route] = len(queries)
    return found


async def test_every_route_costs_the_same_with_ten_rows_and_with_a_thousand(planted: Planted) -> None:
    few = await costs(planted, 10)
    await in_thread(planted.clear)
    await in_thread(planted.plant)
    many = await costs(planted, 1_000)
    assert {route: (few[route], many[route]) for route in few if few[route] != many[route]} == {}
