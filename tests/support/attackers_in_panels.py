"""A site on which every list and panel shows attacks: python -m tests.support.attackers_in_panels, in a server's place.

| where               | what                                                                                        |
|---------------------|---------------------------------------------------------------------------------------------|
| attacker-0, …       | people; their names, the labels of their browsers, their invitations                        |
| attack-0, …         | rooms of priya's; title and topic; one message, which mentions her and is saved              |
| room `pinned`       | a message each, all pinned, each by somebody                                                |
| room `answers`      | a thread each, with an answer that the room shows, too; mina follows them                   |
| room `aside`        | one long thread, one message that was edited often                                          |
| room `reactions`    | a message with emoji of the site                                                            |
| room `files`        | a picture and a card with each name                                                         |
| room `players`      | a player with each name                                                                     |

Some of it no operation would write: names of emoji, of files. So it is seen that the page does not rely on that.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

from tests.support.attackers import lines, make_people, open_rooms
from tests.support.attacks import ATTACKS

if TYPE_CHECKING:
    from hubbub.models import Message, Person, Room

SHOWN = 100
TOGETHER = 10
Fields = dict[str, Any]
PICTURE: Fields = {"content_type": "image/png", "width": 40, "height": 30}
AUDIO, VIDEO, TEXT = [{"content_type": kind} for kind in ("audio/mpeg", "video/mp4", "text/plain")]


def main() -> None:
    """Rows are written at once, before the server starts: operation by operation it would take minutes."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hubbub.server.settings"
    django.setup()
    from django.db import transaction

    from hubbub.models import Person

    cast = {name: Person.objects.get(username=name) for name in ("mina", "jonas", "priya", "rosa")}
    names = lines(80)
    with transaction.atomic():
        people = make_people(names)
        _fill_rooms(cast, people, open_rooms(cast["priya"], names))
        for room in ("pinned", "answers", "aside", "reactions", "files", "players"):
            _gather(cast["mina"], room, people)
        _pin(people)
        _answer(cast["mina"], people)
        _talk_aside(cast["mina"], people)
        _react(cast["mina"])
        _bring_files(cast["mina"])
        _subscribe(cast["mina"], names)
        _invite(people)
        _add_emoji(cast["mina"])


def code_of(number: int) -> str:
    """Of an attacker's invitation."""
    return f"invitation-{number}"


def _gather(mina: Person, room: str, people: Sequence[Person]) -> None:
    from hubbub.operations.rooms import create_room

    create_room(mina, room, people=[person.username for person in people])


def _say(posts: Iterable[tuple[str, Person, str]], **more: object) -> list[int]:
    """Rooms, people, bodies. The numbers of the messages."""
    from hubbub.operations.posting import NewPost, post_messages

    wanted = [NewPost(person.pk, room, uuid.uuid4(), body, **more) for room, person, body in posts]
    return [one.message.number for one in post_messages(wanted)]


# Rooms that are called so


def _fill_rooms(cast: dict[str, Person], people: Sequence[Person], rooms: Sequence[Room]) -> None:
    """A hundred of the messages are news of each of the cast: so many are shown of what was decided about them."""
    from hubbub.models import Mention, Message, Saved

    _join(rooms, people)
    _say(zip((room.name for room in rooms), people, ATTACKS, strict=False))
    messages = list(Message.objects.filter(room__in=rooms).order_by("pk"))
    priya = cast["priya"]
    mentions = [Mention(message=one, room_id=one.room_id, person=priya, number=one.number) for one in messages]
    Mention.objects.bulk_create(mentions, ignore_conflicts=True)
    Saved.objects.bulk_create([Saved(message=one, person=priya) for one in messages])
    for nth, person in enumerate(cast.values()):
        _decide(person, messages[nth * SHOWN : (nth + 1) * SHOWN])


def _join(rooms: Sequence[Room], people: Iterable[Person]) -> None:
    from hubbub.models import Membership

    pairs = zip(rooms, people, strict=False)
    new = [Membership(room=room, person=person, rev=1) for room, person in pairs]
    Membership.objects.bulk_create(new, ignore_conflicts=True)


def _decide(person: Person, messages: Sequence[Message]) -> None:
    """They are in these rooms, and it was decided not to tell them."""
    from django.utils import timezone

    from hubbub.models import Delivery

    _join([one.room for one in messages], cycle([person]))
    state = {"state": "dropped", "reason": "read", "due": timezone.now(), "settled": timezone.now()}
    Delivery.objects.bulk_create(
        Delivery(person=person, message=one, cause="mention", browser=one.room.title, **state) for one in messages
    )


# Rooms full of them


def _pin(people: Sequence[Person]) -> None:
    from django.utils import timezone

    from hubbub.models import Message, Room

    numbers = _say(zip(cycle(["pinned"]), cycle(people), ATTACKS, strict=False))
    messages = list(Message.objects.filter(room__name="pinned", number__in=numbers))
    for message, person in zip(messages, cycle(people), strict=False):
        message.pinned, message.pinned_by = timezone.now(), person
    Message.objects.bulk_update(messages, ["pinned", "pinned_by"])
    Room.objects.filter(name="pinned").update(pins=len(messages))


def _answer(mina: Person, people: Sequence[Person]) -> None:
    from hubbub.models import Message, ThreadFollower

    said = [*zip(cycle(["answers"]), cycle(people), ATTACKS, strict=False)]
    for number, answer in zip(_say(said), said, strict=True):
        _say([answer], thread=number, in_room=True)
    roots = Message.objects.filter(room__name="answers", replies__gt=0)
    rows = [ThreadFollower(message=root, person=mina) for root in roots]
    ThreadFollower.objects.bulk_create(rows, ignore_conflicts=True)


def _talk_aside(mina: Person, people: Sequence[Person]) -> None:
    from hubbub import markup
    from hubbub.models import Message, Revision

    _say([("aside", mina, "A long thread"), ("aside", mina, "Written anew")])
    _say(zip(cycle(["aside"]), cycle(people), ATTACKS, strict=False), thread=1)
    anew = Message.objects.get(room__name="aside", body="Written anew")
    texts = [(attack, markup.render(attack).html) for attack in ATTACKS]
    Revision.objects.bulk_create(
        [Revision(message=anew, body=body, html=html, replaced_by=mina) for body, html in texts]
    )
    Message.objects.filter(pk=anew.pk).update(edited=anew.created)


def _react(mina: Person) -> None:
    from hubbub.models import Message, Reaction

    _say([("reactions", mina, "What do you think?")])
    message = Message.objects.get(room__name="reactions")
    Reaction.objects.bulk_create([Reaction(message=message, person=mina, emoji=f":{attack}:") for attack in ATTACKS])


def _bring_files(mina: Person) -> None:
    """A picture and a card of each name, and a player, every other of them of a film."""
    from django.core.files.base import ContentFile

    from hubbub.models import Room, Upload
    from tests.support.files import picture

    file = Upload(room=Room.objects.get(name="files"), person=mina).file.storage.save("a", ContentFile(picture()))
    _bring(mina, "files", file, [[PICTURE, TEXT]])
    _bring(mina, "players", file, [[AUDIO], [VIDEO]])


def _bring(mina: Person, room: str, file: str, kinds: Sequence[Sequence[Fields]]) -> None:
    from hubbub.models import Message, Room, Upload

    groups = [ATTACKS[first : first + TOGETHER] for first in range(0, len(ATTACKS), TOGETHER)]
    _say((room, mina, f"Files {number}") for number in range(len(groups)))
    messages = Message.objects.filter(room__name=room, kind="user").order_by("number")
    common: Fields = {"room": Room.objects.get(name=room), "person": mina, "size": 1, "file": file}
    for message, names, some in zip(messages, groups, cycle(kinds), strict=False):
        named = [(kind, place, name) for kind in some for place, name in enumerate(names)]
        rows = [Upload(message=message, position=place, name=name, **common, **kind) for kind, place, name in named]
        Message.objects.filter(pk=message.pk).update(upload_count=len(Upload.objects.bulk_create(rows)))


# What people name


def _subscribe(mina: Person, names: Sequence[str]) -> None:
    from hubbub.models import Subscription

    own = {"person": mina, "host": "push.example", "p256dh": "", "secret": "", "origin": "", "credential": ""}
    rows = [
        Subscription(digest=str(number), endpoint=f"https://push.example/{number}", label=name, **own)
        for number, name in enumerate(names)
    ]
    Subscription.objects.bulk_create(rows)


def _invite(people: Sequence[Person]) -> None:
    from django.utils import timezone

    from hubbub.digests import digest
    from hubbub.models import Invitation

    until = timezone.now() + timedelta(days=1)
    rows = [
        Invitation(digest=digest(code_of(number)), created_by=person, expires=until, uses_left=1)
        for number, person in enumerate(people)
    ]
    Invitation.objects.bulk_create(rows)


def _add_emoji(mina: Person) -> None:
    from hubbub.models import SiteEmoji

    rows = [SiteEmoji(name=attack, file="attacks", content_type="image/png", by=mina) for attack in set(ATTACKS)]
    SiteEmoji.objects.bulk_create(rows)


if __name__ == "__main__":
    main()
