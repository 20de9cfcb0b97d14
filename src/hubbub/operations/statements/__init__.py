"""What posting and reading ask of the database and write to it: one statement a table, however many share it.

Plain SQL, because on these two paths building queries cost ten times what the database's own work costs (decision
0007).
"""

from __future__ import annotations

from hubbub.operations.statements.messages import attach, earlier, insert
from hubbub.operations.statements.readers import Reader, keep_marks, readers, unread_mentions
from hubbub.operations.statements.rooms import RoomClock, lock_rooms, move_clocks
from hubbub.operations.statements.threads import Root, answer_roots, follow_threads, roots
from hubbub.operations.statements.writers import Writer, keep_calls_spent, keep_spent, keep_writers, writers

__all__ = [
    "Reader",
    "RoomClock",
    "Root",
    "Writer",
    "answer_roots",
    "attach",
    "earlier",
    "follow_threads",
    "insert",
    "keep_calls_spent",
    "keep_marks",
    "keep_spent",
    "keep_writers",
    "lock_rooms",
    "move_clocks",
    "readers",
    "roots",
    "unread_mentions",
    "writers",
]
