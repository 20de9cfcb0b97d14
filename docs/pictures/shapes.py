"""Boxes, arrows and words as SVG, in the product's own colours and type, light and dark."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[2] / "src/hubbub/static/hubbub/css/tokens.css"
COLOURS = ("paper", "side", "raise", "line", "edge", "ink", "soft", "accent", "accent-ink", "accent-wash", "good")

STYLE = """
svg {{ {light} }}
@media (prefers-color-scheme: dark) {{ svg {{ {dark} }} }}
text {{ font: 14px {font}; fill: var(--ink); }}
.title {{ font-size: 22px; font-weight: 650; }}
.strong {{ font-weight: 600; }}
.small {{ font-size: 12.5px; fill: var(--soft); }}
.code {{ font: 12.5px {mono}; }}
.soft {{ fill: var(--soft); }}
.paper {{ fill: var(--paper); }}
.box {{ fill: var(--raise); stroke: var(--line); stroke-width: 1.5; }}
.ours {{ fill: var(--accent-wash); stroke: var(--accent); stroke-width: 1.5; }}
.band {{ fill: var(--side); }}
.life {{ stroke: var(--line); stroke-width: 1.5; stroke-dasharray: 2 5; stroke-linecap: round; }}
.arrow {{ fill: none; stroke: var(--edge); stroke-width: 1.75; marker-end: url(#head); }}
.news {{ stroke: var(--accent); marker-end: url(#news-head); }}
.dashed {{ stroke-dasharray: 5 5; }}
.head {{ fill: var(--edge); }}
.news-head, .badge {{ fill: var(--accent); }}
.count {{ font-size: 12.5px; font-weight: 650; fill: var(--accent-ink); }}
"""

HEADS = "".join(
    f'<marker id="{name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    f'<path class="{name}" d="M0 0.8 10 5 0 9.2z"/></marker>'
    for name in ("head", "news-head")
)


def picture(width: int, height: int, title: str, *shapes: str) -> str:
    size = f'viewBox="0 0 {width} {height}"'
    frame = f'<rect class="paper" width="{width}" height="{height}" rx="12"/>'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">',
            f"<title>{escape(title)}</title>",
            f"<style>{_style()}</style>",
            f"<defs>{HEADS}</defs>",
            frame,
            *shapes,
            "</svg>",
            "",
        ]
    )


def words(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}" text-anchor="{anchor}">{escape(text)}</text>'


def box(x: float, y: float, width: float, height: float, *lines: str, kind: str = "box") -> str:
    """A card. Its first line is its name; a line that begins with ` is code."""
    top = y + height / 2 - (len(lines) - 1) * 9.5 + 5
    said = [_line(x + width / 2, top + 19 * at, line, at == 0) for at, line in enumerate(lines)]
    return "".join([f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="8"/>', *said])


def _line(x: float, y: float, line: str, first: bool) -> str:
    kind = "strong" if first else "small"
    return words(x, y, line.removeprefix("`"), "code" if line.startswith("`") else kind, "middle")


def band(x: float, y: float, width: float, height: float, name: str) -> str:
    label = words(x + width / 2, y + height - 14, name, "small", "middle")
    return f'<rect class="band" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="12"/>{label}'


def line(kind: str, *points: tuple[float, float]) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline class="{kind}" points="{path}"/>'


def badge(x: float, y: float, number: int) -> str:
    return f'<circle class="badge" cx="{x:g}" cy="{y:g}" r="11"/>' + words(x, y + 4.5, str(number), "count", "middle")


def _style() -> str:
    source = TOKENS.read_text()
    light, dark = ("; ".join(f"--{name}: {_pair(source, name)[at]}" for name in COLOURS) for at in (0, 1))
    return STYLE.format(light=light, dark=dark, font=_value(source, "font"), mono=_value(source, "mono"))


def _pair(source: str, name: str) -> tuple[str, str]:
    light, dark = _value(source, name).removeprefix("light-dark(").removesuffix(")").split(", ")
    return light, dark


def _value(source: str, name: str) -> str:
    return re.findall(rf"^\s*--{name}: (.+);$", source, re.MULTILINE)[0]
