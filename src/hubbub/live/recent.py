"""What a room said last, kept in memory: who comes, or comes back, is answered without a question to the database.

A plain object, fed with the events of a room in their order. No Django, no loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from hubbub import wire
from hubbub.wire import LARGEST_ANSWER, LARGEST_CATCH_UP, PAGE

MOST_CHANGES = LARGEST_CATCH_UP
LARGEST_WINDOW = 262_144


class Latest(Protocol):
    """What was read of a room: its latest messages by number, and in rev order what changed after `floor`."""

    @property
    def rev(self) -> int: ...
    @property
    def floor(self) -> int: ...
    @property
    def state(self) -> wire.Room: ...
    @property
    def page(self) -> Sequence[wire.Remembered]: ...
    @property
    def changed(self) -> Sequence[wire.Remembered]: ...


class Recent:
    """A room's state, its latest page, and what has changed after a floor: each message once, in its latest state.

    Until `trim` is called it knows all that was read for those who waited for it, however much that is.
    """

    __slots__ = ("_changed", "_changed_size", "_page", "_page_size", "_state", "floor", "number", "rev", "shown")

    def __init__(self, read: Latest) -> None:
        self.rev = read.rev
        self.floor = read.floor
        self.number = read.state.number
        self.shown = read.state.shown
        self._state = read.state
        self._changed = {message.number: message for message in read.changed}
        self._changed_size = _size(read.changed)
        self._page = {message.number: message for message in read.page}
        self._page_size = _size(read.page)

    # Taking in

    def apply(self, event: wire.RoomEvent) -> None:
        """The next event of the room; what was known before is passed over."""
        if event.rev <= self.rev:
            return
        self.rev = event.rev
        self.number = max(self.number, event.number)
        self.shown = max(self.shown, event.shown)
        if event.message:
            self._change(wire.message_of(event))
        else:
            self._state = wire.state_of(event)

    def skip_to(self, rev: int) -> None:
        """There is nothing up to a rev that was not applied."""
        self.rev = max(self.rev, rev)

    def _change(self, message: wire.Remembered) -> None:
        before = self._changed.pop(message.number, None)
        self._changed[message.number] = message
        self._changed_size += message.size - (before.size if before else 0)
        if message.number > self.number - PAGE:
            before = self._page.get(message.number)
            self._page[message.number] = message
            self._page_size += message.size - (before.size if before else 0)
        self.trim()

    def trim(self) -> None:
        """Forget what is too much to remember: the oldest changes, and the beginning of a page that is too large."""
        while len(self._changed) > MOST_CHANGES or self._changed_size > LARGEST_WINDOW:
            oldest = self._changed.pop(next(iter(self._changed)))
            self.floor = oldest.rev
            self._changed_size -= oldest.size
        while len(self._page) > PAGE or self._page_size > LARGEST_ANSWER:
            if not self._shorten_page():
                break

    def _shorten_page(self) -> bool:
        """One message more stays than fits in an answer, so that a page is known to be as long as it can be."""
        first = min(self._page)
        size = self._page_size - self._page[first].size
        if first > self.number - PAGE and size <= LARGEST_ANSWER:
            return False
        del self._page[first]
        self._page_size = size
        return True

    # Answering

    def knows(self, since: int | None) -> bool:
        """Whether the answer to who has a rev, or none, is here."""
        return self.has_page if since is None or since < 0 else self.floor <= since <= self.rev

    def after(self, since: int) -> list[wire.Remembered] | None:
        """What changed after a rev, in rev order; None when that is not known here, or too much for one answer."""
        if not self.floor <= since <= self.rev:
            return None
        found, size = [], 0
        for message in reversed(self._changed.values()):
            if message.rev <= since:
                break
            found.append(message)
            size += message.size
        found.reverse()
        return found if len(found) <= LARGEST_CATCH_UP and (size <= LARGEST_ANSWER or len(found) == 1) else None

    def page(self) -> list[wire.Remembered]:
        """The latest messages that fit in one answer."""
        found: list[wire.Remembered] = []
        size = 0
        for message in self._latest():
            size += message.size
            if found and size > LARGEST_ANSWER:
                break
            found.append(message)
        return found[::-1]

    @property
    def has_page(self) -> bool:
        """Whether the page is what a fresh look would find: nothing is missing, and no more would fit."""
        known = sum(1 for _ in self._latest())
        return known == min(PAGE, self.number) or (known == len(self._page) and self._page_size > LARGEST_ANSWER)

    def _latest(self) -> Iterable[wire.Remembered]:
        """From the last message back, as far as they are known without a hole."""
        for number in range(self.number, max(0, self.number - PAGE), -1):
            if number not in self._page:
                return
            yield self._page[number]

    def state(self, role: str) -> wire.Room:
        """The room as one of its members sees it."""
        return wire.state_for(role, self._state, self.rev, self.number, self.shown)


def _size(messages: Iterable[wire.Remembered]) -> int:
    return sum(message.size for message in messages)
