"""Who may import whom, and who may write: the architecture, held by walking the syntax trees."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import hubbub

ROOT = Path(hubbub.__file__).parent

# From the ground up. A module may import its own layer and those below; the longest name that fits decides.
LAYERS = [
    ("ground", "hubbub emoji errors rates conf destinations digests languages lookalikes sealing webpush"),
    ("what is written", "text file_types highlighting pictures threads"),
    ("what is stored", "models stored"),
    ("who may, what it means, how it is said", "access credentials markup notifying reasons wire"),
    ("what happened", "events live.bus"),
    ("asking", "queries search"),
    ("the only writers", "operations"),
    (
        "telling browsers",
        "live live.addresses live.arrivals live.asgi_fast live.badges live.connection live.feed live.gaps"
        " live.handshakes live.here live.hub live.intake live.leaving live.limits live.loads live.outlet live.presence"
        " live.process live.recent live.rechecks live.roll live.together live.typing",
    ),
    ("telling the rest", "outbound"),
    (
        "entrances",
        "api pages live.admission live.commands live.consumers live.origin live.routing admin checks management"
        " signals templatetags",
    ),
    ("put together", "apps asgi urls"),
    ("the product", "server"),
]
RANKS = {name: rank for rank, (_, names) in enumerate(LAYERS) for name in names.split()}

CORES = {"live.addresses", "live.badges", "live.connection", "live.feed", "live.gaps", "live.hub", "live.limits"}
CORES |= {"live.leaving", "live.loads", "live.outlet", "live.presence", "live.recent", "live.together", "live.typing"}
CORES |= {"live.roll", "rates"}

WRITES = {"save", "create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
WRITES |= {f"a{name}" for name in WRITES} | {"_raw_delete", "execute", "executemany"}
NOT_A_TABLE = ("router", ".headers", ".attrs", "_described", "storage()", "schema['components']['schemas']")
MAY_WRITE = {
    ("server.accounts.models", "super().save"): "a model's own save, which completes the row that its caller writes",
    ("search.sqlite", "cursor.execute"): "only SELECT is there",
    ("search.hits", "cursor.execute"): "likewise",
    ("search.postgresql", "cursor.execute"): "likewise, and what is set for one statement",
    ("search.index", "cursor.execute"): "asks which collations there are",
}


def modules() -> dict[str, ast.Module]:
    """Every module of the package but its migrations, by its name below `hubbub`."""
    files = [file for file in sorted(ROOT.rglob("*.py")) if "migrations" not in file.parts]
    return {_name(file): ast.parse(file.read_text()) for file in files}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "hubbub"


MODULES = modules()


def layer(module: str) -> int:
    """How far from the ground; -1 for a module that is in no layer yet."""
    parts = module.split(".")
    names = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
    return next((RANKS[name] for name in names if name in RANKS), -1)


def imports(tree: ast.AST) -> Iterator[str]:
    """Full names of what is imported at run time, wherever in the module it is."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        else:
            yield from imports(node)


def ours(module: str) -> Iterator[str]:
    """The modules of this package that a module imports, by their names below `hubbub`."""
    for name in imports(MODULES[module]):
        parts = name.split(".")
        if parts[0] == "hubbub":
            inside = [".".join(parts[1:length]) for length in range(len(parts), 1, -1)]
            yield next((one for one in inside if one in MODULES), "hubbub")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_has_a_layer(module: str) -> None:
    assert layer(module) >= 0, f"{module} is in no layer: say in LAYERS where it belongs."


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_no_layer_above_its_own(module: str) -> None:
    above = [other for other in ours(module) if layer(other) > layer(module)]
    assert not above, f"{module} imports {above}, which is above it."


@pytest.mark.parametrize("module", sorted(CORES))
def test_a_core_imports_the_standard_library_wire_and_cores(module: str) -> None:
    foreign = {name.split(".")[0] for name in imports(MODULES[module])} - set(sys.stdlib_module_names) - {"hubbub"}
    others = {other for other in ours(module) if other not in CORES and not other.startswith("wire")} - {"hubbub"}
    assert not foreign | others


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith("server")])
def test_nothing_imports_the_product(module: str) -> None:
    assert not [other for other in ours(module) if other.startswith("server")]


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of each call that may write a table."""
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if not isinstance(called, ast.Attribute) or called.attr not in WRITES:
            continue
        if not ast.unparse(called.value).endswith(NOT_A_TABLE):
            yield called.lineno, ast.unparse(called)


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith(("operations", "pictures"))])
def test_only_operations_write(module: str) -> None:
    found = [write for write in writes(MODULES[module]) if (module, write[1]) not in MAY_WRITE]
    assert not found, f"{module} writes: {found}. Move it into an operation."


@pytest.mark.parametrize(
    "line", ["Room.objects.create(name='x')", "room.save()", "rows.filter(pk=1).delete()", "cursor.execute('delete')"]
)
def test_a_write_is_noticed(line: str) -> None:
    assert list(writes(ast.parse(line)))


def test_an_import_in_a_function_is_noticed_and_one_for_types_is_not() -> None:
    source = "def f():\n    import hubbub.server\nif TYPE_CHECKING:\n    import hubbub.models\n"
    assert list(imports(ast.parse(source))) == ["hubbub.server"]
