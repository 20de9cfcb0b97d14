"""The kernel's own limit: accept some sockets, answer their handshakes, then `send()` one frame to each, in a loop.

No event loop, no framework: the number to come near to. Usage: python -m bench.raw PORT SOCKETS SECONDS
"""

from __future__ import annotations

import base64
import hashlib
import select
import socket
import sys
import time

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
FRAME_SIZE = 400


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
    client.setblocking(False)
    return client


def frame() -> bytes:
    text = b'{"marker":"~"}'.ljust(FRAME_SIZE)
    return b"\x81\x7e" + len(text).to_bytes(2, "big") + text


def send_to_all(clients: list[socket.socket], payload: bytes) -> None:
    for client in clients:
        try:
            client.send(payload)
        except BlockingIOError:
            select.select([], [client], [])
            client.send(payload)


def main() -> None:
    port, sockets, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    server = socket.create_server(("127.0.0.1", port), backlog=sockets)
    clients = [accept(server) for _ in range(sockets)]
    payload, sent, start = frame(), 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        send_to_all(clients, payload)
        sent += sockets
    print(f"{sent} {time.perf_counter() - start}", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
