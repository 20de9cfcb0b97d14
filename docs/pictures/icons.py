"""Draws the icons of the installed app from the logo's shapes: python docs/pictures/icons.py

The PNGs stand beside logo.svg; whoever changes the logo draws them again.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[2] / "src" / "hubbub" / "static" / "hubbub" / "img"
DARK, LIGHT, PAPER, WHITE = "#b9430b", "#f0a36b", "#f6f4f1", "#ffffff"
FINE = 8  # drawn so much larger, then made smaller, for smooth edges

# The logo's shapes on its grid of 32: a box, its radius, and the tail.
BACK = ((2, 4, 22, 20), 7.0, ((7, 18), (7, 24), (13, 19)))
FRONT = ((13, 11, 30, 25), 6.5, ((26, 23), (26, 28), (21, 24)))


def drawn(size: int, *, share: float, ground: str | None, colours: tuple[str, str]) -> Image.Image:
    """
    Args:
        share: how much of the picture the logo takes.
        ground: a colour behind it, or None.
    """
    picture = Image.new("RGBA", (size * FINE, size * FINE), ground or (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    scale, edge = size * FINE * share / 32, size * FINE * (1 - share) / 2
    for (box, radius, tail), colour in zip((BACK, FRONT), colours, strict=True):
        pen.rounded_rectangle([edge + at * scale for at in box], radius * scale, fill=colour)
        pen.polygon([(edge + x * scale, edge + y * scale) for x, y in tail], fill=colour)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    for size in (192, 512):
        drawn(size, share=0.9, ground=None, colours=(DARK, LIGHT)).save(FOLDER / f"icon-{size}.png", optimize=True)
    drawn(512, share=0.6, ground=PAPER, colours=(DARK, LIGHT)).save(FOLDER / "icon-maskable.png", optimize=True)
    drawn(96, share=0.9, ground=None, colours=(WHITE, WHITE)).save(FOLDER / "badge.png", optimize=True)


if __name__ == "__main__":
    main()
