"""Code with a span around what matters.

The style sheet knows these classes: `k` keyword, `s` string, `c` comment, `m` number, `nf` function, `nc` class or
section, `nt` tag, `na` attribute, key or variable, `gi` inserted line, `gd` deleted line. All else is bare text.

Not Pygments: most of its lexers take quadratic time on hostile input (4,000 line ends of C are more than half a
second), and whoever posts chooses the lexer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from hubbub.languages import LANGUAGES, Language

CODE_CLASSES = frozenset({"k", "s", "c", "m", "nf", "nc", "nt", "na", "gi", "gd"})
SWELLS_AT_MOST = 8
SMALL = 500

_NAMES_A_CLASS = frozenset({"class", "struct", "enum", "interface", "trait", "impl"})


def highlighted(code: str, info: str) -> tuple[str | None, str]:
    """The language's name, or None, and the code as HTML. Code that its spans would swell too much stays bare."""
    language = LANGUAGES.get(info.split(maxsplit=1)[0].lower()) if info.strip() else None
    bare = escape(code, quote=False)
    if language is None:
        return None, bare
    html = "".join(_pieces(code, language))
    return language.name, html if len(html) <= max(SMALL, SWELLS_AT_MOST * len(code)) else bare


def _pieces(code: str, language: Language) -> Iterator[str]:
    end, before = 0, ""
    for match in language.pattern.finditer(code):
        kind = _kind(match, language, before)
        before = match[0]
        if kind:
            yield escape(code[end : match.start()], quote=False)
            yield f'<span class="{kind}">{escape(match[0], quote=False)}</span>'
            end = match.end()
    yield escape(code[end:], quote=False)


def _kind(match: re.Match[str], language: Language, before: str) -> str | None:
    if match.lastgroup != "word":
        return match.lastgroup
    if language.is_keyword(match[0]):
        return "k"
    if before in _NAMES_A_CLASS:
        return "nc"
    return "nf" if match.string.startswith("(", match.end()) else None
