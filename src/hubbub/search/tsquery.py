"""What is asked for, in the language of PostgreSQL's `tsquery`: words, and facts, which are in the index with them."""

from __future__ import annotations

from typing import Any

from hubbub.search import letters
from hubbub.search.asked import Asked, months
from hubbub.search.asking import Part, Run, Words
from hubbub.search.index_postgresql import LONGEST


def tsquery(asked: Asked) -> str:
    """Empty where nothing of it is in the index."""
    told = [_text(term) for term in asked.terms if not isinstance(term, Part)]
    if asked.authors:
        told.append(_any("author", asked.authors))
    told += [f"'has:{kind}'" for kind in asked.has_in_index()]
    if asked.since or asked.until:
        told.append(_any("month", [*months(asked)]))
    if asked.rooms is not None and not told:
        told.append(_any("room", asked.rooms))
    return " & ".join(told)


def _any(fact: str, values: list[Any]) -> str:
    return " | ".join(f"'{fact}:{value}'" for value in values).join("()") if values else f"'{fact}:none'"


def _text(term: Words | Run) -> str:
    """Letters and digits only, so that nothing in it can be taken for the language."""
    parts = letters.grams(term.text) if isinstance(term, Run) else term.words
    end = ":*" if isinstance(term, Words) and term.beginning else ""
    return "(" + " <-> ".join(f"'{part[:LONGEST]}'" for part in parts) + end + ")"
