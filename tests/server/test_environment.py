"""What the environment may say, and the sentences for what it may not."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hubbub.server import environment
from hubbub.server.environment import Address, BadSetting

ADDRESSES = {
    "https://chat.example.org": Address("https", "chat.example.org"),
    "https://chat.example.org/": Address("https", "chat.example.org"),
    "https://chat.example.org:443": Address("https", "chat.example.org"),
    "http://127.0.0.1:8000": Address("http", "127.0.0.1", 8000),
    "http://[::1]:8000": Address("http", "[::1]", 8000),
}
NO_ADDRESSES = [
    "chat.example.org",
    "ftp://x",
    "https://",
    "http://[::1",
    "https://x/chat",
    "https://a@b",
    "http://x:99999",
]


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    assert (environment.host({}), environment.port({}), environment.workers({})) == ("127.0.0.1", 8000, 1)
    assert environment.address({}) is None
    assert environment.databases({}, tmp_path)["default"]["NAME"] == str(tmp_path / "hubbub.sqlite3")
    assert environment.channel_layers({})["default"]["BACKEND"] == "channels.layers.InMemoryChannelLayer"
    assert environment.mail({}, None).host == ""


def test_an_empty_value_is_no_value() -> None:
    empty = dict.fromkeys(["HUBBUB_HOST", "HUBBUB_PORT", "HUBBUB_WORKERS", "HUBBUB_DEBUG", "HUBBUB_TIME_ZONE"], "")
    assert (environment.host(empty), environment.port(empty)) == ("127.0.0.1", 8000)
    assert environment.flag(empty, "HUBBUB_DEBUG") is False
    assert environment.time_zone(empty) == "UTC"


@pytest.mark.parametrize("value", ["0", "65536", "-1", "8000.0", "eight", "٨٠٠٠", "9" * 5000])
def test_a_port_that_is_none_is_named(value: str) -> None:
    with pytest.raises(BadSetting, match=r"^HUBBUB_PORT is .* whole number from 1 to 65,535"):
        environment.port({"HUBBUB_PORT": value})


@pytest.mark.parametrize("value", ["localhost:8000", "http://x", "a b", "user@x"])
def test_a_host_with_more_than_a_host_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="HUBBUB_HOST"):
        environment.host({"HUBBUB_HOST": value})


@pytest.mark.parametrize("value", ["maybe", "2", "ja"])
def test_a_switch_is_on_or_off(value: str) -> None:
    with pytest.raises(BadSetting, match=r"HUBBUB_DEBUG is .* must be 1 or 0"):
        environment.flag({"HUBBUB_DEBUG": value}, "HUBBUB_DEBUG")


@pytest.mark.parametrize(("value", "address"), ADDRESSES.items())
def test_a_public_address_is_read(value: str, address: Address) -> None:
    assert environment.address({"HUBBUB_URL": value}) == address


@pytest.mark.parametrize("value", NO_ADDRESSES)
def test_what_is_no_public_address_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="HUBBUB_URL"):
        environment.address({"HUBBUB_URL": value})


def test_the_public_host_and_the_local_ones_are_allowed() -> None:
    hosts = environment.allowed_hosts(Address("https", "Chat.example.org"), "0.0.0.0")
    assert hosts == ["localhost", "127.0.0.1", "[::1]", "chat.example.org"]


def test_listening_everywhere_allows_this_machines_own_names() -> None:
    assert set(environment.machine_hosts()) <= set(environment.allowed_hosts(None, "0.0.0.0")) | {
        name for name in environment.machine_hosts() if name != name.lower()
    }


def test_forwarded_headers_are_believed_only_where_tls_ends_elsewhere() -> None:
    assert environment.proxies({}, None) == []
    assert environment.proxies({}, Address("http", "chat.local")) == []
    assert environment.proxies({}, Address("https", "chat.example.org")) == ["127.0.0.1", "::1"]
    assert environment.proxies({"HUBBUB_PROXIES": "10.0.0.7, 10.0.0.8"}, None) == ["10.0.0.7", "10.0.0.8"]


def test_several_workers_need_redis() -> None:
    with pytest.raises(BadSetting, match=r"2 workers .* need REDIS_URL: processes tell each other"):
        environment.workers({"HUBBUB_WORKERS": "2"})
    assert environment.workers({"HUBBUB_WORKERS": "2", "REDIS_URL": "redis://localhost"}) == 2


def test_limits_have_values_unless_they_are_off() -> None:
    assert environment.rate({}, "HUBBUB_POST_RATE") == "20/10"
    assert environment.rate({"HUBBUB_CALL_RATE": "5/60"}, "HUBBUB_CALL_RATE") == "5/60"
    assert environment.rate({"HUBBUB_POST_RATE": " Off "}, "HUBBUB_POST_RATE") is None
    assert environment.limit({}, "HUBBUB_SOCKETS_PER_USER", 50) == 50
    assert environment.limit({"HUBBUB_SOCKETS_PER_USER": "7"}, "HUBBUB_SOCKETS_PER_USER", 50) == 7
    assert environment.limit({"HUBBUB_SOCKETS_PER_USER": "off"}, "HUBBUB_SOCKETS_PER_USER", 50) is None


@pytest.mark.parametrize("value", ["20", "0/10", "20/0", "20/10/5", "-1/10", "20 / 10", "1.5/10", "٢/١", "9999999/1"])
def test_a_rate_that_is_none_is_named(value: str) -> None:
    with pytest.raises(BadSetting, match=r"^HUBBUB_POST_RATE is .* like 20/10, or off\.$"):
        environment.rate({"HUBBUB_POST_RATE": value}, "HUBBUB_POST_RATE")


@pytest.mark.parametrize("value", ["0", "-1", "none", "1.5", "1000001"])
def test_a_limit_that_is_none_is_named(value: str) -> None:
    with pytest.raises(BadSetting, match=r"^HUBBUB_SOCKETS_PER_USER is .* To have no limit, set it to off\.$"):
        environment.limit({"HUBBUB_SOCKETS_PER_USER": value}, "HUBBUB_SOCKETS_PER_USER", 50)


def test_sqlite_waits_for_its_turn_and_survives_a_power_cut(tmp_path: Path) -> None:
    options = environment.databases({}, tmp_path)["default"]["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in options["init_command"]


def test_postgresql_comes_with_a_pool(tmp_path: Path) -> None:
    url = "postgresql://hubbub:secret@db:5433/chat?sslmode=require"
    config = environment.databases({"DATABASE_URL": url}, tmp_path)["default"]
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db", 5433, "chat")
    assert config["OPTIONS"]["pool"]["max_size"] > 1
    assert config["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("value", ["mysql://x/y", "hubbub.sqlite3", "postgresql://u:s3cret@[db/x", "redis://x"])
def test_an_unknown_database_is_refused_without_repeating_its_password(value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="DATABASE_URL") as refused:
        environment.databases({"DATABASE_URL": value}, tmp_path)
    assert "s3cret" not in str(refused.value)


def test_redis_is_spoken_to_with_a_time_limit() -> None:
    layer = environment.channel_layers({"REDIS_URL": "redis://cache:6379/1"})["default"]
    [server] = layer["CONFIG"]["hosts"]
    assert layer["BACKEND"] == "channels_redis.pubsub.RedisPubSubChannelLayer"
    assert server["address"] == "redis://cache:6379/1"
    assert server["socket_timeout"]


def test_several_redises_share_the_rooms() -> None:
    layer = environment.channel_layers({"REDIS_URL": "redis://one:6379/0, rediss://two:6380/1,"})["default"]
    assert [server["address"] for server in layer["CONFIG"]["hosts"]] == ["redis://one:6379/0", "rediss://two:6380/1"]


@pytest.mark.parametrize("value", ["amqp://x", "redis://one:6379, amqp://x", "one:6379"])
def test_another_carrier_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="REDIS_URL"):
        environment.channel_layers({"REDIS_URL": value})


def test_a_mail_server_is_read() -> None:
    mail = environment.mail({"HUBBUB_MAIL_URL": "smtp+tls://ann%40x.org:p%3Ass@mx.org"}, Address("https", "x.org"))
    assert (mail.host, mail.port, mail.user, mail.password) == ("mx.org", 587, "ann@x.org", "p:ss")
    assert (mail.starttls, mail.tls, mail.sender) == (True, False, "hubbub@x.org")


def test_a_mail_server_that_is_none_is_refused() -> None:
    with pytest.raises(BadSetting, match="HUBBUB_MAIL_URL"):
        environment.mail({"HUBBUB_MAIL_URL": "mx.org:587"}, None)


@pytest.mark.parametrize("value", ["Mars/Olympus", "../../etc/passwd", "/etc/passwd"])
def test_a_time_zone_must_exist(value: str) -> None:
    with pytest.raises(BadSetting, match="HUBBUB_TIME_ZONE"):
        environment.time_zone({"HUBBUB_TIME_ZONE": value})


def test_the_data_folder_and_the_key_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = environment.data_folder({"HUBBUB_DATA": str(tmp_path / "deep" / "data")})
    key = environment.secret_key(folder)
    assert len(key) > 50
    assert environment.secret_key(folder) == key
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(20) as threads:
        keys = set(threads.map(lambda _: environment.secret_key(tmp_path), range(20)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadSetting, match=r"^HUBBUB_DATA is .* cannot be made: Not a directory"):
        environment.data_folder({"HUBBUB_DATA": str(tmp_path / "file" / "data")})
