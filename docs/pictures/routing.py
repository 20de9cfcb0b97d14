"""How HTTP and socket requests find the code that answers them."""

from __future__ import annotations

from docs.pictures.shapes import band, box, line, picture, words

SAID = "One address, one port. What is Hubbub's own has the warm border; the rest is uvicorn, Channels and Django."


def draw() -> str:
    return picture(
        1236,
        650,
        "How HTTP and socket requests are routed",
        words(28, 44, "How HTTP and socket requests are routed", "title"),
        words(28, 70, SAID, "soft"),
        band(500, 96, 544, 232, "pages and the HTTP API"),
        band(500, 346, 544, 280, "sockets"),
        *_way_in(),
        *_pages(),
        *_sockets(),
        *_behind(),
    )


def _way_in() -> list[str]:
    return [
        box(28, 300, 104, 60, "A browser", "or a program"),
        line("arrow", (132, 330), (158, 330)),
        box(162, 300, 104, 60, "uvicorn", "or Daphne"),
        line("arrow", (266, 330), (292, 330)),
        box(296, 292, 186, 76, "ProtocolTypeRouter", "by the scope's type", "`hubbub/asgi.py"),
        line("arrow", (389, 292), (389, 178), (512, 178)),
        words(399, 240, "http", "code"),
        line("arrow", (389, 368), (389, 400), (512, 400)),
        words(399, 420, "websocket", "code"),
    ]


def _pages() -> list[str]:
    return [
        box(516, 142, 150, 72, "Django", "middleware: session,", "user, CSRF"),
        line("arrow", (666, 178), (692, 178)),
        box(696, 148, 112, 60, "urls.py", "path → view"),
        line("arrow", (808, 166), (828, 166), (828, 142), (848, 142)),
        line("arrow", (808, 190), (828, 190), (828, 226), (848, 226)),
        box(852, 112, 176, 60, "pages/chat.py", "`chat/<room_name>/", kind="ours"),
        box(852, 196, 176, 60, "api/", "`api/v1/…", kind="ours"),
        words(516, 252, "In the product, static files are", "small"),
        words(516, 270, "answered before Django is asked.", "small"),
    ]


def _sockets() -> list[str]:
    return [
        box(516, 370, 150, 60, "ExactOrigin", "Validator", kind="ours"),
        line("arrow", (591, 430), (591, 446)),
        box(516, 450, 150, 60, "AllowedHosts", "OriginValidator"),
        line("arrow", (591, 510), (591, 526)),
        box(516, 530, 150, 60, "AuthMiddleware", "Stack: who is it?"),
        line("arrow", (666, 560), (680, 560), (680, 480), (692, 480)),
        box(696, 450, 112, 60, "URLRouter", "ws_urlpatterns"),
        line("arrow", (808, 468), (828, 468), (828, 442), (848, 442)),
        line("arrow", (808, 492), (828, 492), (828, 526), (848, 526)),
        box(852, 412, 176, 60, "ChatConsumer", "`ws/chat/", kind="ours"),
        box(852, 496, 176, 60, "ChatRoomConsumer", "`ws/chat/<room_name>/", kind="ours"),
    ]


def _behind() -> list[str]:
    return [
        line("arrow", (1028, 226), (1068, 226)),
        line("arrow", (1046, 226), (1046, 142), (1068, 142)),
        line("arrow", (1028, 442), (1068, 442)),
        line("arrow", (1028, 526), (1068, 526)),
        box(1072, 112, 128, 60, "operations/", "write", kind="ours"),
        box(1072, 196, 128, 60, "queries/", "read", kind="ours"),
        box(1072, 412, 128, 144, "live/", "intake: posts", "hub: sockets", kind="ours"),
        line("arrow", (1098, 412), (1098, 260)),
        words(1108, 312, "posts,", "small"),
        words(1108, 330, "asks", "small"),
        line("arrow news", (1200, 142), (1214, 142), (1214, 380), (1160, 380), (1160, 408)),
        words(1204, 320, "events", "small", "end"),
    ]
