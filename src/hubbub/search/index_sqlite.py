"""The index in SQLite: two FTS5 tables that triggers keep.

`hubbub_search` holds words, `hubbub_search_parts` each three letters in a row, for parts of words. Neither has a copy
of the texts.
"""

from __future__ import annotations

from hubbub.search import letters
from hubbub.search.letters import Ranges

WORDS, PARTS = "hubbub_search", "hubbub_search_parts"
_COLUMNS = "rowid, text, room, author, has, month"
_CHANGES = "body, kind, deleted, upload_count, room_id, author_id"


def make() -> list[str]:
    """Tables, triggers, and what is there already. Can be run on an index that is there, and makes it anew."""
    return [*drop(), *_TABLES, *triggers(), *_fill()]


def drop() -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS hubbub_search_{when}" for when in ("posted", "changed", "gone")]
    return [*triggers, f"DROP TABLE IF EXISTS {WORDS}", f"DROP TABLE IF EXISTS {PARTS}"]


_TABLES = [
    f"""CREATE VIRTUAL TABLE {WORDS} USING fts5(
        text, room, author, has, month, content='', columnsize=0, prefix='3',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'"
    )""",
    f"CREATE VIRTUAL TABLE {PARTS} USING fts5(text, content='', columnsize=0, detail=none, tokenize='trigram')",
]


def triggers() -> list[str]:
    """Django makes a table anew to change it, and its triggers go with the old one: `IF NOT EXISTS` heals that."""
    made = "CREATE TRIGGER IF NOT EXISTS hubbub_search"
    changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in _CHANGES.split(", "))
    took, put = _taken("old"), _put("new")
    return [
        f"{made}_posted AFTER INSERT ON hubbub_message WHEN {_counts('new')} BEGIN {put} END",
        f"{made}_gone AFTER DELETE ON hubbub_message WHEN {_counts('old')} BEGIN {took} END",
        f"""{made}_changed AFTER UPDATE OF {_CHANGES} ON hubbub_message WHEN {changed} BEGIN
            {_taken("old", f"WHERE {_counts('old')}")} {_put("new", f"WHERE {_counts('new')}")} END""",
    ]


def _counts(row: str) -> str:
    return f"{row}.kind = 'user' AND {row}.deleted IS NULL"


def _put(row: str, where: str = "") -> str:
    return f"""
        INSERT INTO {WORDS} ({_COLUMNS}) SELECT {_entry(row)} {where};
        INSERT INTO {PARTS} (rowid, text) SELECT {row}.id, {row}.body {where};"""


def _taken(row: str, where: str = "") -> str:
    """An FTS5 table without a copy of its texts has to be told what it takes out."""
    return f"""
        INSERT INTO {WORDS} ({WORDS}, {_COLUMNS}) SELECT 'delete', {_entry(row)} {where};
        INSERT INTO {PARTS} ({PARTS}, rowid, text) SELECT 'delete', {row}.id, {row}.body {where};"""


def _fill() -> list[str]:
    rows = f"FROM hubbub_message m WHERE {_counts('m')} ORDER BY m.id"
    return [
        f"INSERT INTO {WORDS} ({_COLUMNS}) SELECT {_entry('m')} {rows}",
        f"INSERT INTO {PARTS} (rowid, text) SELECT m.id, m.body {rows}",
    ]


def _entry(row: str) -> str:
    body = f"{row}.body"
    has = f"""(CASE WHEN {row}.upload_count > 0 THEN 'file ' ELSE '' END)
        || (CASE WHEN {body} LIKE '%http://_%' OR {body} LIKE '%https://_%' THEN 'link' ELSE '' END)"""
    text = f"""CASE
        WHEN length({body}) = length(CAST({body} AS BLOB)) THEN {body}
        WHEN {body} GLOB '*{_glob(letters.GRAMS)}*' THEN {_with_grams(body)}
        ELSE {_without_unseen(body)} END"""
    month = f"substr({row}.created, 1, 4) || ' ' || substr({row}.created, 1, 4) || substr({row}.created, 6, 2)"
    return f"{row}.id, {text}, {row}.room_id, {row}.author_id, {has}, {month}"


def _glob(ranges: Ranges) -> str:
    return "[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges) + "]"


def _without_unseen(text: str) -> str:
    for first, last in letters.UNSEEN:
        for code in range(first, last + 1):
            text = f"replace({text}, char({code}), '')"
    return text


def _with_grams(body: str) -> str:
    """Character by character, in pieces of 64, for SQLite counts from the beginning to find one of a text."""
    is_gram = f"GLOB '{_glob(letters.GRAMS)}'"
    return f"""(
        WITH RECURSIVE whole(t) AS (SELECT {_without_unseen(body)}),
        pieces(place, t) AS (
            SELECT 0, substr(t, 1, 65) FROM whole
            UNION ALL SELECT place + 64, substr((SELECT t FROM whole), place + 65, 65) FROM pieces WHERE length(t) > 64
        ),
        chars(place, t, n, c, next) AS (
            SELECT place, t, 1, substr(t, 1, 1), substr(t, 2, 1) FROM pieces
            UNION ALL
            SELECT place + 1, t, n + 1, next, substr(t, n + 2, 1) FROM chars WHERE n < 64 AND next <> '' ORDER BY 1
        )
        SELECT group_concat(CASE
                WHEN c NOT {is_gram} THEN c
                WHEN next {is_gram} THEN printf(' x%xx%x ', unicode(c), unicode(next))
                ELSE printf(' x%x ', unicode(c)) END, '')
            || ' ' || group_concat(CASE WHEN c {is_gram} THEN printf('x%x', unicode(c)) END, ' ')
        FROM chars)"""  # noqa: S608  our own words
