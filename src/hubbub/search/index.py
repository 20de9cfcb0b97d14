"""The index as each database keeps it: statements only, for the migration that runs them.

SQLite keeps two FTS5 tables by triggers: `hubbub_search` of words, and `hubbub_search_parts` of each three letters in a
row, for parts of words. PostgreSQL keeps a generated column of `hubbub_message` with a GIN index. Both hold the same
words (see `letters.py`), and beside them the room and the author of a message, its year and month, and what it has, so
that the index alone answers who wrote where and when. System messages and deleted ones are in neither.
"""

from __future__ import annotations

from typing import Any

from hubbub.search import letters
from hubbub.search.letters import Ranges



def make(connection: Any) -> list[str]:
    """Statements that make the index of a Django connection's database anew, with what is there already.

    A database of another kind has none, and search says that it is not there.
    """
    if connection.vendor == "sqlite":
        return sqlite_make()
    return postgresql_make(_collation(connection)) if connection.vendor == "postgresql" else []


def drop(connection: Any) -> list[str]:
    return {"sqlite": sqlite_drop, "postgresql": postgresql_drop}.get(connection.vendor, list)()


# SQLite

WORDS, PARTS = "hubbub_search", "hubbub_search_parts"
_COLUMNS = "rowid, text, room, author, has, month"
_CHANGES = "body, kind, deleted, upload_count, room_id, author_id"


def sqlite_make() -> list[str]:
    """Tables, triggers, and what is there already. Can be run on an index that is there, and makes it anew."""
    return [*sqlite_drop(), *_SQLITE_TABLES, *sqlite_triggers(), *_sqlite_fill()]


def sqlite_drop() -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS hubbub_search_{when}" for when in ("posted", "changed", "gone")]
    return [*triggers, f"DROP TABLE IF EXISTS {WORDS}", f"DROP TABLE IF EXISTS {PARTS}"]


_SQLITE_TABLES = [
    f"""CREATE VIRTUAL TABLE {WORDS} USING fts5(
        text, room, author, has, month, content='', columnsize=0, prefix='3',
        tokenize="unicode61 remove_diacritics 2 categories 'L* N* M* Co'"
    )""",
    f"CREATE VIRTUAL TABLE {PARTS} USING fts5(text, content='', columnsize=0, detail=none, tokenize='trigram')",
]


def sqlite_triggers() -> list[str]:
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


def _sqlite_fill() -> list[str]:
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
        FROM chars)"""


# PostgreSQL

_FUNCTION = "hubbub_search_entry"
_ARGUMENTS = "bigint, text, varchar, boolean, bigint, bigint, smallint, timestamptz"
SPAN = 4_096
_ASCII_BETWEEN = "".join(chr(code) for code in range(1, 128) if not chr(code).isalnum() and chr(code) != " ")


def postgresql_make(collation: str | None) -> list[str]:
    """A function, the column that it fills, and its index.

    Args:
        collation: one by which this database knows small letters of every script.
    """
    return [
        *postgresql_drop(),
        _postgresql_function(f'COLLATE "{collation}"' if collation else ""),
        f"""ALTER TABLE hubbub_message ADD COLUMN search tsvector
            GENERATED ALWAYS AS (
                {_FUNCTION}(id, body, kind, deleted IS NOT NULL, room_id, author_id, upload_count, created)
            ) STORED""",
        "ALTER TABLE hubbub_message ALTER COLUMN search SET STATISTICS 0",
        "CREATE INDEX hubbub_message_search ON hubbub_message USING gin (search)",
    ]


def _collation(connection: Any) -> str | None:
    """The rules of Unicode where the server knows them; else the database's own, which may know ASCII only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT collname FROM pg_catalog.pg_collation WHERE collname = 'und-x-icu'")
        found = cursor.fetchone()
    return found[0] if found else None


def postgresql_drop() -> list[str]:
    return [
        "ALTER TABLE hubbub_message DROP COLUMN IF EXISTS search",
        f"DROP FUNCTION IF EXISTS {_FUNCTION}({_ARGUMENTS})",
    ]


def _postgresql_function(collate: str) -> str:
    """In PL/pgSQL, because its expressions stay prepared; only functions of PostgreSQL itself, for dumps know no other."""
    grams, unseen = _regex(letters.GRAMS), _regex(letters.UNSEEN)
    between = _regex(letters.between_words())
    return f"""
        CREATE FUNCTION {_FUNCTION}(
            id bigint, body text, kind varchar, deleted boolean, room bigint, author bigint, uploads smallint,
            created timestamptz
        ) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $function$
        DECLARE
            words text;
            facts text[];
        BEGIN
            IF kind <> 'user' OR deleted THEN
                RETURN ''::tsvector;
            END IF;
            IF octet_length(body) = length(body) THEN
                words := translate(lower(body COLLATE "C"), {_literal(_ASCII_BETWEEN)}, {_literal(" " * len(_ASCII_BETWEEN))});
            ELSE
                words := regexp_replace(body, '[{unseen}]', '', 'g');
                IF words ~ '[{grams}]' THEN
                    SELECT string_agg(CASE
                            WHEN NOT is_gram THEN chr(code)
                            WHEN before_gram THEN ' x' || to_hex(code) || 'x' || to_hex(next) || ' '
                            ELSE ' x' || to_hex(code) || ' ' END, '')
                        || ' ' || string_agg(CASE WHEN is_gram THEN 'x' || to_hex(code) END, ' ')
                    INTO words
                    FROM (
                        SELECT code, is_gram, lead(code) OVER these AS next, lead(is_gram) OVER these AS before_gram
                        FROM (
                            SELECT place, code, {_within("code", letters.GRAMS)} AS is_gram
                            FROM (
                                SELECT place, ascii(c) AS code
                                FROM unnest(string_to_array(words, NULL)) WITH ORDINALITY AS chars(c, place)
                            ) AS codes
                        ) AS known
                        WINDOW these AS (ORDER BY place)
                    ) AS pairs;
                END IF;
                words := translate(normalize(lower(words {collate}), NFD), 'ς', 'σ');
                words := normalize(regexp_replace(words, '([a-z])[\\u0300-\\u036f]+', '\\1', 'g'), NFC);
                words := regexp_replace(words, '[{between}]+', ' ', 'g');
            END IF;
            facts := ARRAY[
                'room:' || room, 'author:' || author, 'span:' || id / {SPAN},
                'month:' || to_char(created AT TIME ZONE 'UTC', 'YYYY'),
                'month:' || to_char(created AT TIME ZONE 'UTC', 'YYYYMM')
            ];
            IF uploads > 0 THEN
                facts := facts || 'has:file'::text;
            END IF;
            IF position('://' IN body) > 0 AND body ~* 'https?://.' THEN
                facts := facts || 'has:link'::text;
            END IF;
            RETURN to_tsvector('pg_catalog.simple', words) || array_to_tsvector(facts);
        END
        $function$"""


def _within(code: str, ranges: Ranges) -> str:
    """The widest ranges first, which are the likeliest."""
    widest = sorted(ranges, key=lambda pair: pair[0] - pair[1])
    return "(" + " OR ".join(f"{code} BETWEEN {first} AND {last}" for first, last in widest) + ")"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _regex(ranges: Ranges) -> str:
    """The inside of a `[…]` in PostgreSQL's regular expressions. Every text is without NUL."""
    return "".join(f"\\U{max(first, 1):08x}-\\U{last:08x}" for first, last in ranges)
