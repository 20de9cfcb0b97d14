"""To which addresses the server sends anything: none of its own network, however it is written."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest

from hubbub import destinations
from hubbub.destinations import NotAllowed, Target, is_public, resolved, target

PUBLIC = ["1.1.1.1", "142.250.180.10", "2606:4700:4700::1111", "2a00:1450:4001:800::200a"]
PRIVATE = [
    *("0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1"),
    *("192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:1.1.1.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "2001::1", "2001:db8::1", "100::1"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_no_other_address_is(address: str) -> None:
    assert not is_public(ip_address(address))


def test_an_address_is_taken_apart() -> None:
    assert target("https://push.example.net/send/a?b=c#d") == Target("https", "push.example.net", 443, "/send/a?b=c")
    assert target("https://push.example.net:8443").authority == "push.example.net:8443"
    assert target("HTTPS://Push.Example.NET:443/").authority == "push.example.net"
    assert target("https://[2606:4700:4700::1111]/x").authority == "[2606:4700:4700::1111]"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "push.example.net",
        "//push.example.net/x",
        "http://push.example.net/x",
        "ftp://push.example.net/x",
        "file:///etc/passwd",
        "gopher://push.example.net:70/",
        "https://",
        "https:///x",
        "https://user@push.example.net/",
        "https://user:secret@push.example.net/",
        "https://@push.example.net/",
        "https://push.example.net:0/",
        "https://push.example.net:99999/",
        "https://push.example.net:x/",
        "https://[::1/",
        "https://localhost/",
        "https://localhost./",
        "https://intranet/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1:8443/",
        "https://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1/",
        "https://push.example.net/\r\nX-Evil: 1",
        "https://push.example.net/a b",
        "https://push.example.net/ä",
        "https://push.example.net\\@127.0.0.1/",
        "https://push.example.net/" + "x" * 2_000,
    ],
)
def test_what_is_no_public_https_address_is_not_asked(url: str) -> None:
    with pytest.raises(NotAllowed):
        target(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/x", "http://localhost/x", "https://[::1]/x"])
def test_this_machine_is_asked_where_that_is_allowed(url: str) -> None:
    assert target(url, loopback=True)


@pytest.mark.parametrize("url", ["http://push.example.net/", "https://10.0.0.1/", "http://192.168.1.1/", "https://a/"])
def test_and_no_other_for_that(url: str) -> None:
    with pytest.raises(NotAllowed):
        target(url, loopback=True)


# Names that lead somewhere else

Names = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """`names("1.1.1.1", …)`: what any name leads to."""

    def lead_to(*addresses: str) -> None:
        async def getaddrinfo(_loop: Any, host: str, port: int, **_: Any) -> list[Any]:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

        monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)

    return lead_to


FOUND = Target("https", "push.example.net", 443, "/")


async def test_a_name_gives_its_addresses_each_once(names: Names) -> None:
    names("1.1.1.1", "1.1.1.1", "2606:4700:4700::1111")
    assert await resolved(FOUND) == ["1.1.1.1", "2606:4700:4700::1111"]


@pytest.mark.parametrize("address", [*PRIVATE, "fe80::1%lo"])
async def test_a_name_that_leads_inside_is_not_asked(names: Names, address: str) -> None:
    names("1.1.1.1", address)
    with pytest.raises(NotAllowed):
        await resolved(FOUND)


@pytest.mark.parametrize("host", ["127.1", "0x7f.0.0.1", "2130706433.", "127.0.0.1.nip.io", "017700000001.example"])
async def test_other_ways_to_write_this_machine_lead_nowhere(host: str, names: Names) -> None:
    names("127.0.0.1")
    with pytest.raises(NotAllowed):
        await resolved(target(f"https://{host}/"))


async def test_loopback_allows_this_machine_and_no_other_inside(names: Names) -> None:
    names("127.0.0.1")
    assert await resolved(FOUND, loopback=True) == ["127.0.0.1"]
    names("10.0.0.1")
    with pytest.raises(NotAllowed):
        await resolved(FOUND, loopback=True)


def test_the_module_says_how_long_an_address_may_be() -> None:
    exact = "https://push.example.net/" + "x" * (destinations.LONGEST_URL - 25)
    assert target(exact)
    with pytest.raises(NotAllowed):
        target(exact + "x")
