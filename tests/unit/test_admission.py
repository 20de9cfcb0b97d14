"""Whose address a socket has, and what becomes of its places."""

from __future__ import annotations

from typing import Any

import pytest

from hubbub.errors import RateLimited
from hubbub.live.admission import Admission, address_of
from hubbub.live.limits import Sockets

ADDRESSES = {
    "10.0.0.7": "10.0.0.7",
    "::ffff:10.0.0.7": "10.0.0.7",
    "2001:db8:1:2:3::4": "2001:db8:1:2::/64",
    "2001:db8:1:2::": "2001:db8:1:2::/64",
    "fe80::1%eth0": "fe80::/64",
    "testclient": "",
    "": "",
}


@pytest.mark.parametrize(("host", "address"), ADDRESSES.items())
def test_an_address(host: str, address: str) -> None:
    assert address_of({"client": (host, 4711)}) == address


@pytest.mark.parametrize("scope", [{}, {"client": None}])
def test_no_address(scope: dict[str, Any]) -> None:
    assert address_of(scope) == ""


@pytest.fixture
def sockets(settings: Any) -> Sockets:
    settings.HUBBUB = {"SOCKETS_PER_USER": 2, "SOCKETS_PER_ADDRESS": 3}
    return Sockets(lambda: 0.0)


def admitted(sockets: Sockets, person: int) -> Admission:
    admission = Admission(sockets)
    admission.of_address({"client": ["10.0.0.7", 1]})
    admission.of_person(person)
    return admission


def test_a_person_who_has_too_many_is_told_when_to_come_back(sockets: Sockets) -> None:
    admitted(sockets, 1)
    last = admitted(sockets, 1)
    with pytest.raises(RateLimited, match="There are 2 open connections of you already") as refused:
        admitted(sockets, 1)
    assert refused.value.retry_after == 30
    last.end()
    last.end()
    assert sockets.count("person 1") == 1


def test_an_address_that_has_too_many_is_refused_before_anybody_asks_who_it_is(sockets: Sockets) -> None:
    places = [admitted(sockets, person) for person in (1, 2, 3)]
    with pytest.raises(RateLimited, match="There are 3 open connections of your address already"):
        Admission(sockets).of_address({"client": ["10.0.0.7", 1]})
    for place in places:
        place.end()
    assert [sockets.count(key) for key in ("address 10.0.0.7", "person 1")] == [0, 0]
