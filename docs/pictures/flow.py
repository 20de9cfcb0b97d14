"""The asynchronous request flow: one message from the keystroke to the other screens."""

from __future__ import annotations

from docs.pictures.shapes import badge, band, box, line, picture, words

LANES = {
    "others": ("The others", "their browsers"),
    "mina": ("Mina", "her browser"),
    "consumer": ("Consumer", "consumers.py"),
    "intake": ("Intake", "intake.py"),
    "hub": ("Hub", "hub.py"),
    "bus": ("Bus", "bus.py"),
    "operations": ("Operation", "operations/"),
    "database": ("Database", "the truth"),
    "layer": ("Channel layer", "other processes"),
}
STEPS = [
    ("mina", "consumer", "post", "client_id, body"),
    ("consumer", "intake", "", "strictly parsed"),
    ("intake", "operations", "post_messages(batch)", ""),
    ("operations", "database", "", "lock, rev, commit"),
    ("operations", "bus", "", "encoded once"),
    ("bus", "hub", "", "at once"),
    ("bus", "layer", "", "soon, and never in the way"),
    ("hub", "others", "message", "the same bytes to every socket"),
    ("consumer", "mina", "posted", ""),
]
LEFT, WIDE, TOP, STEP = 88, 131, 108, 50
WIDTH, BOTTOM = 1224, 690


def draw() -> str:
    return picture(
        WIDTH,
        BOTTOM + 30,
        "The asynchronous request flow",
        words(28, 44, "The asynchronous request flow", "title"),
        words(28, 70, "Nothing on the event loop waits for the database, for Redis or for a slow reader.", "soft"),
        band(_x("consumer") - 65.5, TOP - 14, 4 * WIDE - 3, BOTTOM - TOP + 14, "the event loop"),
        band(_x("operations") - 62.5, TOP - 14, WIDE - 3, BOTTOM - TOP + 14, "a worker thread"),
        *(_lane(name) for name in LANES),
        *(_step(at, *step) for at, step in enumerate(STEPS)),
    )


def _x(lane: str) -> float:
    return LEFT + WIDE * list(LANES).index(lane)


def _lane(name: str) -> str:
    x, ours = _x(name), name in {"consumer", "intake", "hub", "bus", "operations"}
    life = line("life", (x, TOP + 62), (x, BOTTOM - 34))
    return life + box(x - 59.5, TOP, 119, 54, *LANES[name], kind="ours" if ours else "box")


def _step(at: int, start: str, end: str, name: str, said: str) -> str:
    y = TOP + 104 + STEP * at
    way = 1 if _x(end) > _x(start) else -1
    kind = "arrow news" if start in {"bus", "hub"} else "arrow"
    arrow = line(kind, (_x(start) + 11 * way, y), (_x(end) - 3 * way, y))
    x = min(_x(start), _x(end)) + (22 if way > 0 else 10)
    return arrow + badge(_x(start), y, at + 1) + _label(x, y - 9, name, said)


def _label(x: float, y: float, name: str, said: str) -> str:
    shown = words(x, y, name, "code") if name else ""
    return shown + (words(x + 8.1 * len(name) + (6 if name else 0), y, said, "small") if said else "")
