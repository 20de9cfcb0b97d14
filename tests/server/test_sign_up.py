"""Who gets in, and how: sign-up, invitations, sign-in, a forgotten password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from hubbub.errors import Denied, Invalid
from hubbub.models import Invitation, Person, Site
from hubbub.operations.invitations import create_invitation, revoke_invitation, use_invitation
from hubbub.operations.site import change_site
from tests.support.cast import PASSWORD, Cast

FORM = {"name": "Sam Reyes", "username": "sam", "password1": "otter-kettle-7"}


def sign_up(client: Client, path: str = "/accounts/signup/", **changes: str) -> Any:
    return client.post(path, {**FORM, **changes})


@pytest.fixture
def code(cast: Cast) -> str:
    """An invitation of Mina's, good for two."""
    return create_invitation(cast.mina, uses=2)[1]


def test_an_open_site_takes_anyone(client: Client, cast: Cast) -> None:
    change_site(cast.mina, sign_up="open")
    assert sign_up(client).headers["Location"] == "/chat/"
    person = Person.objects.get(username="sam")
    assert (person.name, person.user.is_superuser) == ("Sam Reyes", False)


def test_a_site_is_closed_to_strangers_unless_somebody_opens_it(client: Client, cast: Cast) -> None:
    assert "You need an invitation" in client.get("/accounts/signup/").content.decode()
    assert sign_up(client).status_code == 200
    assert not Person.objects.filter(username="sam").exists()


def test_an_invitation_says_whose_it_is_and_lets_in(client: Client, code: str) -> None:
    html = client.get(f"/join/{code}/").content.decode()
    assert "<bdi>Mina Alvarez</bdi> invites you." in html
    assert sign_up(client, f"/join/{code}/").headers["Location"] == "/chat/"
    assert Invitation.objects.get().uses_left == 1


def test_a_name_that_failed_does_not_use_the_invitation_up(client: Client, code: str) -> None:
    assert "is taken, or looks like" in sign_up(client, f"/join/{code}/", username="Mina").content.decode()
    assert Invitation.objects.get().uses_left == 2


@pytest.mark.parametrize("change", [{"uses_left": 0}, {"expires": timezone.now() - timedelta(seconds=1)}])
def test_an_invitation_ends(client: Client, code: str, change: dict[str, Any]) -> None:
    Invitation.objects.update(**change)
    assert client.get(f"/join/{code}/").status_code == 404
    assert sign_up(client, f"/join/{code}/").status_code == 404
    with pytest.raises(Denied, match="used up or has expired"):
        use_invitation(code)


def test_a_revoked_invitation_opens_nothing(client: Client, cast: Cast, code: str) -> None:
    revoke_invitation(cast.mina, Invitation.objects.get().pk)
    assert client.get(f"/join/{code}/").status_code == 404


def test_a_closed_site_takes_nobody_even_with_an_invitation(client: Client, cast: Cast, code: str) -> None:
    change_site(cast.mina, sign_up="closed")
    assert client.get(f"/join/{code}/").status_code == 404
    assert sign_up(client, f"/join/{code}/").status_code == 404


def test_only_the_owner_invites_and_changes_the_site(cast: Cast) -> None:
    with pytest.raises(Denied):
        create_invitation(cast.eve)
    with pytest.raises(Denied):
        change_site(cast.eve, sign_up="open")
    assert Site.objects.get().sign_up == "invitation"


@pytest.mark.parametrize("wrong", [{"uses": 0}, {"uses": 1_001}, {"days": 0}, {"days": 366}])
def test_an_invitation_has_limits(cast: Cast, wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid, match="is from 1 to"):
        create_invitation(cast.mina, **wrong)


def test_a_way_to_sign_up_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        change_site(cast.mina, sign_up="ajar")


@pytest.mark.parametrize("username", ["mina", "MINA", "m\u0456na", "\uff4dina"])
def test_nobody_gets_a_name_that_can_be_taken_for_minas(client: Client, cast: Cast, username: str) -> None:
    change_site(cast.mina, sign_up="open")
    assert "is taken, or looks like" in sign_up(client, username=username).content.decode()


def test_the_name_of_somebody_who_left_stays_theirs(client: Client, cast: Cast) -> None:
    change_site(cast.mina, sign_up="open")
    get_user_model().objects.get(username="rosa").delete()
    assert "is taken" in sign_up(client, username="rosa").content.decode()


def test_a_weak_password_is_refused_beside_its_field(client: Client, cast: Cast) -> None:
    change_site(cast.mina, sign_up="open")
    html = sign_up(client, password1="password").content.decode()
    assert 'aria-invalid="true"' in html
    assert "This password is too common." in html


@pytest.mark.parametrize("username", ["jonas", "Jonas", "JONAS"])
def test_signing_in_does_not_mind_capitals(client: Client, cast: Cast, username: str) -> None:
    response = client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    assert response.headers["Location"] == "/chat/"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client: Client, cast: Cast) -> None:
    pages = [client.post("/accounts/login/", {"login": who, "password": "no"}) for who in ("jonas", "nobody-at-all")]
    errors = [page.context["form"].non_field_errors() for page in pages]
    assert errors[0] == errors[1] == ["That username and password do not belong together."]


def test_guessing_a_password_is_stopped_and_the_stop_survives_a_restart(client: Client, cast: Cast) -> None:
    for _ in range(6):
        client.post("/accounts/login/", {"login": "jonas", "password": "no"})
    page = client.post("/accounts/login/", {"login": "jonas", "password": PASSWORD})
    assert page.context["form"].non_field_errors() == ["Too many attempts. Wait five minutes, then try again."]


def test_a_session_is_new_after_signing_in(client: Client, cast: Cast) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.post("/accounts/login/", {"login": "jonas", "password": PASSWORD})
    assert client.session.session_key != session.session_key


def test_signing_out_needs_a_click(client: Client, cast: Cast) -> None:
    client.force_login(cast.jonas.user)
    assert "Sign out?" in client.get("/accounts/logout/").content.decode()
    assert client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_without_a_mail_server_a_forgotten_password_has_a_sentence(client: Client, cast: Cast) -> None:
    assert "This server cannot send mail." in client.get("/accounts/password/reset/").content.decode()


def test_with_a_mail_server_it_has_a_link(client: Client, cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    get_user_model().objects.filter(username="jonas").update(email="jonas@makers.example")
    client.post("/accounts/password/reset/", {"email": "jonas@makers.example"})
    [message] = mail.outbox
    assert message.subject == "[Hubbub] Password Reset Email"
    assert "/accounts/password/reset/key/" in message.body


def test_the_front_door_leads_to_the_chat(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"] == "/chat/"


def test_the_admin_is_behind_the_same_door(client: Client, cast: Cast) -> None:
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert client.get("/admin/login/?next=/admin/").headers["Location"].startswith("/accounts/login/?next=")
    client.force_login(cast.eve.user)
    assert client.get("/admin/login/").status_code == 403


def test_the_admin_makes_accounts(client: Client, cast: Cast) -> None:
    client.force_login(cast.mina.user)
    form = {"username": "Wanjiru", "name": "", "password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    client.post("/admin/hubbub_accounts/user/add/", form)
    assert get_user_model().objects.get(username="Wanjiru").key == "wanjiru"


def test_no_page_repeats_that_somebody_signed_in(client: Client, cast: Cast) -> None:
    client.post("/accounts/login/", {"login": "jonas", "password": PASSWORD})
    assert "Successfully" not in client.get("/accounts/logout/").content.decode()
