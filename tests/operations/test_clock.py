"""The room's clock under many writers: numbers without holes, each rev once, in the order of the commits."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

from hubbub import events, wire
from hubbub.models import Membership, Message, Room
from hubbub.operations.messages import NewPost, Posted, delete_message, edit_message, post_message, post_messages, react
from hubbub.operations.reading import Mark, Reading, mark_reads
from hubbub.operations.rooms import change_room, join_room, leave_room
from tests.support.cast import Cast
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[wire.RoomEvent]:
    """Every room event, whichever thread committed it."""
    heard: list[wire.RoomEvent] = []
    publish = partial(_keep, heard, threading.Lock())
    monkeypatch.setattr(events.bus, "publish", publish)
    return heard


def _keep(heard: list[wire.RoomEvent], lock: threading.Lock, items: list[wire.Item]) -> None:
    with lock:
        heard += [item for item in items if isinstance(item, wire.RoomEvent)]


def write(cast: Cast, who: str, room: str) -> None:
    """What somebody may do in a room, several times."""
    person = getattr(cast, who)
    for _ in range(ROUNDS):
        number = post_message(person, room, "Hello @mina").number
        edit_message(person, room, number, "Hello @priya")
        react(person, room, number, "👍")
        delete_message(person, room, number)


def come_and_go(cast: Cast) -> None:
    for _ in range(ROUNDS):
        join_room(cast.eve, "tea")
        leave_room(cast.eve, "tea")
        change_room(cast.mina, "laser-cutter", topic="Lenses")


def everyone(cast: Cast) -> list[Callable[[], None]]:
    pairs = [("mina", "tea"), ("jonas", "tea"), ("jonas", "laser-cutter"), ("priya", "laser-cutter")]
    return [partial(come_and_go, cast), *(partial(write, cast, *pair) for pair in pairs)]


def test_numbers_have_no_hole_and_each_change_a_rev_of_its_own(cast: Cast, told: list[wire.RoomEvent]) -> None:
    before = {room.pk: room.rev for room in Room.objects.all()}
    at_once(*everyone(cast))
    for room in Room.objects.filter(name__in=["tea", "laser-cutter"]):
        numbers = list(Message.objects.filter(room=room).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, 2 * ROUNDS + 1))
        assert room.last_number == len(numbers)
        assert sorted(item.rev for item in told if item.room == room.pk) == list(
            range(before[room.pk] + 1, room.rev + 1)
        )


def test_what_was_committed_later_has_a_later_rev(cast: Cast) -> None:
    """A reader that has seen rev N never finds, afterwards, a message whose rev is lower and that it did not know."""
    done = threading.Event()
    seen: list[dict[int, int]] = []
    writers = [partial(write, cast, who, "tea") for who in ("mina", "jonas", "rosa")]
    at_once(partial(_watch, cast.tea, done, seen), partial(_then, done, partial(at_once, *writers)))
    for earlier, later in pairwise(seen):
        head = max(earlier.values(), default=0)
        assert all(rev > head for number, rev in later.items() if earlier.get(number) != rev)


def _then(done: threading.Event, call: Callable[[], object]) -> None:
    try:
        call()
    finally:
        done.set()


def _watch(room: Room, done: threading.Event, seen: list[dict[int, int]]) -> None:
    while not done.is_set():
        seen.append(dict(Message.objects.filter(room=room).values_list("number", "rev")))


def test_batches_of_several_processes_lock_their_rooms_in_one_order(cast: Cast) -> None:
    rooms = ["tea", "laser-cutter"]
    outcomes = at_once(*(partial(_batches, cast.mina.pk, rooms[:: (-1) ** turn]) for turn in range(4)))
    assert all(isinstance(outcome, Posted) for found in outcomes for outcome in found)
    for name in rooms:
        room = Room.objects.get(name=name)
        assert room.last_number == room.messages.count() == 4 * ROUNDS


def _batches(person: int, rooms: list[str]) -> list[object]:
    made = [[NewPost(person, room, uuid.uuid4(), "Hello") for room in rooms] for _ in range(ROUNDS)]
    return [outcome for posts in made for outcome in post_messages(posts)]


def test_reading_and_posting_lock_memberships_in_one_order(cast: Cast) -> None:
    rooms = ["laser-cutter", "tea"]
    posting = [partial(_batches, person.pk, rooms) for person in (cast.mina, cast.jonas)]
    reading = [partial(_reads, [cast.mina.pk, cast.jonas.pk], rooms[:: (-1) ** turn]) for turn in range(4)]
    outcomes = [outcome for found in at_once(*posting, *reading) for outcome in found]
    assert all(isinstance(outcome, Posted | Mark) for outcome in outcomes)
    marks = Membership.objects.filter(room__name__in=rooms, person__in=[cast.mina, cast.jonas])
    assert all(mark.read_number >= ROUNDS for mark in marks)


def _reads(people: list[int], rooms: list[str]) -> list[object]:
    readings = [Reading(person, room, 2**53) for room in rooms for person in people]
    return [outcome for _ in range(5 * ROUNDS) for outcome in mark_reads(readings)]


@pytest.mark.parametrize("at_a_time", [1, 10], ids=["one by one", "in batches"])
def test_one_post_sent_a_hundred_times_at_once_is_one_row(cast: Cast, at_a_time: int) -> None:
    post = NewPost(cast.jonas.pk, "tea", uuid.uuid4(), "Hello")
    times = 100 // at_a_time // 10
    outcomes = at_once(*[lambda: [post_messages([post] * at_a_time) for _ in range(times)]] * 10)
    found = [outcome for batches in outcomes for batch in batches for outcome in batch]
    assert len(found) == 100
    assert {outcome.message.number for outcome in found if isinstance(outcome, Posted)} == {1}
    assert (Message.objects.count(), Room.objects.get(name="tea").last_number) == (1, 1)


def test_one_key_used_in_two_rooms_at_once_is_one_message_and_conflicts(cast: Cast) -> None:
    key = uuid.uuid4()
    posts = [NewPost(cast.jonas.pk, room, key, "Hello") for room in ("tea", "laser-cutter")] * 3
    outcomes = at_once(*(partial(post_messages, [post]) for post in posts))
    kinds = sorted("posted" if isinstance(one, Posted) else one.code for [one] in outcomes)
    assert kinds == ["conflict"] * 3 + ["posted"] * 3
    assert Message.objects.count() == 1
