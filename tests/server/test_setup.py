"""The first account: made once, by whoever has the secret that the server printed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from hubbub.models import Membership, Site
from hubbub.operations.accounts import create_account
from hubbub.operations.site import new_setup_secret
from tests.support.servers import Server

FORM = {"site_name": "Riverside Makers", "name": "Mina Okafor", "username": "mina", "password": "kettle-bridge-41"}


@pytest.fixture
def secret(db: None) -> str:
    """Of a site without accounts."""
    made = new_setup_secret()
    assert made
    return made


def test_the_printed_address_makes_the_owner_who_is_then_inside(client: Client, secret: str) -> None:
    assert client.get("/setup/", {"secret": secret}).status_code == 200
    response = client.post(f"/setup/?secret={secret}", FORM)
    assert response.headers["Location"] == "/chat/"
    owner = get_user_model().objects.get()
    assert (owner.get_username(), owner.get_full_name(), owner.is_superuser) == ("mina", "Mina Okafor", True)
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_it_names_the_site_and_opens_a_room_that_everybody_joins(client: Client, secret: str) -> None:
    client.post(f"/setup/?secret={secret}", FORM)
    assert Site.objects.get().name == "Riverside Makers"
    create_account("jonas", None)
    members = Membership.objects.filter(room__name="general").values_list("person__username", "role")
    assert set(members) == {("mina", "owner"), ("jonas", "member")}


@pytest.mark.parametrize("wrong", ["", "x", "é", "\x00"])
def test_without_the_secret_there_is_no_form(client: Client, secret: str, wrong: str) -> None:
    assert client.get("/setup/", {"secret": wrong}).status_code == 403
    assert client.post("/setup/", {**FORM, "secret": secret}).status_code == 403
    assert not get_user_model().objects.exists()


def test_it_works_once(client: Client, secret: str) -> None:
    client.post(f"/setup/?secret={secret}", FORM)
    again = client.post(f"/setup/?secret={secret}", {**FORM, "username": "eve"})
    assert again.status_code == 403
    assert get_user_model().objects.count() == 1


def test_another_start_makes_the_address_before_it_useless(client: Client, secret: str) -> None:
    later = new_setup_secret()
    assert client.get("/setup/", {"secret": secret}).status_code == 403
    assert client.get("/setup/", {"secret": later}).status_code == 200


def test_a_site_with_an_account_has_no_secret(client: Client, secret: str) -> None:
    create_account("mina", "kettle-bridge-41")
    assert client.get("/setup/", {"secret": secret}).status_code == 403
    assert new_setup_secret() is None


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("username", "mi na", "A username is made of letters"),
        ("username", "everyone", "is, or looks like, a name that Hubbub uses itself"),
        ("name", "Mi\u202ena", "must be one line without invisible or control characters"),
        ("site_name", "   ", "This field is required."),
        ("password", "12345678", "This password is too common."),
        ("password", "mina-okafor", "The password is too similar to the"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    client: Client, secret: str, field: str, value: str, complaint: str
) -> None:
    response = client.post(f"/setup/?secret={secret}", {**FORM, field: value})
    assert complaint in response.context["form"].errors[field][0]
    assert complaint in response.content.decode()
    assert client.get("/setup/", {"secret": secret}).status_code == 200


def test_of_fifty_who_try_at_once_one_wins(serve: Callable[..., Server]) -> None:
    server = serve(cast=False)
    with server.browser() as browser, ThreadPoolExecutor(50) as crowd:
        browser.get(server.setup_url).raise_for_status()
        token = browser.cookies["csrftoken"]
        answers = list(crowd.map(lambda number: attempt(server, token, f"person{number}"), range(50)))
    assert sorted(answers) == [302] + [403] * 49
    assert server.cli("shell", "-v0", "-c", COUNT) == "1 1\n"


COUNT = """
from django.contrib.auth import get_user_model
from hubbub.models import Room
print(get_user_model().objects.count(), Room.objects.count())
"""


def attempt(server: Server, token: str, username: str) -> int:
    with httpx.Client(cookies={"csrftoken": token}, trust_env=False, timeout=60) as browser:
        form = {**FORM, "username": username, "csrfmiddlewaretoken": token}
        return browser.post(server.setup_url, data=form, headers={"Origin": server.url}).status_code
