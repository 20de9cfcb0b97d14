"""Deliveries: who is to be told of which message, in which browser; taken by one worker, settled once.

A worker calls these, and an edit that names somebody. What is queued is a row, so that nothing is lost when a worker
dies; what was taken and not settled is taken again when its time is over.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from hubbub import conf, queries
from hubbub.models import Delivery, Message, Outgoing, Room, Subscription
from hubbub.notifying import TOO_LATE
from hubbub.operations.subscriptions import forget
from hubbub.queries import NOBODY, Busy, Candidate

BATCH = 500
WINDOW = 200
LEASE = dt.timedelta(seconds=60)
MOST_FAILURES = 10
KEPT = 100
KEPT_FOR = dt.timedelta(days=7)

Pair = tuple[int, int]


class Way(NamedTuple):
    """For whom something is on its way, and to which push service's host."""

    person: int
    host: str


@dataclass(frozen=True)
class Claim:
    """A delivery that is this worker's for a while. `attempt` counts from 1."""

    delivery: int
    attempt: int
    way: Way


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: the delivery's `state` and `reason`, or another attempt after `seconds`.

    `gone`: the browser takes no pushes any more, and is forgotten.
    """

    state: str
    reason: str = ""
    seconds: float | None = None
    gone: bool = False


# Queueing


def queue_room(room_id: int) -> bool:
    """Look at the messages of a room that nobody has looked at, and queue what they call for.

    The mark moves in the same transaction: whatever dies meanwhile, no message is left out and none is queued twice.

    Returns:
        Whether there is more to look at.
    """
    Outgoing.objects.get_or_create(room_id=room_id)
    with transaction.atomic():
        mark = Outgoing.objects.select_for_update().get(room=room_id)
        last = Room.objects.values_list("last_number", flat=True).get(pk=room_id)
        first = _first(room_id, mark.number, last)
        end = min(first + BATCH - 1, last)
        _queue(room_id, _messages(room_id, first, end))
        mark.number = end
        mark.save()
    return end < last


def _first(room_id: int, seen: int, last: int) -> int:
    """Where to begin. Of many messages, those that are too old to be told are not even read."""
    if last - seen <= BATCH:
        return seen + 1
    return queries.first_after(room_id, seen, last, timezone.now() - TOO_LATE)


def _messages(room_id: int, first: int, last: int) -> list[Message]:
    rows = Message.objects.filter(room=room_id, number__range=(first, last), deleted__isnull=True, kind="user")
    return list(rows.defer("body", "html").order_by("number"))


def _queue(room_id: int, messages: Sequence[Message]) -> None:
    candidates = queries.candidates(room_id) if messages else []
    if candidates:
        rows = _called(messages, candidates, _Calls(room_id, messages, {one.person for one in candidates}))
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)


class _Calls:
    """Whom some messages of a room call for, apart from those who hear everything."""

    def __init__(self, room_id: int, messages: Sequence[Message], people: Collection[int]) -> None:
        self.mentioned = queries.mentioned([one.pk for one in messages], people)
        roots = {one.thread for one in messages if one.thread}
        self.following = queries.following(room_id, roots, people)

    def cause(self, message: Message, candidate: Candidate) -> str:
        """Why a message calls for somebody; empty where it does not."""
        if (message.pk, candidate.person) in self.mentioned:
            return Delivery.Cause.MENTION
        if message.calls == Message.Calls.ALL:
            return Delivery.Cause.CALL
        if (message.thread, candidate.person) in self.following:
            return Delivery.Cause.THREAD
        return Delivery.Cause.ALL if candidate.hears_all and message.in_room else ""


def _called(messages: Sequence[Message], candidates: Sequence[Candidate], calls: _Calls) -> Iterator[Delivery]:
    for message in messages:
        for candidate in candidates:
            own_or_older = candidate.person == message.author_id or message.created < candidate.since
            if not own_or_older and (cause := calls.cause(message, candidate)):
                yield _delivery(message, candidate, cause)


def _delivery(message: Message, candidate: Candidate, cause: str, seen: int | None = None) -> Delivery:
    """Due after a moment in which a person who is looking reads it."""
    due = message.edited or message.created
    return Delivery(
        person_id=candidate.person,
        message=message,
        subscription_id=candidate.subscription,
        browser=candidate.browser,
        cause=cause,
        seen=seen,
        due=due + dt.timedelta(seconds=conf.get("PUSH_DELAY")),
    )


def queue_edit(message: Message, people: Collection[int] | None) -> None:
    """An edit calls people who were not called before. In the edit's transaction; who was told already is not again.

    Args:
        people: who is named now; None for everybody in the room.
    """
    if people is not None and not people:
        return
    candidates = _kept([one for one in queries.candidates(message.room_id, people) if one.person != message.author_id])
    cause = Delivery.Cause.CALL if people is None else Delivery.Cause.MENTION
    called = {one.person for one in candidates}
    Delivery.objects.filter(message=message, person__in=called, state=Delivery.State.DROPPED).delete()
    seen = _seen(message, candidates)
    rows = [_delivery(message, one, cause, seen.get(one.person, 0)) for one in candidates]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _seen(message: Message, candidates: Sequence[Candidate]) -> dict[int, int]:
    """How far they have read by now what the message stands in."""
    if message.in_room or message.thread is None:
        return {one.person: one.read for one in candidates}
    return queries.read_in_thread(message.room_id, message.thread, [one.person for one in candidates])


def _kept(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those whose browsers are subscribed still, and stay so until the running transaction ends."""
    rows = Subscription.objects.select_for_update(no_key=True).filter(pk__in=[one.subscription for one in candidates])
    there = set(rows.order_by("pk").values_list("pk", flat=True)) if candidates else set()
    return [one for one in candidates if one.subscription in there]


# Taking and settling


def claim(choose: Callable[[Sequence[Way]], Sequence[bool]], busy: Busy = NOBODY) -> list[Claim]:
    """Take some deliveries that are due, the oldest first, for as long as `LEASE`.

    Args:
        choose: says of some ways, in their order, which may be gone now.
        busy: those that have enough under way at the moment are not even looked at.
    """
    now = timezone.now()
    with transaction.atomic():
        found = _due(now, busy)
        chosen = [one for one, may in zip(found, choose([one.way for one in found]), strict=True) if may]
        taken = Delivery.objects.filter(pk__in=[one.delivery for one in chosen])
        taken.update(due=now + LEASE, attempts=F("attempts") + 1)
    return chosen


def _due(now: dt.datetime, busy: Busy) -> list[Claim]:
    """Locked, leaving out what another worker is taking at this moment."""
    due = queries.to_be_delivered(busy).filter(due__lte=now).order_by("due")
    skip = connection.features.has_select_for_update_skip_locked
    rows = due.select_for_update(skip_locked=skip, of=("self",))
    found = rows.values_list("pk", "attempts", "person", "subscription__host")[:WINDOW]
    return [Claim(pk, attempts + 1, Way(person, host or "")) for pk, attempts, person, host in found]


def settle(results: Sequence[tuple[Claim, Outcome]]) -> None:
    """What became of some deliveries; nothing is changed of one that another worker has taken meanwhile.

    Deliveries are locked in the one order of their ids, and browsers before deliveries: so not in the same transaction,
    and what goes wrong with a browser has nothing sent a second time.
    """
    _count_failures(_settled(results))
    gone = [claim.delivery for claim, outcome in results if outcome.gone]
    if gone:
        forget(Subscription.objects.filter(pk__in=Delivery.objects.filter(pk__in=gone).values("subscription")))


@transaction.atomic
def _settled(results: Sequence[tuple[Claim, Outcome]]) -> list[tuple[Claim, Outcome]]:
    now, ordered = timezone.now(), sorted(results, key=lambda result: result[0].delivery)
    return [(one, outcome) for one, outcome in ordered if _claimed(one).update(**_values(outcome, now))]


def _count_failures(settled: Sequence[tuple[Claim, Outcome]]) -> None:
    """A browser to which nothing has got through for so many times is forgotten. Its page subscribes again."""
    sent = [one.delivery for one, outcome in settled if outcome.state == Delivery.State.SENT]
    _forgive(Subscription.objects.filter(deliveries__in=sent, failures__gt=0))
    failed = [one.delivery for one, outcome in settled if outcome.state == Delivery.State.FAILED]
    found = Delivery.objects.filter(pk__in=failed, subscription__isnull=False)
    counts = Counter(found.values_list("subscription", flat=True)) if failed else Counter()
    for subscription, count in sorted(counts.items()):
        Subscription.objects.filter(pk=subscription).update(failures=F("failures") + count)
    if counts:
        forget(Subscription.objects.filter(pk__in=counts, failures__gte=MOST_FAILURES))


@transaction.atomic
def _forgive(rows: QuerySet[Subscription]) -> None:
    """Browsers are locked in the one order of their ids, too."""
    keys = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))
    if keys:
        Subscription.objects.filter(pk__in=keys).update(failures=0)


def _claimed(claim: Claim) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=claim.delivery, state=Delivery.State.WAITING, attempts=claim.attempt)


def _values(outcome: Outcome, now: dt.datetime) -> dict[str, Any]:
    if outcome.seconds is not None:
        return {"reason": outcome.reason, "due": now + dt.timedelta(seconds=outcome.seconds)}
    return {"state": outcome.state, "reason": outcome.reason, "settled": now}


def clean_deliveries() -> None:
    """Forget what is settled and old, and of each person all but the last."""
    settled = Delivery.objects.exclude(state=Delivery.State.WAITING)
    settled.filter(settled__lt=timezone.now() - KEPT_FOR).delete()
    ranked = settled.annotate(rank=Window(RowNumber(), partition_by=F("person"), order_by=F("pk").desc()))
    Delivery.objects.filter(pk__in=[row.pk for row in ranked.filter(rank__gt=KEPT).only("pk")[:10_000]]).delete()
