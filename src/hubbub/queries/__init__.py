"""Asking: what a person may see, a page of history, what changed after a rev. Nothing here writes.

Every function asks a fixed number of queries, whatever the size of the room or of the site.
"""

from __future__ import annotations

from hubbub.queries.catching_up import (
    Changes,
    Latest,
    Snapshot,
    changes_after,
    heads,
    joined,
    latest,
    missed,
    rooms_of,
    snapshot,
)
from hubbub.queries.directory import LARGEST_DIRECTORY, Directory, directory
from hubbub.queries.emoji import all_emoji, emoji_called, site_emoji
from hubbub.queries.mentions import Mentions, mentions_of
from hubbub.queries.messages import (
    LARGEST_PAGE,
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
    open_invitations,
    people_by_username,
    people_named,
    people_of,
    person_of,
    site,
    site_owners,
    tokens,
)
from hubbub.queries.preferences import preferences
from hubbub.queries.rooms import (
    SHOWN_MEMBERS,
    Greeting,
    find_membership,
    greetings,
    kept,
    member_called,
    members,
    membership_in,
    membership_of,
    summaries,
    summaries_in,
    summary,
    visible_room,
)
from hubbub.queries.threads import CURSOR, behind, thread, thread_mark, thread_root, threads
from hubbub.wire import LARGEST_CATCH_UP, PAGE

__all__ = [
    "CURSOR",
    "LARGEST_CATCH_UP",
    "LARGEST_DIRECTORY",
    "LARGEST_PAGE",
    "PAGE",
    "SHOWN_MEMBERS",
    "Changes",
    "Directory",
    "Greeting",
    "Latest",
    "Mentions",
    "Page",
    "Snapshot",
    "all_emoji",
    "behind",
    "changes_after",
    "directory",
    "emoji_called",
    "find_membership",
    "greetings",
    "heads",
    "invitations",
    "joined",
    "kept",
    "latest",
    "latest_page",
    "me",
    "member_called",
    "members",
    "membership_in",
    "membership_of",
    "mentions_of",
    "message",
    "message_row",
    "messages",
    "missed",
    "open_invitations",
    "page",
    "people_by_username",
    "people_named",
    "people_of",
    "person_of",
    "preferences",
    "revisions",
    "rooms_of",
    "site",
    "site_emoji",
    "site_owners",
    "snapshot",
    "summaries",
    "summaries_in",
    "summary",
    "thread",
    "thread_mark",
    "thread_root",
    "threads",
    "tokens",
    "visible_room",
]
