"""What a message means: its Markdown source as safe HTML, and the people and rooms that it names or calls.

The source is Markdown without headings, images, raw HTML and entities; every line break counts. The HTML passes an
allow-list before it leaves. Works in time linear in the body, but takes up to some 0.1 s on hostile input: call it
off the event loop. What the classes in code mean is said in `highlighting.py`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from html import escape
from typing import Any, NamedTuple
from unicodedata import normalize

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from hubbub import emoji
from hubbub.highlighting import CODE_CLASSES, highlighted

__all__ = ["Known", "Names", "Parsed", "Rendered", "may_call_here", "parsed", "plain", "render"]

DEEPEST = 16
NAMED = ("mention", "room_link", "site_emoji")  # kinds of tokens, in the order of Names
CALLS = ("all", "here")

_MAYBE_MARKUP = re.compile(r"[^\w\s,.!?'\"]|[\d_]|\.\S")
_SAFE_LINK = re.compile(r"(?:https?://[^/?#\s]|mailto:[^\s])", re.IGNORECASE)
_NAME = re.compile(
    r"(?<![\w@#/&])(?:@(?P<person>\w(?:[\w.-]{0,28}\w)?)|#(?P<room>[\w-]{0,49}\w))(?![\w\u0300-\u036f])"
    r"|(?<!\w):(?P<code>[a-z0-9_+-]{1,40}):(?!\w)",
)
_SCHEME = re.compile(r"\bhttps?$", re.IGNORECASE)
_AFTER_SCHEME = re.compile(r"://\w[^\s<>`\"]*")
_ENDINGS = frozenset("?!.,:;*_~'\u2019\u201d)]}")
_ELLIPSIS = "…"

_ALLOWED = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span"},
    attributes={
        "*": set(),
        "a": {"href"},
        "ol": {"start"},
        "pre": {"data-language"},
        "span": {"data-username", "data-room", "data-emoji"},
    },
    allowed_classes={"span": {"mention", "room-link", "emoji", *CODE_CLASSES}},
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener noreferrer nofollow",
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)


class Rendered(NamedTuple):
    """`html` is None where the body is plain text, to be shown as text."""

    html: str | None
    names: Names


class Names(NamedTuple):
    """What a body names: usernames and rooms, casefolded, and the site's own emoji without their colons.

    Among the usernames are `all` and `here`, which nobody has: they call more than single people.
    """

    people: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()
    emoji: frozenset[str] = frozenset()

    @property
    def calls(self) -> str:
        """`all`, `here` or nothing; the larger of both."""
        return next((call for call in CALLS if call in self.people), "")


class Parsed(NamedTuple):
    """A body that was read, once. `names` are those that are marked if they are known."""

    body: str
    tokens: list[Token]
    names: Names

    def html(self, known: Known) -> Rendered:
        """Once only: what is not known is not marked any more."""
        return _rendered(self.body, self.tokens, known) if self.tokens else Rendered(None, Names())


class Known(NamedTuple):
    """Which of the names exist; None for all."""

    people: Container[str] | None = None
    rooms: Container[str] | None = None
    emoji: Container[str] | None = None


def render(body: str, known: Known = Known()) -> Rendered:  # noqa: B008  it never changes
    """The HTML of a body. Only names that are `known` are marked."""
    return parsed(body).html(known)


def parsed(body: str) -> Parsed:
    """A body whose names are to be looked up before it is rendered."""
    if not _MAYBE_MARKUP.search(body):
        return Parsed(body, [], Names())
    tokens = _parse(body)
    return Parsed(body, tokens, _names(tokens))


def _rendered(body: str, tokens: list[Token], known: Known) -> Rendered:
    _unmark_strangers(tokens, known)
    names = _names(tokens)
    if _is_plain(tokens) and _ink(body) == _ink("".join(_texts(tokens))):
        return Rendered(None, names)
    html = _ALLOWED.clean(_markdown.renderer.render(tokens, _markdown.options, {}))
    return Rendered(html.strip(), names)


def may_call_here(body: str) -> bool:
    """Whether it is worth knowing who is here before this body is rendered."""
    return "@" in body and "here" in normalize("NFKC", body).casefold()


def plain(body: str, longest: int = 200) -> str:
    """The body as one line of text for quotes and notifications; where it is longer than `longest`, it ends in “…”."""
    said = "".join(_texts(_parse(body))) if _MAYBE_MARKUP.search(body) else body
    text = " ".join(said.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + _ELLIPSIS


def _parse(body: str) -> list[Token]:
    """Deeper than the cap, the parser would drop text: such a body counts as plain."""
    if not _MAYBE_MARKUP.search(body):
        return _as_text(body)
    tokens = _markdown.parse(body)
    too_deep = any(token.nesting == 1 and token.level >= DEEPEST - 1 for token in tokens)
    return _as_text(body) if too_deep else tokens


def _as_text(body: str) -> list[Token]:
    return [Token("inline", "", 0, content=body, children=[Token("text", "", 0, content=body)])]


def _is_plain(tokens: list[Token]) -> bool:
    kinds = {token.type for token in _walk(tokens)}
    return kinds <= {"paragraph_open", "paragraph_close", "inline", "text", "softbreak"}


def _ink(text: str) -> str:
    return "".join(text.split())


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _texts(tokens: list[Token]) -> Iterator[str]:
    for token in _walk(tokens):
        if token.type != "inline":
            yield token.content if token.content else " " * (token.block or token.type.endswith("break"))


def _names(tokens: list[Token]) -> Names:
    named: dict[str, set[str]] = {kind: set() for kind in NAMED}
    for token in _walk(tokens):
        if token.type in named:
            named[token.type].add(token.info)
    return Names(*map(frozenset, named.values()))


def _unmark_strangers(tokens: list[Token], known: Known) -> None:
    by_kind = dict(zip(NAMED, known, strict=True))
    for token in _walk(tokens):
        among = by_kind.get(token.type)
        if among is not None and token.info not in among and not _is_call(token):
            token.type = "text"


def _is_call(token: Token) -> bool:
    return token.type == "mention" and token.info in CALLS


def _mark_names(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline":
            block.children = list(_with_names(block.children or []))


def _with_names(tokens: list[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += token.nesting * (token.type in {"link_open", "link_close"})
        if token.type == "text" and not links:
            yield from _split_at_names(token.content)
        else:
            yield token


def _split_at_names(text: str) -> Iterator[Token]:
    end = 0
    for match in _NAME.finditer(text):
        if match.start() > end:
            yield Token("text", "", 0, content=text[end : match.start()])
        yield _name_token(match)
        end = match.end()
    if end < len(text):
        yield Token("text", "", 0, content=text[end:])


def _name_token(match: re.Match[str]) -> Token:
    if match["code"]:
        return _emoji_token(match["code"])
    kind = "mention" if match["person"] else "room_link"
    name = normalize("NFKC", match["person"] or match["room"]).casefold()
    return Token(kind, "", 0, content=match[0], info=name)


def _emoji_token(code: str) -> Token:
    """A shortcode that everybody knows is the emoji itself; any other may be one of the site's own."""
    sign = emoji.by_code(code)
    return Token("text", "", 0, content=sign) if sign else Token("site_emoji", "", 0, content=f":{code}:", info=code)


def _mention_html(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    return f'<span class="mention" data-username="{escape(token.info)}">{escape(token.content)}</span>'


def _room_html(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    return f'<span class="room-link" data-room="{escape(token.info)}">{escape(token.content)}</span>'


def _emoji_html(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    """The page puts the picture in: where it is, and whether it is still there, changes without the message."""
    token = tokens[index]
    return f'<span class="emoji" data-emoji="{escape(token.info)}">{escape(token.content)}</span>'


def _code_html(_self: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    token = tokens[index]
    language, html = highlighted(token.content, token.info)
    attribute = f' data-language="{language}"' if language else ""
    return f"<pre{attribute}><code>{html}</code></pre>\n"


def _bare_link(state: StateInline, silent: bool) -> bool:
    """`https://…` in running text, up to white space, without the punctuation that ends a sentence or a bracket."""
    scheme = None if silent or state.linkLevel else _SCHEME.search(state.pending[-9:])
    match = scheme and _AFTER_SCHEME.match(state.src, state.pos, state.posMax)
    if not scheme or not match:
        return False
    rest = _without_ending(match[0])
    state.pending = state.pending[: -len(scheme[0])]
    _push_link(state, scheme[0] + rest)
    state.pos += len(rest)
    return True


def _without_ending(url: str) -> str:
    """Brackets that were opened inside the address stay: `https://en.wikipedia.org/wiki/Tea_(meal)`."""
    end = len(url)
    surplus = url.count(")") - url.count("(")
    while url[end - 1] in _ENDINGS and (url[end - 1] != ")" or surplus > 0):
        surplus -= url[end - 1] == ")"
        end -= 1
    return url[:end]


def _push_link(state: StateInline, url: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(url)}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)


RULES = {"mention": _mention_html, "room_link": _room_html, "site_emoji": _emoji_html, "fence": _code_html}


def _make() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"breaks": True, "maxNesting": DEEPEST})
    markdown.enable(["blockquote", "fence", "list", "newline", "escape", "backticks"])
    markdown.enable(["emphasis", "strikethrough", "link", "autolink"])
    markdown.inline.ruler.before("escape", "bare_link", _bare_link)
    markdown.validateLink = lambda url: bool(_SAFE_LINK.match(url))  # type: ignore[method-assign]
    markdown.normalizeLinkText = str  # type: ignore[method-assign, assignment]
    markdown.core.ruler.before("text_join", "names", _mark_names)
    for kind, rule in RULES.items():
        markdown.add_render_rule(kind, rule)
    return markdown


_markdown = _make()
