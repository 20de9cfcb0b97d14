"""Asking: what a person may see, a page of history, what changed after a rev. Nothing here writes.

Every function asks a fixed number of queries, whatever the size of the room or of the site.
"""

from __future__ import annotations

from hubbub.queries.catching_up import (
    LARGEST_CATCH_UP,
    Changes,
    Snapshot,
    changes_after,
    heads,
    joined,
    missed,
    rooms_of,
    snapshot,
)
from hubbub.queries.messages import (
    LARGEST_PAGE,
    PAGE,
    Page,
    latest_page,
    message,
    message_row,
    messages,
    page,
    revisions,
)
from hubbub.queries.people import (
    invitations,
    me,
    people_by_username,
    people_named,
    person_of,
    site,
    tokens,
)
from hubbub.queries.rooms import (
    SHOWN_MEMBERS,
    find_membership,
    hello,
    member_called,
    members,
    membership_in,
    membership_of,
    rooms_for,
    summaries,
    summary,
    unread_mentions_in,
    visible_room,
)

__all__ = [
    "LARGEST_CATCH_UP",
    "LARGEST_PAGE",
    "PAGE",
    "SHOWN_MEMBERS",
    "Changes",
    "Page",
    "Snapshot",
    "changes_after",
    "find_membership",
    "heads",
    "hello",
    "invitations",
    "joined",
    "latest_page",
    "me",
    "member_called",
    "members",
    "membership_in",
    "membership_of",
    "message",
    "message_row",
    "messages",
    "missed",
    "page",
    "people_by_username",
    "people_named",
    "person_of",
    "revisions",
    "rooms_for",
    "rooms_of",
    "site",
    "snapshot",
    "summaries",
    "summary",
    "tokens",
    "unread_mentions_in",
    "visible_room",
]
