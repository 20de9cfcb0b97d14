"""Files and messages: which uploads a post may carry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hubbub import wire
from hubbub.errors import Invalid
from hubbub.models import Upload
from hubbub.wire import MOST_FILES

TOO_MANY = f"One message carries at most {MOST_FILES} files. Send the others in another message."
NOT_THERE = "One of the files is not there any more, or was sent already. Attach it again."


class Files:
    """The uploads that a batch of posts asks for, locked until its transaction ends. Without any, no query.

    What one post asks for too much is not even looked for: it would be everybody's query that grows too large.
    """

    def __init__(self, wanted: Iterable[Sequence[int]]) -> None:
        """`wanted` are each post's, of those whose author is in the room."""
        self._free: dict[int, Upload] = {}
        if asked := {pk for one in wanted if len(one) <= MOST_FILES for pk in one}:
            rows = Upload.objects.select_for_update().filter(pk__in=asked, message=None)
            self._free = {row.pk: row for row in rows.order_by("pk")}

    def found(self, person: int, room: int, wanted: Sequence[int]) -> list[wire.Upload]:
        """
        Raises:
            Invalid: more than a message carries, or one is not theirs, not of this room, or sent already.
        """
        if len(wanted) > MOST_FILES:
            raise Invalid(TOO_MANY)
        rows = [self._free.get(pk) for pk in wanted]
        theirs = [row for row in rows if row and (row.person_id, row.room_id) == (person, room)]
        if len({row.pk for row in theirs}) < len(wanted):
            raise Invalid(NOT_THERE)
        return [wire.upload(row) for row in theirs]

    def take(self, found: list[wire.Upload]) -> list[wire.Upload]:
        """They are a message's from now on, and no other's."""
        for upload in found:
            del self._free[upload.id]
        return found
