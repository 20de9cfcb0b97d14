"""What an answer in a thread changes beside itself: the message that the thread hangs on, and who follows it.

`Replies` is posting's, `taken_back` is that of a deletion; following and reading are people's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from hubbub import events, queries, wire
from hubbub.errors import Invalid
from hubbub.models import Message, Person, Room, ThreadFollower
from hubbub.operations import statements
from hubbub.operations.statements import RoomClock, Root

NO_SUCH_ROOT = "The message whose thread you answer is not in this room."


@dataclass(slots=True)
class _Answered:
    """A root and the messages of a batch that answer it."""

    room: RoomClock
    root: Root
    messages: list[wire.Message] = field(default_factory=list)

    @property
    def last(self) -> wire.Message:
        return self.messages[-1]

    @property
    def repliers(self) -> dict[int, int]:
        """The number of each author's last one."""
        return {message.author.id: message.number for message in self.messages}

    def called(self) -> Iterator[tuple[int, int]]:
        """Who is made to follow, and from which number: the root's author by the first answer, and who is named."""
        if not self.root.last:
            yield self.root.author, self.root.number
        for message in self.messages:
            yield from ((person, message.number - 1) for person in message.mentions)


class Replies:
    """The answers in threads of one batch. Without any it asks nothing and writes nothing."""

    def __init__(self, asked: Collection[tuple[int, int]]) -> None:
        """`asked` are pairs (room, number of a message whose thread is named). The rooms are locked."""
        self._roots = statements.roots(asked)
        self._answered: dict[int, _Answered] = {}

    def check(self, room: RoomClock, thread: int | None, in_room: bool | None) -> None:
        """
        Raises:
            Invalid: a thread that cannot be, or no thread and yet not in the room.
        """
        if thread is None:
            if in_room is False:
                raise Invalid("Only what answers in a thread can stay out of the room. Say which thread.")
            return
        root = self._roots.get((room.pk, thread))
        if root is None:
            raise Invalid(NO_SUCH_ROOT)
        _must_carry_a_thread(root.kind)

    def place(self, room: RoomClock, thread: int | None, in_room: bool | None) -> tuple[int | None, bool]:
        """The number of the root of a thread that is named by any of its messages, and whether the room shows it."""
        if thread is None:
            return None, True
        root = self._roots.get((room.pk, thread))
        return (root.number if root else thread), bool(in_room)

    def add(self, room: RoomClock, thread: int | None, message: wire.Message) -> None:
        if thread is not None:
            root = self._roots[room.pk, thread]
            self._answered.setdefault(root.pk, _Answered(room, root)).messages.append(message)

    def write(self) -> list[events.Event]:
        """Give the roots, each once, their next state and rev. The messages are written, the rooms' clocks are not yet.

        Returns:
            What is to be told behind the messages.
        """
        if not self._answered:
            return []
        found = self._answered.values()
        statements.answer_roots([_next_state(one) for one in found])
        statements.follow_threads(
            [(one.root.pk, person, number) for one in found for person, number in one.repliers.items()],
            [(one.root.pk, person, number) for one in found for person, number in one.called()],
        )
        return list(self._events())

    def _events(self) -> Iterator[events.Event]:
        messages, followers = queries.messages(self._answered), queries.behind(self._answered)
        for pk, one in self._answered.items():
            yield events.MessageChanged(one.room, messages[pk], followers=followers[pk])
            for person, number in one.repliers.items():
                mark = wire.ThreadMark(one.room.name, one.root.number, True, number, one.last.number)
                yield events.ThreadMoved(one.room, person, mark)


def _must_carry_a_thread(kind: str) -> None:
    if kind != Message.Kind.USER:
        raise Invalid("No thread can hang on a notice of the room.")


def _next_state(one: _Answered) -> tuple[int, int, datetime, int, int]:
    one.room.rev += 1
    return one.room.rev, one.root.replies + len(one.messages), one.last.created, one.last.number, one.root.pk


# After posting: for operations on messages, under the room's lock


def follow_called(room: Room, answer: Message, people: Collection[int]) -> None:
    """Who is newly named in an answer follows its thread from there."""
    if answer.thread is None or not people:
        return
    root = queries.message_row(room, answer.thread)
    statements.follow_threads([], [(root.pk, person, answer.number - 1) for person in people])
    rows = ThreadFollower.objects.filter(message=root, person__in=people, following=True)
    events.publish(*(_moved(room, root, row) for row in rows))


def take_back(room: Room, answer: Message) -> None:
    """An answer has been deleted: its thread's root gets its next state, at the room's next rev.

    Those who had not read it are told which the last answer is now, and how far they are where nothing else is left.
    """
    if answer.thread is None:
        return
    root = queries.message_row(room, answer.thread)
    waiting = queries.waiting(root)
    standing = Message.objects.filter(room=room, thread=root.number, deleted__isnull=True)
    _set_last(room, root, standing.order_by("-number").first())
    _forget_reply(root, answer, standing)
    followers = [row.person_id for row in waiting]
    events.publish(events.MessageChanged(room, queries.message(root.pk), followers=followers))
    events.publish(*(_moved(room, root, row) for row in waiting if row.read_number >= root.last_reply_number))


def _set_last(room: Room, root: Message, last: Message | None) -> None:
    root.replies -= 1
    root.last_reply, root.last_reply_number = (last.created, last.number) if last else (None, 0)
    room.rev += 1
    root.rev = room.rev
    root.save(update_fields=["replies", "last_reply", "last_reply_number", "rev"])


def _forget_reply(root: Message, answer: Message, standing: QuerySet[Message]) -> None:
    theirs = standing.filter(author=answer.author_id).order_by("-number").values_list("number", flat=True)
    ThreadFollower.objects.filter(message=root, person=answer.author_id).update(replied=theirs.first() or 0)


# Following and reading


def follow_thread(person: Person, room_name: str, number: int, *, on: bool = True) -> wire.ThreadMark:
    """Follow the thread of a message, or stop. Doing it twice is doing it once. Who begins has read what is there."""
    with transaction.atomic():
        room, root = _thread(person, room_name, number)
        if on:
            ThreadFollower.objects.get_or_create(message=root, person=person, defaults={"following": False})
        row = ThreadFollower.objects.select_for_update().filter(message=root, person=person).first()
        if row and row.following != on:
            row.following = on
            row.read_number = max(row.read_number, root.last_reply_number)
            row.save()
            events.publish(_moved(room, root, row))
        return queries.thread_mark(room, root, row)


def mark_thread_read(person: Person, room_name: str, number: int, upto: int) -> wire.ThreadMark:
    """Move the mark up to which a person has read a thread. It is kept for who follows it or has written in it."""
    with transaction.atomic():
        room, root = _thread(person, room_name, number)
        row = ThreadFollower.objects.select_for_update().filter(message=root, person=person).first()
        upto = min(upto, root.last_reply_number)
        if row and upto > row.read_number:
            row.read_number = upto
            row.save(update_fields=["read_number"])
            events.publish(_moved(room, root, row))
        return queries.thread_mark(room, root, row)


def _thread(person: Person, room_name: str, number: int) -> tuple[Room, Message]:
    """
    Raises:
        NotFound: no such room or message, or the person is not in the room.
        Invalid: no thread can hang on it.
    """
    room = queries.membership_in(person, room_name).room
    root = queries.thread_root(room, number)
    _must_carry_a_thread(root.kind)
    return room, root


def _moved(room: Room, root: Message, row: ThreadFollower) -> events.ThreadMoved:
    return events.ThreadMoved(room, row.person_id, queries.thread_mark(room, root, row))
