"""Draws the pictures of the documentation: python -m docs.pictures.draw"""

from __future__ import annotations

from pathlib import Path

from docs.pictures import flow, routing

IMAGES = Path(__file__).resolve().parents[1] / "images"
PICTURES = {"request-flow.svg": flow.draw, "routing.svg": routing.draw}

if __name__ == "__main__":
    for name, draw in PICTURES.items():
        (IMAGES / name).write_text(draw())
