"""The languages that people paste into a chat: for each its names, one pattern of what matters, and its keywords.

Every alternative of a pattern takes what it looked at, or fails within a few characters or once a line, so that
reading a text is linear in its length: repetitions are possessive, and what is left open runs to the end.
"""

from __future__ import annotations

import re
from functools import cached_property


class Language:
    """The groups of `pattern` are classes of `highlighting`, but `word`, which may be a keyword or a name."""

    def __init__(self, names: str, *parts: str, keywords: str = "", any_case: bool = False) -> None:
        self.name, *self.aliases = names.split()
        self.keywords = frozenset(keywords.split())
        self.any_case = any_case
        self._parts = parts

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self._parts), re.MULTILINE)

    def is_keyword(self, word: str) -> bool:
        return (word.lower() if self.any_case else word) in self.keywords


_HASH = r"(?P<c>(?<!\S)\#[^\n]*)"
_SLASHES = r"(?P<c>//[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)"
_DASHES = r"(?P<c>--[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)"
_QUOTED = r"""(?P<s>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?)"""
_TRIPLE = r'''(?P<s>"""(?:[^"]|"(?!""))*+(?:""")?|\'\'\'(?:[^']|'(?!''))*+(?:\'\'\')?'''
_PYTHON_QUOTED = _TRIPLE + "|" + _QUOTED.removeprefix("(?P<s>")
_WITH_TEMPLATE = _QUOTED.removesuffix(")") + r"|`(?:[^`\\]|\\[\s\S])*+`?)"
_RUST_QUOTED = r"""(?P<s>"(?:[^"\\]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\.)')"""
_NUMBER = r"(?P<m>\b(?:0[xXbBoO][\da-fA-F_]++|\d[\d_]*+(?:\.\d[\d_]*+)?(?:[eE][+-]?\d++)?))"
_WORD = r"(?P<word>[^\W\d]\w*+)"
_VARIABLE = r"(?P<na>\$(?:\w++|\{\w++\}?)?|@\w++)"
_TAG = r"(?P<c><!--(?:[^-]|-(?!->))*+(?:-->)?)|(?P<nt></?[^\W\d][\w:.-]*+|/?>)"
_TAG_VALUE = r"(?P<s>(?<==)(?:\"[^\"]*+\"?|'[^']*+'?))"
_TAG_ATTRIBUTE = r"(?P<na>(?<![\w:-])[\w:-]++(?==))"
_JSON = r"""(?P<na>"(?:[^"\\\n]|\\.)*+"(?=:))"""
_KEY = r"(?P<na>^[ \t]*+(?:-[ ]++)?[\w.-]++(?=[ ]?[:=]))|(?P<nc>^\[[^\]\n]*+\]*+)"
_PROPERTY = r"(?P<k>@[\w-]++)|(?P<na>(?<![\w-])[\w-]++(?=:))"
_CHANGED = r"(?P<gi>^\+[^\n]*)|(?P<gd>^-[^\n]*)|(?P<nc>^@@[^\n]*)"


_C = "auto break case char const continue default do double else enum extern float for goto if int long return short"
_C += " signed sizeof static struct switch typedef union unsigned void volatile while bool true false NULL"
_CPP = " catch class constexpr delete explicit friend inline namespace new nullptr operator override private"
_CPP += " protected public template this throw try typename using virtual"
_JAVA = "abstract boolean break byte case catch char class continue default do double else enum extends final finally"
_JAVA += " float for if implements import instanceof int interface long new null package private protected public"
_JAVA += " record return short static super switch this throw throws try var void while true false"
_SCRIPT = "async await break case catch class const continue default delete do else export extends finally for from"
_SCRIPT += " function get if import in instanceof let new null of return set static super switch this throw true try"
_SCRIPT += " typeof undefined var void while yield false"
_TYPES = " abstract any as boolean declare enum implements interface keyof namespace never number private protected"
_TYPES += " public readonly string type unknown"

_ALL = [
    Language("bash sh shell zsh console", _HASH, _QUOTED, _VARIABLE, _NUMBER, _WORD,
        keywords="case do done elif else esac export fi for function if in local return set source then until while",
    ),
    Language("c h", _SLASHES, _QUOTED, _NUMBER, _WORD, keywords=_C),
    Language("cpp c++ cc hpp", _SLASHES, _QUOTED, _NUMBER, _WORD, keywords=_C + _CPP),
    Language("csharp c# cs", _SLASHES, _QUOTED, _NUMBER, _WORD,
        keywords=_JAVA + " async await base bool decimal foreach in is namespace object out override readonly ref"
        " sealed string struct using virtual",
    ),
    Language("css scss", _SLASHES, _QUOTED, _PROPERTY, _NUMBER),
    Language("diff patch", _CHANGED),
    Language("docker dockerfile", _HASH, _QUOTED, _VARIABLE, _WORD,
        keywords="ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL RUN SHELL USER VOLUME WORKDIR",
    ),
    Language("go golang", _SLASHES, _WITH_TEMPLATE, _NUMBER, _WORD,
        keywords="break case chan const continue default defer else error false for func go goto if import interface"
        " map nil package range return select string struct switch true type var int bool byte",
    ),
    Language("html htm xml svg django jinja vue", _TAG, _TAG_VALUE, _TAG_ATTRIBUTE),
    Language("ini cfg conf", _HASH, _KEY, _QUOTED, _NUMBER),
    Language("java", _SLASHES, _QUOTED, _NUMBER, _WORD, keywords=_JAVA),
    Language("javascript js jsx mjs", _SLASHES, _WITH_TEMPLATE, _NUMBER, _WORD, keywords=_SCRIPT),
    Language("json jsonc", _JSON, _QUOTED, _NUMBER, _WORD, keywords="true false null"),
    Language("kotlin kt", _SLASHES, _QUOTED, _NUMBER, _WORD,
        keywords=_JAVA + " as by companion data fun in init is lateinit object open override sealed suspend val when",
    ),
    Language("lua", r"(?P<c>--[^\n]*)", _QUOTED, _NUMBER, _WORD,
        keywords="and break do else elseif end false for function if in local nil not or repeat return then true until"
        " while",
    ),
    Language("make makefile", _HASH, _QUOTED, r"(?P<nf>^[\w./-]++(?=:))", r"(?P<na>\$\(?\w*+)"),
    Language("php", r"(?P<c>(?://|\#)[^\n]*|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)", _QUOTED, _VARIABLE, _NUMBER, _WORD,
        keywords=_JAVA + " as array bool echo elseif fn foreach function match namespace string trait use",
    ),
    Language("python py python3 pycon", r"(?P<c>\#[^\n]*)", _PYTHON_QUOTED, r"(?P<na>@[\w.]++)", _NUMBER, _WORD,
        keywords="and as assert async await break case class continue def del elif else except False finally for from"
        " global if import in is lambda match None nonlocal not or pass raise return True try type while with yield",
    ),
    Language("ruby rb", _HASH, _QUOTED, _VARIABLE, _NUMBER, _WORD,
        keywords="alias and begin break case class def do else elsif end ensure false for if in module next nil not or"
        " redo rescue return self super then true unless until when while yield",
    ),
    Language("rust rs", _SLASHES, _RUST_QUOTED, _NUMBER, _WORD,
        keywords="as async await break const continue crate dyn else enum extern false fn for if impl in let loop match"
        " mod move mut pub ref return self Self static struct super trait true type unsafe use where while",
    ),
    Language("sql postgres postgresql sqlite mysql", _DASHES, _QUOTED, _NUMBER, _WORD, any_case=True,
        keywords="add all alter and as asc begin between by case column commit constraint create default delete desc"
        " distinct drop else end exists false foreign from full group having if in index inner insert into is join key"
        " left like limit not null offset on or order outer primary references returning right rollback select set"
        " table then true union unique update using values view when where with",
    ),
    Language("swift", _SLASHES, _QUOTED, _NUMBER, _WORD,
        keywords="as async await break case catch class continue default defer do else enum extension false for func"
        " guard if import in init is let nil private protocol public return self static struct super switch throw"
        " throws true try var where while",
    ),
    Language("toml", _HASH, _KEY, _QUOTED, _NUMBER),
    Language("typescript ts tsx", _SLASHES, _WITH_TEMPLATE, _NUMBER, _WORD, keywords=_SCRIPT + _TYPES),
    Language("yaml yml", _HASH, _KEY, _QUOTED, _NUMBER),
]  # fmt: skip
LANGUAGES = {name: language for language in _ALL for name in (language.name, *language.aliases)}
