"""The index in PostgreSQL: a generated column of the messages' table, with a GIN index."""

from __future__ import annotations

from hubbub.search import letters
from hubbub.search.letters import Ranges

_FUNCTION = "hubbub_search_entry"
_ARGUMENTS = "bigint, text, varchar, boolean, bigint, bigint, smallint, timestamptz"
SPAN = 4_096
LONGEST = 500
"""Characters of a word. PostgreSQL takes 2,046 bytes at most."""
_ASCII_BETWEEN = "".join(chr(code) for code in range(1, 128) if not chr(code).isalnum() and chr(code) != " ")
_SPACES = " " * len(_ASCII_BETWEEN)
_FACTS = f"""
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
            END IF;"""


def make(collation: str | None) -> list[str]:
    """A function, the column that it fills, and its index.

    Args:
        collation: one by which this database knows small letters of every script.
    """
    return [
        "SET LOCAL statement_timeout = 0",
        *drop(),
        _function(f'COLLATE "{collation}"' if collation else ""),
        f"""ALTER TABLE hubbub_message ADD COLUMN search tsvector
            GENERATED ALWAYS AS (
                {_FUNCTION}(id, body, kind, deleted IS NOT NULL, room_id, author_id, upload_count, created)
            ) STORED""",
        "ALTER TABLE hubbub_message ALTER COLUMN search SET STATISTICS 0",
        "CREATE INDEX hubbub_message_search ON hubbub_message USING gin (search)",
    ]


def drop() -> list[str]:
    return [
        "ALTER TABLE hubbub_message DROP COLUMN IF EXISTS search",
        f"DROP FUNCTION IF EXISTS {_FUNCTION}({_ARGUMENTS})",
    ]


def _function(collate: str) -> str:
    """In PL/pgSQL, whose expressions stay prepared; functions of PostgreSQL alone, for dumps know no others.

    The words are put together here: `to_tsvector` has a parser of its own, which takes `9e8ce4b` for a number and a
    word, and what a letter is from the system's locale.
    """
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
            {_words(collate)}
            {_FACTS}
            SELECT string_agg('''' || left(word, {LONGEST}) || ''':' || place, ' ') INTO words
            FROM unnest(array_remove(string_to_array(words, ' '), '')) WITH ORDINALITY AS one(word, place);
            RETURN coalesce(words, '')::tsvector || array_to_tsvector(facts);
        END
        $function$"""  # noqa: S608  our own words


def _words(collate: str) -> str:
    """The body with spaces between its words. ASCII alone needs much less."""
    between, unseen = _regex(letters.between_words()), _regex(letters.UNSEEN)
    return f"""
            IF octet_length(body) = length(body) THEN
                words := translate(lower(body COLLATE "C"), {_literal(_ASCII_BETWEEN)}, {_literal(_SPACES)});
            ELSE
                words := regexp_replace(body, '[{unseen}]', '', 'g');
                {_grams()}
                words := translate(normalize(lower(words {collate}), NFD), '\u03c2', '\u03c3');
                words := normalize(regexp_replace(words, '([a-z])[\\u0300-\\u036f]+', '\\1', 'g'), NFC);
                words := regexp_replace(words, '[{between}]+', ' ', 'g');
            END IF;"""


def _grams() -> str:
    """Where characters are their own words: each with the next one where they stand, and all of them alone behind."""
    return f"""
                IF words ~ '[{_regex(letters.GRAMS)}]' THEN
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
                END IF;"""  # noqa: S608  our own words


def _within(code: str, ranges: Ranges) -> str:
    """The widest ranges first, which are the likeliest."""
    widest = sorted(ranges, key=lambda pair: pair[0] - pair[1])
    return "(" + " OR ".join(f"{code} BETWEEN {first} AND {last}" for first, last in widest) + ")"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _regex(ranges: Ranges) -> str:
    """The inside of a `[…]` in PostgreSQL's regular expressions. Every text is without NUL."""
    return "".join(f"\\U{max(first, 1):08x}-\\U{last:08x}" for first, last in ranges)
