from __future__ import annotations

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubbub.languages import LANGUAGES
from hubbub.markup import Known, Names, parsed, plain, render
from tests.support.attacks import ATTACKS

ALLOWED: dict[str, set[str]] = {
    "p": set(),
    "br": set(),
    "strong": set(),
    "em": set(),
    "s": set(),
    "code": set(),
    "pre": {"data-language"},
    "blockquote": set(),
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "a": {"href", "target", "rel"},
    "span": {"class", "data-username", "data-room"},
}
MARKDOWN = st.text(alphabet="ab1 \n\t*_~`>#-+.[]()<>@#\\/:&\"'=!é日", max_size=80) | st.lists(
    st.sampled_from(
        ["```\n", "```py\n", "> ", "- ", "1. ", "\n", "http://x.org/(", "[a](", ")", "@mina", "#tea", "**"]
    ),
    max_size=30,
).map("".join)


class Tags(HTMLParser):
    """Notes every element that is not on the list, every attribute that may not be there, every unsafe address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.strange: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.open.append(tag)
        allowed = ALLOWED.get(tag)
        self.strange += [tag] if allowed is None else [name for name, _ in attrs if name not in allowed]
        href = dict(attrs).get("href") or "https:"
        if not href.startswith(("http:", "https:", "mailto:", "HTTP:", "HTTPS:")):
            self.strange.append(href)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.strange.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.strange.append(data)


def html_of(body: str) -> str:
    html = render(body).html
    assert html is not None
    return html


def test_plain_text_has_no_html() -> None:
    for body in [
        "hello",
        "Two\nlines, and\n\na paragraph.",
        "2 < 3 & 5 > 4",
        "# no heading",
        "f(x) = y; <b>",
        "#",
        "a@b",
    ]:
        assert render(body) == (None, Names()), body


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("*a* _b_ **c** ~~d~~", "<p><em>a</em> <em>b</em> <strong>c</strong> <s>d</s></p>"),
        ("*a*\nb\n\nc", "<p><em>a</em><br>\nb</p>\n<p>c</p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("`<a> *b*`", "<p><code>&lt;a&gt; *b*</code></p>"),
        ("```\n<a>\n```", "<pre><code>&lt;a&gt;\n</code></pre>"),
        ("```klingon\nqo'\n```", "<pre><code>qo'\n</code></pre>"),
        (r"\*a\*", "<p>*a*</p>"),
        ("*a* <b>&amp;</b>", "<p><em>a</em> &lt;b&gt;&amp;amp;&lt;/b&gt;</p>"),
    ],
)
def test_markdown_becomes_html(body: str, html: str) -> None:
    assert html_of(body) == html


def test_code_in_a_known_language_is_highlighted() -> None:
    assert html_of("```py\ndef f(x): # one\n    return 1\n```") == (
        '<pre data-language="python"><code><span class="k">def</span> <span class="nf">f</span>(x): '
        '<span class="c"># one</span>\n    <span class="k">return</span> <span class="m">1</span>\n</code></pre>'
    )


@pytest.mark.parametrize(
    ("language", "code", "span"),
    [
        ("js", "const a = `x`", '<span class="s">`x`</span>'),
        ("html", '<p class="x">', '<span class="na">class</span>=<span class="s">"x"</span>'),
        ("json", '{"a": true}', '<span class="na">"a"</span>: <span class="k">true</span>'),
        ("sql", "SELECT 1 -- one", '<span class="c">-- one</span>'),
        ("diff", "-a\n+b", '<span class="gd">-a</span>\n<span class="gi">+b</span>'),
        ("yaml", "a: 1 # x", '<span class="na">a</span>: <span class="m">1</span> <span class="c"># x</span>'),
        ("python", 'class A:\n  """b\nc"""', '<span class="nc">A</span>:\n  <span class="s">"""b\nc"""</span>'),
        ("bash", "echo $HOME", '<span class="na">$HOME</span>'),
        ("rust", "fn a<'b>(c: &'b str)", "fn</span> a&lt;'b&gt;(c"),
    ],
)
def test_each_kind_of_language_has_its_colours(language: str, code: str, span: str) -> None:
    assert span in html_of(f"```{language}\n{code}\n```")


def test_links_open_elsewhere_and_tell_nothing() -> None:
    link = '<a href="https://x.org/a_b" target="_blank" rel="noopener noreferrer nofollow">'
    assert html_of("[tea](https://x.org/a_b 'a title')") == f"<p>{link}tea</a></p>"
    assert html_of("See (https://x.org/a_b).") == f"<p>See ({link}https://x.org/a_b</a>).</p>"
    assert html_of("<https://x.org/a_b>") == f"<p>{link}https://x.org/a_b</a></p>"


def test_a_link_keeps_the_brackets_that_it_opened() -> None:
    assert ">https://x.org/Tea_(meal)</a>)" in html_of("(https://x.org/Tea_(meal))")


def test_a_link_shows_the_address_as_it_was_written() -> None:
    assert ">https://x.org/%E2%80%AE</a>" in html_of("https://x.org/%E2%80%AE")


def test_file_names_are_no_links() -> None:
    assert render("main.py README.md socket.io").html is None


def test_people_and_rooms_are_marked() -> None:
    rendered = render("Hi @Mina, see #tea-room.")
    assert rendered.html == (
        '<p>Hi <span class="mention" data-username="mina">@Mina</span>, '
        'see <span class="room-link" data-room="tea-room">#tea-room</span>.</p>'
    )
    assert rendered.names == Names(frozenset({"mina"}), frozenset({"tea-room"}))


def test_only_people_and_rooms_that_exist_are_marked() -> None:
    rendered = render("@mina @nobody *#tea* #no", Known({"mina"}, {"tea"}))
    assert rendered.names == Names(frozenset({"mina"}), frozenset({"tea"}))
    assert "nobody</span>" not in (rendered.html or "")
    assert render("@nobody", Known(set())).html is None


def test_calls_are_marked_and_name_nobody() -> None:
    rendered = render("@All, and @mina", Known({"mina"}))
    assert '<span class="mention" data-username="all">@All</span>' in (rendered.html or "")
    assert rendered.names.calls == "all"
    assert render("@here", Known(set())).names.calls == "here"


def test_a_room_called_all_is_a_room() -> None:
    assert render("#all", Known(rooms={"all"})).names == Names(rooms=frozenset({"all"}))
    assert render("#all", Known(rooms=set())).html is None


@pytest.mark.parametrize(
    "body", ["a@mina", "@@mina", "/@mina", "`@mina`", "```\n@mina\n```", r"\@mina", "[@mina](https://x.org)"]
)
def test_some_names_are_no_mentions(body: str) -> None:
    assert not render(body).names.people


@pytest.mark.parametrize("body", ["@mina.", "(@mina)", "**@mina**", "- @mina", "> @mina's", "@Mina!", "x @mina-"])
def test_punctuation_around_a_name_is_not_the_name(body: str) -> None:
    assert render(body).names.people == {"mina"}


def test_a_name_longer_than_names_can_be_is_not_cut() -> None:
    assert not render("@" + "x" * 31).names.people
    assert not render("#" + "x" * 51).names.rooms
    assert render("@" + "x" * 30).names.people
    assert render("#" + "x" * 50).names.rooms


@pytest.mark.parametrize(
    ("body", "html"),
    [
        (":tada:", "<p>🎉</p>"),
        ("Done :white_check_mark: and :+1:!", "<p>Done ✅ and 👍!</p>"),
        (":tada::tada:", "<p>🎉🎉</p>"),
        ("**:tea:**", "<p><strong>🍵</strong></p>"),
    ],
)
def test_a_shortcode_is_its_emoji(body: str, html: str) -> None:
    assert render(body, Known(emoji=set())).html == html


@pytest.mark.parametrize("body", ["at 10:30:45", "a:tada:b", ":no-such-thing:", ":TADA:", ": tada :", "::", ":tada"])
def test_other_colons_are_colons(body: str) -> None:
    assert render(body, Known(emoji=set())).html is None


@pytest.mark.parametrize("body", ["`:tada:`", "```\n:tada:\n```", "[:tada:](https://x.org)"])
def test_code_and_links_keep_their_colons(body: str) -> None:
    assert ":tada:" in (render(body).html or "")


def test_an_emoji_of_the_site_is_marked_and_an_unknown_one_is_text() -> None:
    rendered = render(":kettle: and :teapot2:", Known(emoji={"kettle"}))
    assert rendered.html == '<p><span class="emoji" data-emoji="kettle">:kettle:</span> and :teapot2:</p>'
    assert rendered.names.emoji == {"kettle"}


def test_deep_nesting_is_shown_as_it_was_written() -> None:
    assert render("> " * 10 + "x").html is not None
    assert render("> " * 40 + "x").html is None


def test_an_excerpt_is_one_line() -> None:
    assert plain("> **Hi** @mina,\n\n- see `x`\n- and\nhttps://x.org/") == "Hi @mina, see x and https://x.org/"
    assert plain("word " * 100, longest=12) == "word word w…"
    assert plain("```py\na = 1\n```") == "a = 1"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_leaves_the_allow_list(attack: str) -> None:
    for body in (attack, f"*a* {attack}", f"> {attack}", f"@mina {attack}", f"[{attack}](https://x.org/{attack})"):
        assert Tags(render(body).html or "").strange == [], body


def test_there_are_many_attacks() -> None:
    assert len(set(ATTACKS)) >= 300


@given(MARKDOWN | st.text(max_size=60))
def test_html_is_on_the_allow_list_whatever_is_written(body: str) -> None:
    rendered = render(body)
    assert Tags(rendered.html or "").strange == []
    assert parsed(body).names == rendered.names
    assert "\n" not in plain(body)


@given(st.text(alphabet="ab .,!?'\"\nzé日", max_size=60))
def test_everyday_words_need_no_html(body: str) -> None:
    assert render(body).html is None or "." in body


@given(MARKDOWN)
def test_text_without_html_is_complete(body: str) -> None:
    if render(body).html is None:
        assert "".join(plain(body, 999).split()) == "".join(body.split())


HOSTILE = ["*a", "**_", "~~a", "[", "[](", "[[a]", "![", "`", "``` `", "\\", "<", "<a:", "http://", "http://[", "://a"]
HOSTILE += [
    "https://x.org/((",
    "http://a.b.",
    "> ",
    "- ",
    "- a\n",
    "1) a\n> b\n",
    "> - 1. ",
    "```\n",
    "@a",
    "#a-",
    ":a",
    ":tada:",
    "\n",
]
CODE = ["\n", "/* ", '"\\', "' ", "a: ", "<a ", "#", "$", "1."]


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_takes_at_most_twice_the_time(piece: str) -> None:
    assert growth(piece) < 3.5


@pytest.mark.parametrize("language", sorted({language.name for language in LANGUAGES.values()}))
def test_twice_the_code_takes_at_most_twice_the_time(language: str) -> None:
    for piece in CODE:
        assert growth(piece, f"```{language}\n") < 3.5


def growth(piece: str, opening: str = "") -> float:
    """How many times longer twice the text takes. Another try when it looks bad: the machine may be busy."""
    small, large = (opening + (piece * size)[:size] for size in (3000, 6000))
    if seconds(large) < 0.02:
        return 0
    ratios = (best(large) / best(small) for _ in range(4))
    return next((ratio for ratio in ratios if ratio < 3), 4)


def best(body: str) -> float:
    return min(seconds(body) for _ in range(3))


def seconds(body: str) -> float:
    start = time.process_time()
    render(body)
    return time.process_time() - start
