"""The policy that the browser enforces."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory

from hubbub.server.csp import CSP, build_policy, content_security_policy, csp, csp_override

HEADER = "Content-Security-Policy"


def page(request: HttpRequest) -> HttpResponse:
    template = engines["django"].from_string('<script nonce="{{ csp_nonce }}"></script>')
    return HttpResponse(template.render(csp(request)))


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("no script here")


async def page_async(request: HttpRequest) -> HttpResponse:
    return page(request)


def test_a_nonce_of_a_page_is_in_its_header() -> None:
    response = content_security_policy(page)(RequestFactory().get("/"))
    nonce = response.content.decode().split('"')[1]
    assert len(nonce) > 16
    assert f"'nonce-{nonce}'" in response[HEADER]


def test_every_answer_has_a_nonce_of_its_own() -> None:
    answers = {content_security_policy(page)(RequestFactory().get("/"))[HEADER] for _ in range(5)}
    assert len(answers) == 5


def test_a_page_that_asks_for_no_nonce_allows_none() -> None:
    assert "nonce" not in content_security_policy(plain)(RequestFactory().get("/"))[HEADER]


def test_under_asgi_it_stays_on_the_event_loop() -> None:
    answer = content_security_policy(page_async)
    assert asyncio.iscoroutinefunction(answer)
    assert "'nonce-" in asyncio.run(answer(RequestFactory().get("/")))[HEADER]


def test_one_view_may_have_another_policy() -> None:
    view = csp_override({"default-src": [CSP.NONE]})(plain)
    assert content_security_policy(view)(RequestFactory().get("/"))[HEADER] == "default-src 'none'"


def test_an_asynchronous_view_may_too() -> None:
    view = csp_override({"default-src": [CSP.NONE]})(page_async)
    response = asyncio.run(content_security_policy(view)(RequestFactory().get("/")))
    assert response[HEADER] == "default-src 'none'"


def test_a_policy_reads_as_the_browser_wants_it() -> None:
    policy = {"default-src": [CSP.SELF], "script-src": [CSP.SELF, CSP.NONCE], "img-src": ["data:"]}
    assert build_policy(policy, "abc") == "default-src 'self'; script-src 'self' 'nonce-abc'; img-src data:"
    assert build_policy(policy) == "default-src 'self'; script-src 'self'; img-src data:"


def test_the_sign_in_page_is_strict(client: Client, db: None) -> None:
    policy = client.get("/accounts/login/")[HEADER]
    for strict in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "trusted-types hubbub"]:
        assert strict in policy
    assert "unsafe" not in policy


def test_the_admin_is_let_off_trusted_types_only(admin_client: Client) -> None:
    policy = admin_client.get("/admin/")[HEADER]
    assert "trusted-types" not in policy
    assert "script-src 'self'" in policy


def test_no_page_has_an_inline_script_or_style(client: Client, db: None) -> None:
    for path in ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/setup/", "/join/nope/"]:
        html = client.get(path).content.decode()
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert re.findall("<script", html) == re.findall('<script(?=[^>]* src="/static/)', html)


def test_other_headers_protect_as_well(client: Client, db: None) -> None:
    response: Any = client.get("/accounts/login/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
