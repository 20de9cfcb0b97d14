"""The kernel's own limit: accept some sockets, answer their handshakes, then `send()` one frame to each, in a loop.

Python's `socket.send` on blocking sockets: no event loop, no framework, nothing is read, nothing is stored, and no two
frames share a write. It is the number to come near to. With a program as last argument (`bench/raw.c`, compiled) that
does the sending instead, through the sockets that were accepted here.

Usage: python -m bench.raw PORT SOCKETS SECONDS FRAME_SIZE FRAMES_A_SECOND [PROGRAM]. At 0 it does not pause.
"""

from __future__ import annotations

import base64
import hashlib
import os
import socket
import sys
import time

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def accept(server: socket.socket) -> socket.socket:
    """The next socket that asks for an upgrade; one that only looks whether the port answers is passed over."""
    head = b""
    while b"\r\n\r\n" not in head:
        client, _ = server.accept()
        head = client.recv(4_096)
    key = next(line.split(b": ")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key"))
    answer = base64.b64encode(hashlib.sha1(key + GUID).digest())
    client.sendall(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + answer + b"\r\n\r\n"
    )
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def frame(size: int, stamp: int = 0) -> bytes:
    """A text frame of this many bytes in all, which says when it was sent."""
    text = b'{"type":"message","body":"%020d "}' % stamp
    text = text.ljust(size - 4)
    return b"\x81\x7e" + len(text).to_bytes(2, "big") + text


def send_to_all(clients: list[socket.socket], payload: bytes) -> None:
    for client in clients:
        client.send(payload)


def flood(clients: list[socket.socket], seconds: float, payload: bytes) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        send_to_all(clients, payload)


def keep_time(clients: list[socket.socket], seconds: float, size: int, rate: float) -> None:
    start = time.monotonic()
    for tick in range(round(seconds * rate)):
        time.sleep(max(0, start + tick / rate - time.monotonic()))
        send_to_all(clients, frame(size, time.monotonic_ns()))


def hand_over(program: str, clients: list[socket.socket], seconds: float, payload: bytes) -> None:
    """Become the program; it is given the sockets by their numbers, and the frame on its standard input."""
    reading, writing = os.pipe()
    os.write(writing, payload)
    os.close(writing)
    os.dup2(reading, 0)
    for client in clients:
        client.set_inheritable(True)
    os.execv(program, [program, str(seconds), *(str(client.fileno()) for client in clients)])


def main() -> None:
    port, sockets, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    size, rate = int(sys.argv[4]), float(sys.argv[5])
    server = socket.create_server(("127.0.0.1", port), backlog=sockets)
    clients = [accept(server) for _ in range(sockets)]
    if rate:
        keep_time(clients, seconds, size, rate)
    elif sys.argv[6:]:
        hand_over(sys.argv[6], clients, seconds, frame(size))
    else:
        flood(clients, seconds, frame(size))
    time.sleep(600)


if __name__ == "__main__":
    main()
