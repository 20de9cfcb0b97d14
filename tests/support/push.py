"""A browser that receives pushes, and a push service at a local address that takes them for it."""

from __future__ import annotations

import base64
import json
import os
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from hubbub.models import Person, Subscription

Answer = int | tuple[int, dict[str, str]]
HANG = 0


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """The keys that a browser makes when it subscribes, and its reading of what comes: by code of others than ours."""

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        public = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh, self.auth = encoded(public), encoded(self._secret)

    def read(self, record: bytes) -> bytes:
        found: bytes = http_ece.decrypt(
            record, private_key=self._private, auth_secret=self._secret, version="aes128gcm"
        )
        return found


def claims_of(header: str) -> Any:
    """What a VAPID header says; its signature is looked at elsewhere."""
    token = header.removeprefix("vapid t=").partition(",")[0]
    return json.loads(decoded(token.split(".")[1]))


# A push service


@dataclass
class Received:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService:
    """Takes pushes at a local address. `answers` holds what it says next; after those, 201.

    An answer is a status, or a status and headers; `HANG` says nothing for ever.
    """

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.answers: deque[Answer] = deque()
        self.always: Answer = 201
        self.browsers: dict[str, Browser] = {}
        self._hanging = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service._take(self)

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._hanging.set()
        self._server.shutdown()
        self._server.server_close()

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.received.append(Received(request.path, headers, body))
        answer = self.answers.popleft() if self.answers else self.always
        if answer == HANG:
            self._hanging.wait()
            return
        status, more = answer if isinstance(answer, tuple) else (answer, {})
        request.send_response(status)
        for name, value in more.items():
            request.send_header(name, value)
        request.end_headers()

    def browser(self, name: str = "laptop") -> dict[str, Any]:
        """What a browser of this name says when it subscribes here."""
        browser = self.browsers.setdefault(name, Browser())
        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        return {"endpoint": f"{self.url}/send/{name}", "keys": keys, "label": name}

    def pushes(self, name: str = "laptop") -> list[dict[str, Any]]:
        """What this browser has read of what came for it."""
        own = [one for one in self.received if one.path == f"/send/{name}"]
        return [json.loads(self.browsers[name].read(one.body)) for one in own]


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


def subscribe(person: Person, browser: dict[str, Any], **credential: Any) -> Subscription:
    """A browser of somebody takes pushes, as with a token, which is made where there is none yet."""
    from hubbub.credentials import Credential
    from hubbub.models import ApiToken
    from hubbub.operations import subscriptions

    credential = {"digest": f"token of {person.pk}", **credential}
    if "session_key" not in credential:
        ApiToken.objects.get_or_create(digest=credential["digest"], defaults={"person": person})

    new = subscriptions.NewSubscription(
        browser["endpoint"], browser["keys"]["p256dh"], browser["keys"]["auth"], browser["label"], "https://chat.test"
    )
    return subscriptions.subscribe(person, new, Credential(person.pk, **credential))
