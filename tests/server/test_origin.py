"""Whose pages may open a socket."""

from __future__ import annotations

from typing import Any

import pytest

from hubbub.live.origin import ExactOriginValidator

OWN = "http://chat.example:8000"
OTHERS = [
    "https://chat.example:8000",
    "http://chat.example",
    "http://chat.example:8001",
    "http://evil.example:8000",
    "http://chat.example:8000.evil.example",
    "http://chat.example:8000@evil.example",
    "http://chat.example:8000/",
    "http://chat.example:8000 ",
    "null",
    "",
    "http://[::1",
    "http://chat.example:port",
    "file://",
    "http://\u00ff",
    f"{OWN},{OWN}",
]


async def test_the_sites_own_page_may() -> None:
    assert await served(origin=OWN, cookie="sessionid=abc") == "page"


async def test_case_and_the_usual_port_make_no_difference() -> None:
    assert await served(origin="HTTP://Chat.Example:80", host="chat.example", cookie="sessionid=abc") == "page"


@pytest.mark.parametrize("origin", OTHERS)
async def test_any_other_page_may_not(origin: str) -> None:
    assert await served(origin=origin, cookie="sessionid=abc") == "403"


@pytest.mark.parametrize("origin", OTHERS)
async def test_a_token_does_not_help_a_foreign_page(origin: str) -> None:
    assert await served(origin=origin, authorization="Bearer abc") == "403"


async def test_a_session_without_an_origin_is_no_browsers() -> None:
    assert await served(cookie="theme=dark; sessionid=abc") == "403"
    assert await served(cookie="broken{}; sessionid=abc") == "403"


async def test_a_program_with_a_token_needs_no_origin() -> None:
    assert await served(authorization="Bearer abc") == "program"
    assert await served(authorization="bearer abc", cookie="sessionid=abc") == "program"


async def test_somebody_without_anything_is_let_through_to_be_asked_to_sign_in() -> None:
    assert await served() == "program"


async def test_behind_tls_the_own_page_is_the_secure_one() -> None:
    assert await served(scheme="wss", host="chat.example", origin="https://chat.example") == "page"
    assert await served(scheme="wss", host="chat.example", origin="http://chat.example") == "403"


async def test_a_trusted_origin_of_the_host_project_may(settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://app.example"]
    assert await served(origin="https://app.example") == "page"
    assert await served(origin="https://app.example:444") == "403"


async def test_the_header_of_a_trusted_proxy_says_that_it_was_tls(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert await served(origin="https://chat.example:8000", **{"x-forwarded-proto": "https"}) == "page"
    assert await served(origin=OWN, **{"x-forwarded-proto": "https"}) == "403"


async def served(*, scheme: str = "ws", host: str = "chat.example:8000", **headers: str) -> str:
    """Who answered a handshake with these headers."""
    answers: list[str] = []

    def application(name: str) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            answers.append(name)

        return answer

    async def send(message: Any) -> None:
        assert message["type"] == "websocket.close"
        answers.append("403")

    raw = [(name.encode(), value.encode("utf-8")) for name, value in {"host": host, **headers}.items()]
    scope = {"type": "websocket", "scheme": scheme, "headers": raw}
    await ExactOriginValidator(application("page"), programs=application("program"))(scope, None, send)  # type: ignore[arg-type]
    [answer] = answers
    return answer
