"""The owner's page: a link for friends, the site's name, who may sign up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hubbub.models import Invitation, Site
from hubbub.operations.invitations import create_invitation
from tests.support.cast import Cast


@pytest.fixture
def mina(client: Client, cast: Cast) -> Client:
    """The browser of the site's owner."""
    client.force_login(cast.mina.user)
    return client


def act(client: Client, does: str, **form: Any) -> Any:
    return client.post("/site/", {"does": does, **form})


def html(client: Client) -> str:
    return client.get("/site/").content.decode()


def test_the_owner_makes_a_link_and_somebody_comes_in_by_it(mina: Client) -> None:
    page = act(mina, "invite", uses=3, days=2)
    link = page.context["link"]
    assert f'value="{link}"' in page.content.decode()
    assert "For 3 people," in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert "<bdi>Mina Alvarez</bdi> invites you." in Client().get(link).content.decode()


def test_the_link_is_shown_once_and_the_invitation_is_listed(mina: Client) -> None:
    code = act(mina, "invite", uses=1, days=1).context["link"].rstrip("/").rpartition("/")[2]
    assert code not in html(mina)
    assert "Made by <bdi>Mina Alvarez</bdi>" in html(mina)
    assert "1 use left," in html(mina)


def test_without_another_wish_it_is_for_ten_people_and_seven_days(mina: Client) -> None:
    form = mina.get("/site/").context["invite"]
    assert {name: field.initial for name, field in form.fields.items()} == {"uses": 10, "days": 7}


def test_a_revoked_link_lets_nobody_in(mina: Client) -> None:
    link = act(mina, "invite", uses=3, days=2).context["link"]
    answer = act(mina, "revoke", invitation=Invitation.objects.get().pk)
    assert answer.headers["Location"] == "/site/"
    assert "That link does not work any more." in html(mina)
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("invitation", ["1000", "9" * 30, "one", ""])
def test_revoking_what_is_not_there_is_quiet(mina: Client, invitation: str) -> None:
    assert act(mina, "revoke", invitation=invitation).headers["Location"] == "/site/"


@pytest.mark.parametrize("over", [{"uses_left": 0}, {"expires": timezone.now() - timedelta(seconds=1)}])
def test_an_invitation_that_is_over_is_not_listed(mina: Client, cast: Cast, over: dict[str, Any]) -> None:
    create_invitation(cast.mina)
    Invitation.objects.update(**over)
    assert "Open invitations" not in html(mina)


def test_the_site_gets_a_name_and_opens_its_doors(mina: Client) -> None:
    assert act(mina, "change", name=" Riverside  Makers ", sign_up="open", notify="all").headers["Location"] == "/site/"
    site = Site.objects.get()
    assert (site.name, site.sign_up, site.notify) == ("Riverside Makers", "open", "all")
    assert "Saved." in html(mina)


def test_of_a_closed_site_it_says_that_links_do_not_work(mina: Client) -> None:
    act(mina, "change", name="Makers", sign_up="closed", notify="mentions")
    assert "Nobody can make an account at the moment" in html(mina)


@pytest.mark.parametrize(
    ("does", "field", "value", "complaint"),
    [
        ("invite", "uses", "0", "The number of uses is from 1 to 1,000."),
        ("invite", "days", "366", "The number of days is from 1 to 365."),
        ("invite", "days", "9" * 30, "The number of days is from 1 to 365."),
        ("invite", "uses", "many", "Enter a whole number."),
        ("change", "name", "Mi\u202ena", "must be one line without invisible or control characters"),
        ("change", "name", "", "This field is required."),
        ("change", "sign_up", "ajar", "ajar is not one of the available choices."),
        ("change", "notify", "loudly", "loudly is not one of the available choices."),
    ],
)
def test_what_is_refused_is_said_beside_the_field(
    mina: Client, does: str, field: str, value: str, complaint: str
) -> None:
    before = Site.objects.get().name
    form = {"uses": "1", "days": "1", "name": "Makers", "sign_up": "open", "notify": "all"}
    page = act(mina, does, **{**form, field: value})
    [said] = page.context["invite" if does == "invite" else "settings"].errors[field]
    assert complaint in said
    assert f'id="id_{field}_error"' in page.content.decode()
    assert (Site.objects.get().name, Invitation.objects.count()) == (before, 0)


@pytest.mark.parametrize("does", ["", "invite", "revoke", "change"])
def test_others_are_told_whose_page_it_is(client: Client, cast: Cast, does: str) -> None:
    client.force_login(cast.eve.user)
    page = act(client, does, uses=1, days=1, name="Eve’s", sign_up="open", notify="all")
    assert page.status_code == 403
    assert "Only the owner of this site" in page.content.decode()
    assert not Invitation.objects.exists()


def test_who_is_not_signed_in_signs_in_first(client: Client, cast: Cast) -> None:
    assert client.get("/site/").headers["Location"] == "/accounts/login/?next=/site/"
