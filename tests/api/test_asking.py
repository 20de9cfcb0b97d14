"""What every request has in common: who asks, and how a body, an address or a method is refused."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from hubbub.threads import in_thread
from tests.support.api import JSON, SITE, Caller, new_session
from tests.support.cast import Cast


@pytest.fixture
def browser(cast: Cast) -> Caller:
    """Rosa's, who has signed in."""
    return Caller(session=new_session(cast.rosa.user))


# Who asks


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic bWluYTp4", "bearer \x7f", "Token x"]
)
async def test_nobody_gets_in_without_a_valid_token(nobody: Caller, header: str) -> None:
    answer = await nobody.send("GET", "me", Authorization=header)
    assert (answer.status, answer.code) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_bad_token_is_not_saved_by_a_good_session(browser: Caller) -> None:
    assert (await browser.send("GET", "me", Authorization="Bearer wrong")).status == 401


async def test_a_browser_reads_with_its_session(browser: Caller) -> None:
    assert (await browser.get("me")).json["username"] == "rosa"


@pytest.mark.parametrize("token", ["", "wrong", "x" * 64])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "rooms"), ("PATCH", "me"), ("PUT", "rooms/tea/members/eve"), ("DELETE", "rooms/tea")]
)
async def test_a_browser_changes_nothing_without_the_csrf_token(
    browser: Caller, method: str, path: str, token: str
) -> None:
    answer = await browser.send(method, path, {}, **({"X_CSRFToken": token} if token else {}))
    assert (answer.status, answer.code) == (403, "forbidden")


async def test_a_browser_changes_with_the_csrf_token(browser: Caller) -> None:
    page = await browser.get(f"{SITE}/chat/")
    token = page.response.cookies[settings.CSRF_COOKIE_NAME]
    answer = await browser.send("PATCH", "me", {"name": "R."}, X_CSRFToken=token)
    assert (answer.status, answer.json["name"]) == (200, "R.")


async def test_another_site_changes_nothing_with_the_csrf_token(browser: Caller) -> None:
    page = await browser.get(f"{SITE}/chat/")
    token = page.response.cookies[settings.CSRF_COOKIE_NAME]
    answer = await browser.send("PATCH", "me", {"name": "R."}, X_CSRFToken=token, Origin="http://evil.example")
    assert answer.code == "forbidden"


async def test_who_is_not_signed_in_is_told_so_before_anything_else(nobody: Caller) -> None:
    for method, path in [("POST", "rooms"), ("DELETE", "rooms/tea"), ("PATCH", "me")]:
        assert (await nobody.send(method, path, b"{")).code == "unauthorized"


async def test_a_closed_account_has_no_token(rosa: Caller) -> None:
    users = get_user_model().objects.filter(username="rosa")
    await in_thread(users.update, is_active=False)
    assert (await rosa.get("me")).code == "unauthorized"


# What is asked


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nonsense", b"\xff", b"\x00", b"NaN", b'{"name": Infinity}', b"[" * 60_000, b'{"name":' * 7_000, b"[]",
     b'"name"', b"null", b"7", b"9" * 5_000, b'{"\\ud800": 1}', b'{"name": "\\ud800"}', b'{"name": "a"} x'],
)  # fmt: skip
async def test_a_body_that_is_no_object_is_refused(rosa: Caller, body: bytes) -> None:
    answer = await rosa.patch("me", body)
    assert (answer.status, answer.code) == (400, "invalid")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"])
async def test_a_body_of_another_kind_is_refused(rosa: Caller, kind: str) -> None:
    answer = await rosa.send("PATCH", "me", b'{"name": "Rosa"}', Content_Type=kind)
    assert (answer.status, answer.code) == (400, "invalid")


@pytest.mark.parametrize(("size", "status"), [(65_536, 200), (65_537, 413), (200_000, 413)])
async def test_a_body_has_up_to_64_kib(rosa: Caller, size: int, status: int) -> None:
    body = b'{"name": "Rosa"}'
    assert (await rosa.patch("me", body.ljust(size))).status == status


@pytest.mark.parametrize(
    "path", ["", "nope", "me/", "rooms/", "rooms/tea/nope", "%00", "rooms//messages", "..%2fadmin"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_an_address_of_nothing_is_not_found(nobody: Caller, method: str, path: str) -> None:
    answer = await nobody.send(method, path)
    assert (answer.status, answer.code) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "me", {"GET", "PATCH"}), ("PUT", "rooms", {"GET", "POST"}), ("GET", "rooms/tea/join", {"POST"})],
)
async def test_a_wrong_method_is_told_the_right_ones(nobody: Caller, method: str, path: str, allowed: set[str]) -> None:
    answer = await nobody.send(method, path)
    assert (answer.status, answer.code) == (405, "invalid")
    assert {name.strip() for name in answer.headers["Allow"].split(",")} == allowed


async def test_an_answer_is_json_that_nobody_keeps(rosa: Caller) -> None:
    for answer in (await rosa.get("me"), await rosa.get("nope")):
        assert answer.headers["Content-Type"] == JSON
        assert answer.headers["Cache-Control"] == "no-store"


# What is described


async def test_everything_is_described(nobody: Caller) -> None:
    described = (await nobody.get("openapi.json")).json
    operations = [one for path in described["paths"].values() for one in path.values()]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for reference in references(described):
        _, _, kind, name = reference.split("/")
        assert name in described["components"][kind]


async def test_the_page_of_docs_needs_no_other_site(nobody: Caller) -> None:
    page = await nobody.get("docs")
    html = page.response.text
    assert page.status == 200
    assert "swagger-ui" in html
    assert "https://" not in html
    assert "'unsafe-eval'" not in page.headers["Content-Security-Policy"]


def references(part: object) -> list[str]:
    if isinstance(part, list):
        return [found for one in part for found in references(one)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + [found for one in part.values() for found in references(one)]
