"""Asking for files."""

from __future__ import annotations

from hubbub import access
from hubbub.models import Membership, Person, Upload


def upload_for(person: Person, upload_id: int) -> Upload:
    """A file that this person may open now. Two queries, whether it is there or not.

    Raises:
        NotFound: it is not there, or not for them.
    """
    row = Upload.objects.filter(pk=upload_id).first()
    membership = Membership.objects.filter(person=person, room__uploads=upload_id).first()
    return access.may_open(row, membership)
