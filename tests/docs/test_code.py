"""What the pages show is what the code says."""

from __future__ import annotations

import ast
import re
import shlex
import textwrap
from functools import cache

import pytest

from tests.docs.pages import ROOT, Block, blocks
from tests.support.servers import COMMANDS, Server

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
    assert words == ["mysite.asgi:application"]
    assert (COMMANDS / "uvicorn").exists()


@cache
def help_of(*subcommands: str) -> str:
    with_no_data = Server()
    said = with_no_data.cli(*subcommands, "--help")
    with_no_data.close()
    return said


def test_the_five_lines_are_those_of_the_example() -> None:
    [block] = [block for block in python if block.page.name == "README.md"]
    lines = [line.split("  ")[0] for line in block.code.splitlines()]
    example = "".join(path.read_text() for path in sorted((ROOT / "example").rglob("*.py")))
    assert len(lines) == 5
    assert [line for line in lines if line.replace('path("",', 'path("talk/",') not in example] == []
