"""A proxy that lets posts through to the server, and keeps some of their acknowledgements from the senders."""

from __future__ import annotations

import random

from tests.support.proxy import Alteration, Proxy

SHARE = 0.3
HTTP = b"HTTP/"
ACCEPTED = (b"HTTP/1.1 200", b"HTTP/1.1 201")
UPGRADED = b"HTTP/1.1 101"
END_OF_HEAD = b"\r\n\r\n"


class Thief(Proxy):
    """Takes about one acknowledgement of three. It swallows a frame, or ends the connection; HTTP's always."""

    def __init__(self, port: int, chance: random.Random) -> None:
        super().__init__(port)
        self.chance = chance
        self.swallowed = self.ended = 0

    @property
    def taken(self) -> int:
        return self.swallowed + self.ended

    def answers(self) -> Alteration:
        return Answers(self)

    def let_through(self, piece: bytes) -> bytes:
        """What its receiver gets of a frame, or of an answer over HTTP."""
        if not is_acknowledgement(piece) or self.chance.random() > SHARE:
            return piece
        if not piece.startswith(HTTP) and self.chance.random() < 0.5:
            self.swallowed += 1
            return b""
        self.ended += 1
        raise ConnectionAbortedError


class Answers:
    """What the server says on one connection, taken apart."""

    def __init__(self, thief: Thief) -> None:
        self._thief = thief
        self._rest = b""
        self._upgraded = False

    def __call__(self, data: bytes) -> bytes:
        self._rest += data
        let_through = b""
        while piece := self._next():
            let_through += self._thief.let_through(piece)
        return let_through

    def _next(self) -> bytes:
        """The next whole piece, if it is here: a frame; a handshake's head; of any other answer what there is."""
        size = len(self._rest)
        if self._upgraded:
            size = frame_size(self._rest)
        elif self._rest.startswith(UPGRADED):
            size = self._rest.find(END_OF_HEAD) + len(END_OF_HEAD)
            self._upgraded = True
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def frame_size(data: bytes) -> int:
    """Of the unmasked WebSocket frame at the beginning (RFC 6455, section 5.2); 0 while it is not all there."""
    if len(data) < 2:
        return 0
    extra = {126: 2, 127: 8}.get(data[1], 0)
    length = int.from_bytes(data[2 : 2 + extra]) if extra else data[1]
    size = 2 + extra + length
    return size if len(data) >= size else 0


def is_acknowledgement(piece: bytes) -> bool:
    return b'"type":"posted"' in piece or piece.startswith(ACCEPTED)
