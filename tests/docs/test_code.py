"""What the pages show is what the code says."""

from __future__ import annotations

import ast
import os
import re
import shlex
import sys
import textwrap
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, blocks
from tests.support.servers import COMMANDS, Server, run

python = blocks("python")
shell = [(block, line) for block in blocks("sh") for line in block.code.splitlines()]


@pytest.mark.parametrize("block", [block for block in python if block.quoted], ids=str)
def test_a_quotation_is_in_its_file(block: Block) -> None:
    indented = [textwrap.indent(block.code, " " * spaces) for spaces in (0, 4, 8, 12, 16)]
    assert any(code in (ROOT / block.quoted).read_text() for code in indented)


@pytest.mark.parametrize("block", [block for block in python if not block.quoted], ids=str)
def test_other_code_is_python(block: Block) -> None:
    ast.parse(textwrap.dedent(block.code))


@pytest.mark.parametrize("block", [block for block in python if not block.quoted], ids=str)
def test_what_is_imported_from_hubbub_exists(block: Block) -> None:
    for node in ast.walk(ast.parse(block.code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hubbub"):
            module = __import__(str(node.module), fromlist=["*"])
            assert all(hasattr(module, name.name) for name in node.names)


@pytest.mark.parametrize(("block", "line"), shell, ids=str)
def test_a_command_can_be_given(block: Block, line: str) -> None:
    program, *words = shlex.split(line)
    check = {"hubbub": check_hubbub, "make": check_make, "python": check_manage, "uvicorn": check_server}[program]
    check(words)


def check_hubbub(words: list[str]) -> None:
    subcommands = words[:1] if words[0] not in {"user", "token"} else words[:2]
    known = help_of(*subcommands)
    for option in [word for word in words if word.startswith("-")]:
        assert re.search(rf"(^|[ \[,]){option}\b", known), f"hubbub {words[0]} has no {option}"


def check_make(words: list[str]) -> None:
    assert set(words) <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def check_manage(words: list[str]) -> None:
    assert words[0] == "manage.py"
    check_hubbub(words[1:])


def check_server(words: list[str]) -> None:
    assert words[0] in {"mysite.asgi:application", "garden.asgi:application"}
    assert (COMMANDS / "uvicorn").exists()


@cache
def help_of(*subcommands: str) -> str:
    with_no_data = Server()
    said = with_no_data.cli(*subcommands, "--help")
    with_no_data.close()
    return said


def test_the_five_lines_of_the_readme_are_enough(tmp_path: Path) -> None:
    [block] = [block for block in python if block.page.name == "README.md"]
    lines = {line.split("#")[0].strip(): line.split("#")[1].strip() for line in block.code.splitlines()}
    assert len(lines) == 5
    manage("django-admin", "startproject", "mysite", tmp_path, project=tmp_path)
    for line, name in lines.items():
        embed(tmp_path / "mysite" / name, line)
    manage("manage.py", "migrate", "--verbosity", "0", project=tmp_path)
    asked = "from mysite.asgi import application; from django.test import Client; "
    told = (
        "print([*application.application_mapping], Client(SERVER_NAME='localhost').get('/chat/').headers['location'])"
    )
    assert manage("-c", asked + told, project=tmp_path).strip() == "['http', 'websocket'] /accounts/login/?next=/chat/"


def embed(path: Path, line: str) -> None:
    """Put a line where the page says that it goes."""
    text = path.read_text()
    if path.name == "urls.py":
        text = text.replace("import path\n", "import include, path\n")
        text = text.replace("urlpatterns = [\n", f"urlpatterns = [\n    {line}\n")
    else:
        text += f"\n{line}\n"
    path.write_text(text)


def manage(*words: str | Path, project: Path) -> str:
    program = [COMMANDS / words[0]] if words[0] == "django-admin" else [sys.executable, words[0]]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mysite.settings"}
    if words[0] == "django-admin":
        del environment["DJANGO_SETTINGS_MODULE"]
    return run([*program, *words[1:]], cwd=project, environment=environment)
