"""Every variable, option, key and check is documented, and every documented one exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hubbub
from hubbub import conf
from tests.docs.pages import read
from tests.docs.test_code import help_of

PAGE = read("configuration.md")
SOURCE = Path(hubbub.__file__).parent


def section(title: str) -> str:
    """From a heading to the next one of its level."""
    [found] = re.findall(rf"^(#+ {title}\n.*?)(?=^#{{1,3}} |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


def first_column(text: str) -> set[str]:
    return set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))


def test_every_variable_of_the_environment() -> None:
    places = [*in_server("environment").glob("*.py"), *map(in_server, ["settings.py", "options.py"])]
    read_in = "".join(place.read_text() for place in places)
    used = set(re.findall(r"\"(HUBBUB_\w+|DATABASE_URL|REDIS_URL)\"", read_in))
    assert first_column(section("The environment")) == used


def in_server(name: str) -> Path:
    return SOURCE / "server" / name


@pytest.mark.parametrize("command", ["run", "user add", "token add", "demo"])
def test_every_option_of_the_command(command: str) -> None:
    text = section(f"hubbub {command.split(maxsplit=1)[0]}")
    options = set(re.findall(r"--[a-z-]+", help_of(*command.split()))) - everywhere()
    assert options == set(re.findall(r"`(--[a-z-]+)`", text))


def everywhere() -> set[str]:
    """What each of Django's commands takes."""
    return set(re.findall(r"--[a-z-]+", help_of("migrate"))) - {"--database", "--plan"} | {"--skip-checks"}


def test_every_command_of_ours() -> None:
    ours = {path.stem for folder in ("management", "server/management") for path in commands(folder)}
    assert ours == set(re.findall(r"^### hubbub (\w+)", PAGE, re.MULTILINE)) - {"runserver"}


def commands(folder: str) -> list[Path]:
    return [path for path in (SOURCE / folder / "commands").glob("*.py") if path.stem != "__init__"]


def test_every_key_of_the_dict() -> None:
    keys, django = re.split(r"^\| setting", section("In a Django project"), flags=re.MULTILINE)
    assert first_column(keys) == conf.DEFAULTS.keys()
    assert first_column(django)


def test_every_check() -> None:
    ids = set(re.findall(r"hubbub\.[WEI]\d+", (SOURCE / "checks.py").read_text()))
    assert first_column(section("Checks")) == ids
