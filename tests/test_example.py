"""The example is real: its own users sign up, open the chat under /talk/, and talk over its sockets."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import itertools
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.support.client import Chatter, cookie_of, join
from tests.support.programs import Program
from tests.support.servers import COMMANDS, run

EXAMPLE = Path(__file__).resolve().parents[1] / "example"
PASSWORD = "rhubarb-and-nine-bees"
MARK = "# hubbub"
UNWANTED = shutil.ignore_patterns("*.sqlite3", "__pycache__")
UNWANTED = shutil.ignore_patterns("*.sqlite3", "__pycache__")


class Garden(Program):
    """The example under uvicorn, in a copy of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.project = Path(shutil.copytree(EXAMPLE, self.folder / "example", ignore=UNWANTED))
        self.plots = itertools.count(1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/talk"

    def command(self) -> Sequence[str | Path]:
        return [COMMANDS / "uvicorn", "--port", str(self.port), "--app-dir", self.project, "garden.asgi:application"]

    def environment(self) -> Mapping[str, str]:
        return {**super().environment(), "DJANGO_SETTINGS_MODULE": "garden.settings", "PYTHONPATH": str(self.project)}

    def start(self) -> Self:
        self.manage("migrate", "--verbosity", "0")
        return super().start()

    def is_ready(self) -> bool:
        try:
            return httpx.get(self.url, trust_env=False).is_success
        except httpx.TransportError:
            return False

    def manage(self, *words: str) -> str:
        return run([sys.executable, "manage.py", *words], cwd=self.project, environment=self.environment())

    def gardener(self, name: str) -> httpx.Client:
        """Somebody who has just signed up, as their browser."""
        browser = httpx.Client(base_url=self.url, trust_env=False, headers={"Origin": self.url}, timeout=30)
        browser.get("/sign-up/").raise_for_status()
        form = {"email": f"{name}{next(self.plots)}@willow.example", "password1": PASSWORD, "password2": PASSWORD}
        answer = browser.post("/sign-up/", data={**form, "csrfmiddlewaretoken": browser.cookies["csrftoken"]})
        assert answer.status_code == 302, answer.text
        return browser


class GardenUnderDaphne(Garden):
    """The same under Daphne, and with SQLite as Django sets it up."""

    def __init__(self) -> None:
        super().__init__()
        settings = self.project / "garden" / "settings.py"
        settings.write_text(re.sub(r".*IMMEDIATE.*\n", "", settings.read_text()))

    def command(self) -> Sequence[str | Path]:
        return [COMMANDS / "daphne", "-b", "127.0.0.1", "-p", str(self.port), "garden.asgi:application"]


@pytest.fixture(scope="module")
def _open() -> Iterator[Callable[[type[Garden]], Garden]]:
    with contextlib.ExitStack() as stack:
        yield functools.cache(lambda kind: stack.enter_context(kind()))


@pytest.fixture(params=[Garden, GardenUnderDaphne])
def garden(request: pytest.FixtureRequest, _open: Callable[[type[Garden]], Garden]) -> Garden:
    return _open(request.param)


@pytest.fixture
def ada(garden: Garden) -> Iterator[httpx.Client]:
    """She has a room of her own, where the garden warns of frost."""
    with contextlib.closing(garden.gardener("ada")) as browser:
        api(browser, "POST", "rooms", room="greenhouse", expect={201, 409})
        api(browser, "POST", "rooms/greenhouse/join")
        yield browser


@pytest.fixture
def ben(garden: Garden) -> Iterator[httpx.Client]:
    with contextlib.closing(garden.gardener("ben")) as browser:
        api(browser, "POST", "rooms/greenhouse/join")
        yield browser


def api(browser: httpx.Client, method: str, path: str, *, expect: Collection[int] = (200, 201), **json: object) -> None:
    token = {"X-CSRFToken": browser.cookies["csrftoken"]}
    answer = browser.request(method, f"/talk/api/v1/{path}", json=json, headers=token)
    assert answer.status_code in expect, answer.text


async def test_the_gardeners_talk(garden: Garden, ada: httpx.Client, ben: httpx.Client) -> None:
    async with join_garden(garden, ada) as hers, join_garden(garden, ben) as his:
        assert [who.hello["me"]["username"][:3] for who in (hers, his)] == ["ada", "ben"]
        await hers.subscribe("greenhouse")
        await his.subscribe("greenhouse")
        posted = await hers.post("greenhouse", "The tomatoes are in.")
        heard = await his.expect("message", room="greenhouse", rev=posted["rev"])
        assert heard["message"]["body"] == "The tomatoes are in."
        assert heard["message"]["author"]["id"] == hers.hello["me"]["id"]


async def test_a_page_of_the_garden_speaks_in_a_room(garden: Garden, ada: httpx.Client) -> None:
    async with join_garden(garden, ada, room="greenhouse") as hers:
        await hers.expect("subscribed", room="greenhouse")
        form = {"degrees": "-3", "csrfmiddlewaretoken": ada.cookies["csrftoken"]}
        assert (await asyncio.to_thread(ada.post, "/frost/", data=form)).status_code == 204
        assert (await hers.expect("notice", room="greenhouse"))["data"] == {"frost": "-3"}


def test_the_page_names_its_own_addresses(ada: httpx.Client) -> None:
    page = ada.get("/talk/chat/").text
    addresses = dict(re.findall(r'data-(socket|api|chat|sign-out)="([^"]*)"', page))
    assert addresses == {
        "socket": "/talk/ws/chat/",
        "api": "/talk/api/v1/",
        "chat": "/talk/chat/",
        "sign-out": "/gate/logout/",
    }


def test_strangers_are_sent_to_the_gardens_own_sign_in(garden: Garden) -> None:
    answer = httpx.get(f"{garden.url}/talk/chat/", trust_env=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "/gate/login/?next=/talk/chat/")


@pytest.mark.parametrize("path", ["/ws/chat/", "/talk/ws/else/"])
async def test_other_addresses_have_no_socket(garden: Garden, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://127.0.0.1:{garden.port}{path}", proxy=None)
    assert refused.value.response.status_code == 403
    assert "Traceback" not in garden.log


def join_garden(
    garden: Garden, browser: httpx.Client, **options: str
) -> contextlib.AbstractAsyncContextManager[Chatter]:
    return join(garden, "", cookie=cookie_of(browser), **options)


def test_at_most_ten_lines_are_there_because_of_hubbub() -> None:
    marked = [line for path in sources(EXAMPLE) for line in path.read_text().splitlines() if line.endswith(MARK)]
    assert 0 < len(marked) <= 10, "\n".join(marked)


def test_without_these_lines_it_is_a_project_without_hubbub(tmp_path: Path) -> None:
    project = Path(shutil.copytree(EXAMPLE, tmp_path / "example", ignore=UNWANTED))
    (project / "garden" / "frost.py").unlink()
    for path in sources(project):
        path.write_text("".join(line for line in path.read_text().splitlines(True) if not line.rstrip().endswith(MARK)))
    question = "import garden.asgi, sys; sys.exit('hubbub' in sys.modules)"
    environment = {"PATH": "/usr/bin", "PYTHONPATH": str(project)}
    run([sys.executable, "manage.py", "check"], cwd=project, environment=environment)
    run([sys.executable, "-c", question], cwd=project, environment=environment)


def test_its_checks_tell_of_deferred_transactions_only(garden: Garden) -> None:
    if isinstance(garden, GardenUnderDaphne):
        with pytest.raises(AssertionError, match=r"hubbub\.W001"):
            garden.manage("check", "--fail-level", "WARNING")
    else:
        garden.manage("check", "--fail-level", "WARNING")


def sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))
