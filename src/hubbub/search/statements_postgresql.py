"""What PostgreSQL is asked in a search: statements, each with its values."""

from __future__ import annotations

from hubbub.search.asked import Asked, Found
from hubbub.search.asking import Part
from hubbub.search.conditions import Condition, all_of, conditions, mine, my_rooms
from hubbub.search.hits import SHOWN
from hubbub.search.tsquery import tsquery

BEGIN = """
    SELECT (SELECT max(id) FROM hubbub_message WHERE id < %s), count(*),
        max(last_number)::float / nullif(sum(last_number), 0)
    FROM ({rooms} LIMIT {limit}) AS mine JOIN hubbub_room ON id = room_id
"""
# The limit keeps the planner from using the index of words for what stands outside.
READ_ALL = """
    SELECT m.* FROM (SELECT * FROM hubbub_message WHERE id < %s AND id >= %s ORDER BY id DESC LIMIT {read}) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# Read is down to where the busiest room has its {read}th, and of the others what is as new.
READ_ROOMS = """
    WITH mine AS MATERIALIZED (
        SELECT of_mine.room_id, newest.number
        FROM ({rooms}) AS of_mine CROSS JOIN LATERAL (
            SELECT number FROM hubbub_message WHERE room_id = of_mine.room_id AND id < %s ORDER BY number DESC LIMIT 1
        ) AS newest
    ), ends AS MATERIALIZED (
        SELECT room_id, number, (
            SELECT id FROM hubbub_message WHERE room_id = mine.room_id AND number <= mine.number - {read}
            ORDER BY number DESC LIMIT 1
        ) AS id
        FROM mine
    ), lowest AS MATERIALIZED (
        SELECT coalesce(max(id), 0) AS id FROM ends
    ), read AS MATERIALIZED (
        SELECT room_id, number AS last, CASE ends.id WHEN (SELECT id FROM lowest) THEN number - {read} ELSE coalesce((
            SELECT number FROM hubbub_message
            WHERE room_id = ends.room_id AND number <= ends.number AND id <= (SELECT id FROM lowest)
            ORDER BY number DESC LIMIT 1
        ), 0) END AS before
        FROM ends
    )
    SELECT lowest.id, (SELECT coalesce(sum(last - before), 0)::int FROM read), shown.*
    FROM lowest LEFT JOIN ({shown}) AS shown ON true
"""
# OFFSET keeps the planner from the index of words, and `+ 0` from going through all messages by their ids.
READ_AND_FITS = """
    SELECT m.* FROM read CROSS JOIN LATERAL (
        SELECT * FROM hubbub_message
        WHERE room_id = read.room_id AND number <= read.last AND number > read.before OFFSET 0
    ) AS m WHERE {where} ORDER BY m.id + 0 DESC LIMIT %s
"""
AMONG_FEW = """
    WITH few AS MATERIALIZED ({few})
    SELECT m.* FROM few JOIN hubbub_message m ON m.id = few.id WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# OFFSET keeps the planner from looking up every message of a room beside what the index of words gives, and `+ 0` from
# going through all messages by their ids.
BY_INDEX = """
    SELECT m.* FROM (SELECT * FROM hubbub_message m WHERE {fits} AND m.id + 0 < %s OFFSET 0) AS m
    WHERE {where} ORDER BY m.id DESC LIMIT %s
"""
# What is read has no hit: then the index is asked for all the rest at once.
READ_OR_ASK = """
    WITH read AS MATERIALIZED ({read})
    SELECT * FROM read UNION ALL SELECT * FROM ({rest}) AS rest
"""
NOTHING_READ = " AND NOT EXISTS (SELECT FROM read)"
FITS = "m.search @@ %s::tsquery"
FITS_IN_MY_ROOMS = """
    m.search @@ (%s::tsquery && (SELECT string_agg('''room:' || room_id || '''', '|')::tsquery FROM ({rooms}) AS mine))
"""
HAS_PART = "lower(m.body) LIKE %s"


def among(asked: Asked, few: Condition) -> Condition:
    where, values = _where(asked)
    return AMONG_FEW.format(few=few[0], where=where), [*few[1], *values, asked.limit]


def beginning(asked: Asked, most_rooms: int) -> Condition:
    """The newest message, in how many rooms the person is, and which part of all there the largest one has."""
    rooms, person = my_rooms(asked)
    return BEGIN.format(rooms=rooms, limit=most_rooms), [asked.below, *person]


def reading(asked: Asked, found: Found, count: int) -> Condition:
    """Each message of so many ids."""
    where, values = _where(asked)
    given = [asked.below, asked.older(count).below, *values, asked.limit - len(found.ids)]
    return READ_ALL.format(where=where, read=count), given


def reading_rooms(asked: Asked, found: Found, size: int) -> Condition:
    """So many messages of the busiest room, and what is as new. Each row begins with the newest id that is still to be
    looked at, and how many were.
    """
    where, values = _where(asked, rooms_known=True)
    rooms, person = my_rooms(asked)
    statement = READ_ROOMS.format(rooms=rooms, read=size, shown=shown(READ_AND_FITS.format(where=where)))
    return statement, [*person, asked.below, *values, asked.limit - len(found.ids)]


def reading_or_asking(asked: Asked, found: Found, count: int) -> Condition:
    """Each message of so many ids; and where there is no hit, the index for all the rest."""
    fits, given = fitting(asked)
    read, values = reading(asked, found, count)
    rest, more = indexed(asked.older(count), found, (fits + NOTHING_READ, given))
    return READ_OR_ASK.format(read=read, rest=rest), [*values, *more]


def indexed(asked: Asked, found: Found, fits: Condition) -> Condition:
    where, values = _others(asked)
    given = [*fits[1], asked.below, *values, asked.limit - len(found.ids)]
    return BY_INDEX.format(fits=fits[0], where=where), given


def fitting(asked: Asked, spans: range | None = None) -> Condition:
    inside = " | ".join(f"'span:{span}'" for span in spans or ())
    return FITS, [f"({tsquery(asked)}) & ({inside})" if inside else tsquery(asked)]


def fitting_in_my_rooms(asked: Asked) -> Condition:
    rooms, person = my_rooms(asked)
    return FITS_IN_MY_ROOMS.format(rooms=rooms), [tsquery(asked), *person]


def shown(messages: str) -> str:
    return SHOWN.format(found=messages, created="m.created AT TIME ZONE 'UTC'")


def _where(asked: Asked, *, rooms_known: bool = False) -> Condition:
    told = [_others(asked, rooms_known=rooms_known)]
    if tsquery(asked):
        told.append(fitting(asked))
    return all_of(told)


def _others(asked: Asked, *, rooms_known: bool = False) -> Condition:
    """What the index of words does not know, and what it cannot be trusted with: in which rooms the person is now."""
    told = [(HAS_PART, [f"%{_escaped(term.text)}%"]) for term in asked.terms if isinstance(term, Part)]
    if not rooms_known:
        told.append(mine(asked))
    return all_of([conditions(asked, lambda moment: moment), *told])


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
