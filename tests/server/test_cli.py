"""The command `hubbub`, as it is typed."""

from __future__ import annotations

import signal
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from hubbub import __version__
from tests.support.servers import COMMANDS, Server
from tests.support.services import Valkey
from tests.support.waiting import eventually

Serve = Callable[..., Server]


def hubbub(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command, in a folder where nothing is yet."""
    server = Server(**variables)
    environment = {**server.environment(), "HUBBUB_DATA": str(folder / "data")}
    command = [str(COMMANDS / "hubbub"), *words]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("variables", "words", "sentence"),
    [
        ({"HUBBUB_PORT": "http"}, ["run"], "HUBBUB_PORT is 'http', but it must be a whole number from 1 to 65,535."),
        ({}, ["run", "--port", "0"], "HUBBUB_PORT is '0', but it must be a whole number from 1 to 65,535."),
        (
            {},
            ["run", "--workers", "2"],
            "2 workers (HUBBUB_WORKERS, --workers) need REDIS_URL: processes tell each other",
        ),
        ({"HUBBUB_URL": "chat.example"}, ["check"], "HUBBUB_URL is 'chat.example', but it must be an address like"),
        ({}, ["run", "--host", "192.0.2.7"], "HUBBUB_HOST (--host) is '192.0.2.7', where this machine cannot listen"),
    ],
)
def test_a_bad_value_stops_the_start_with_one_sentence(
    tmp_path: Path, variables: dict[str, str], words: list[str], sentence: str
) -> None:
    done = hubbub(tmp_path, *words, **variables)
    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = hubbub(tmp_path, "run", "--port", port)
    assert done.returncode == 2
    assert done.stderr == f"Port {port} is in use by another program. Choose another one with --port or HUBBUB_PORT.\n"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_is_quiet_and_clean(serve: Serve, how: signal.Signals) -> None:
    server = serve(cast=False)
    server.stop_signal = how
    before = server.log
    assert server.stop() == 0
    assert server.log == before


def test_behind_a_proxy_with_tls_everything_is_secure(serve: Serve) -> None:
    server = serve(cast=False, HUBBUB_URL="https://chat.example.org")
    assert server.setup_url.startswith("https://chat.example.org/setup/?secret=")
    forwarded = {"Host": "chat.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    answer = httpx.get(f"{server.url}/accounts/login/", headers=forwarded, trust_env=False)
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "wss://chat.example.org" in answer.headers["Content-Security-Policy"]


def test_a_host_name_that_is_not_the_sites_is_refused(serve: Serve) -> None:
    server = serve(cast=False)
    assert httpx.get(server.url, headers={"Host": "evil.example"}, trust_env=False).status_code == 400


def test_two_workers_share_one_address_and_stop_cleanly(serve: Serve, valkey: Valkey) -> None:
    server = serve(redis_url=valkey.url, HUBBUB_WORKERS="2")
    with server.api("jonas") as api:
        answers = [api.post("rooms/tea/messages", json={"body": f"message {number}"}) for number in range(20)]
    assert [answer.json()["number"] for answer in answers] == list(range(1, 21))
    assert server.stop() == 0
    assert "Traceback" not in server.log


def test_the_version_is_said(tmp_path: Path) -> None:
    assert hubbub(tmp_path, "--version").stdout == f"Hubbub {__version__}\n"


def test_the_first_start_makes_a_folder_for_its_owner_only(serve: Serve) -> None:
    server = serve(cast=False)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [server.data, server.data / "secret_key"]}
    assert modes == {"data": 0o700, "secret_key": 0o600}
    assert server.log.startswith(f"Hubbub is at {server.url}/\nIts data is in {server.data}.")


def test_what_the_log_says_holds_no_key(serve: Serve) -> None:
    server = serve(cast=False)
    key = (server.data / "secret_key").read_text()
    with server.browser() as browser:
        browser.get("/join/a-secret-code/")
        browser.get("/setup/", params={"secret": "a-wrong-secret"})
    assert key not in server.log
    assert "secret-code" not in server.log
    assert "a-wrong-secret" not in server.log


def test_a_user_is_added_and_signs_in_however_the_name_is_written(serve: Serve) -> None:
    server = serve(cast=False)
    said = server.cli("user", "add", "Ines", "--password", "kettle-bridge-41", "--name", "Ines Duarte", "--owner")
    assert said == "Ines Duarte can sign in as Ines.\n"
    with server.browser() as browser:
        assert enter(browser, "INES", "kettle-bridge-41").status_code == 302
        assert browser.get("/api/v1/me").json() | {"id": 0} == {
            "id": 0,
            "username": "Ines",
            "name": "Ines Duarte",
            "owner": True,
        }


def test_a_username_that_looks_like_another_is_refused(tmp_path: Path) -> None:
    assert hubbub(tmp_path, "user", "add", "rosa", "--password", "kettle-bridge-41").returncode == 0
    done = hubbub(tmp_path, "user", "add", "r\u043esa", "--password", "kettle-bridge-41")  # a Cyrillic o
    assert done.returncode == 1
    assert "is taken, or looks like a username that is" in done.stderr


def test_a_token_is_all_that_is_printed_and_it_works(server: Server) -> None:
    token = server.cli("token", "add", "Jonas", "--label", "door").removesuffix("\n")
    assert "\n" not in token
    answer = httpx.get(f"{server.url}/api/v1/me", headers={"Authorization": f"Bearer {token}"}, trust_env=False)
    assert answer.json()["username"] == "jonas"


def test_a_token_for_nobody_is_refused(tmp_path: Path) -> None:
    done = hubbub(tmp_path, "token", "add", "nobody-here")
    assert done.returncode == 1
    assert done.stderr.strip() == "CommandError: There is nobody called nobody-here."


def test_accounts_and_tokens_can_be_made_before_the_first_start(tmp_path: Path) -> None:
    assert hubbub(tmp_path, "user", "add", "rosa", "--password", "kettle-bridge-41").returncode == 0
    assert hubbub(tmp_path, "token", "add", "rosa").returncode == 0


def test_the_demo_lets_you_in(serve: Serve) -> None:
    server = serve(cast=False)
    printed = server.cli("demo", "--messages", "60")
    password = printed.rsplit("Password: ", 1)[1].strip()
    assert "Sign in as mina, jonas, priya, sam or rosa." in printed
    with server.browser() as browser:
        assert enter(browser, "mina", password).status_code == 302
        rooms = browser.get("/api/v1/rooms").json()["rooms"]
    assert {"tea", "laser-cutter", "treasury"} <= {room["room"] for room in rooms}


def test_runserver_is_for_developing(tmp_path: Path) -> None:
    server = Server(HUBBUB_DATA=str(tmp_path / "data"))
    environment = {**server.environment(), "HUBBUB_DATA": str(tmp_path / "data")}
    hubbub(tmp_path, "migrate", "-v0")
    command = [str(COMMANDS / "hubbub"), "runserver", "--noreload", str(server.port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            eventually(server.is_ready, within=30)
            assert "/static/hubbub/css/forms.css" in httpx.get(f"{server.url}/accounts/login/", trust_env=False).text
            assert httpx.get(f"{server.url}/static/hubbub/css/forms.css", trust_env=False).status_code == 200
        finally:
            process.terminate()


def enter(browser: httpx.Client, who: str, password: str) -> httpx.Response:
    browser.get("/accounts/login/")
    form = {"login": who, "password": password, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
    return browser.post("/accounts/login/", data=form)
