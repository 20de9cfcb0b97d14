"""What no well-behaved program sends: frames, handshakes and requests, spoiled or made up. No input, no output."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

KEY = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
COMMANDS: list[dict[str, Any]] = [
    {"type": "ping"},
    {"type": "subscribe", "room": "tea", "since": 3},
    {"type": "unsubscribe", "room": "tea"},
    {
        "type": "post",
        "room": "tea",
        "client_id": "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
        "body": "Hello",
        "reply_to": 1,
    },
    {"type": "typing", "room": "tea"},
    {"type": "read", "room": "tea", "number": 1},
]
REQUESTS = [
    "GET rooms",
    "GET rooms/tea/messages?before=5&limit=7",
    "GET rooms/tea/messages?since=1",
    'POST rooms/tea/messages {"body": "Hello", "reply_to": 1}',
    'PATCH rooms/tea/messages/1 {"body": "Hello"}',
    "PUT rooms/tea/messages/1/reactions/%F0%9F%91%8D",
    "DELETE rooms/tea/messages/1/reactions/%F0%9F%91%8D",
    'POST rooms/tea/read {"number": 1}',
    'POST direct {"usernames": ["jonas"]}',
    'POST rooms {"room": "garbage", "people": ["jonas"]}',
    "GET users?q=m",
    'PATCH me {"name": "Rosa"}',
]
JUNK: list[Any] = [
    None, True, 0, -1, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, 0.5, "", " ", "\0", "\ud800", "\u202e", "a" * 9_000,
    "tea", "🫖", "../..", "%00", "<script>", "NaN", "2020-01-01", [], {}, [[[[[]]]]], {"": {}}, {"__proto__": 1},
]  # fmt: skip


def frame(chance: random.Random) -> str | bytes:
    """Something for a socket that lets through whole frames only: text, or bytes for a binary one."""
    made: list[Callable[[], str | bytes]] = [
        lambda: json.dumps(altered(chance.choice(COMMANDS), chance)),
        lambda: spoiled(json.dumps(chance.choice(COMMANDS)).encode(), chance).decode(errors="replace"),
        lambda: json.dumps(chance.choice(JUNK)),
        lambda: chance.choice("[{") * chance.randrange(1, 60_000),
        lambda: chance.randbytes(chance.randrange(200)),
    ]
    return chance.choice(made)()


def altered(command: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """With another value, a key too many, or one too few."""
    key = chance.choice([*command, "extra", ""])
    found = {**command, key: chance.choice(JUNK)}
    if chance.random() < 0.3:
        del found[chance.choice([*found])]
    return found


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """With some bytes changed, put in, left out or doubled; or with its end missing."""
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        until = at + chance.randrange(4)
        middle = chance.choice([b"", chance.randbytes(3), data[at:until] * 3, b"\r\n", b"\0", b"\xff", b"%", b"{"])
        data = data[:at] + middle + data[until:]
    return data if chance.random() < 0.7 else data[: chance.randrange(len(data) + 1)]


def raw_frames(chance: random.Random) -> bytes:
    """Bytes on an open WebSocket: frames with wrong bits, codes, lengths, no mask, or text that is no Unicode."""
    payload = chance.randbytes(chance.randrange(126))
    head = bytes([chance.randrange(256), 128 * (chance.random() < 0.8) + len(payload)])
    long = bytes([chance.randrange(256), chance.choice([126, 127, 254, 255])]) + chance.randbytes(8)
    text = bytes([0x81, 128 + len(payload)]) + bytes(4) + payload
    return chance.choice([head + bytes(4) + payload, long + payload, text, chance.randbytes(chance.randrange(1, 300))])


def request(chance: random.Random, host: str, token: str) -> bytes:
    """One over HTTP, signed in or not, that ends its connection."""
    method, path, body = [*chance.choice(REQUESTS).split(" ", 2), ""][:3]
    if chance.random() < 0.5:
        body = json.dumps(chance.choice([*JUNK, *[{"body": value} for value in JUNK], *[{key: 1} for key in "ab"]]))
    if chance.random() < 0.3:
        method = chance.choice(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "BREW", "get"])
    head = (
        f"{method} /api/v1/{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n"
    )
    if chance.random() < 0.8:
        head += f"Authorization: Bearer {token}\r\n"
    whole = f"{head}\r\n{body}".encode()
    return spoiled(whole, chance) if chance.random() < 0.6 else whole


def handshake(chance: random.Random, host: str, token: str) -> bytes:
    path = chance.choice(
        ["/ws/chat/", "/ws/chat/tea/?since=1", "/ws/chat/tea/?since=🫖", "/ws/chat/no-such/", "/ws/", "/"]
    )
    head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    key = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    way_in = chance.choice([f"Authorization: Bearer {token}\r\n", "Cookie: sessionid=x\r\n", "Origin: http://[::1\r\n"])
    whole = f"{head}{key}{way_in}\r\n".encode()
    return spoiled(whole, chance) if chance.random() < 0.9 else whole
