"""Asking whom a message mentions, and where a person is mentioned."""

from __future__ import annotations

from dataclasses import dataclass

from hubbub import wire
from hubbub.models import Message


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom a message mentions: some people, or with `everybody` all who are in the room, but never its author."""

    people: frozenset[int]
    everybody: bool
    author: int

    @classmethod
    def of(cls, message: wire.Message) -> Mentions:
        return cls(frozenset(message.mentions), message.calls == "all", message.author.id)

    def include(self, person: int) -> bool:
        """Whether the message mentions somebody who is in the room."""
        return person in self.people or (self.everybody and person != self.author)


def mentions_of(row: Message) -> Mentions:
    """One query, which does not grow with the members of the room."""
    people = frozenset(row.mentions.values_list("person", flat=True))
    return Mentions(people, row.calls == Message.Calls.ALL, row.author_id)
