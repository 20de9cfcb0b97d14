"""Makes the environment in .venv and starts a command in it: python3 bootstrap.py run|test [COMMAND …].

Needs the standard library only. Everything is installed from the hashed lists in requirements/.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List, Union

Command = List[Union[str, Path]]  # written so that an old Python reaches its own sentence

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
HOME_NOTE = VENV / "hubbub-home"

# The packages for the tests are a superset: an environment made for them also runs.
LISTS = {"run": ["run.txt"], "test": ["test.txt"]}
STAMPS = {"run": ["run", "test"], "test": ["test"]}

NO_VENV = """\
This Python ({python}) cannot make virtual environments: its ensurepip module is missing.
On Debian and Ubuntu it is in a package of its own. Install it and try again:

    sudo apt-get install python3-venv
"""


def main(arguments: list[str]) -> None:
    check_python()
    purpose, *command = arguments or ["run"]
    if purpose not in LISTS:
        sys.exit("Use: python3 bootstrap.py run|test [COMMAND …]")
    if not is_current(purpose):
        prepare(purpose)
    if command:
        start(command)


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        wanted = ".".join(str(part) for part in OLDEST_PYTHON)
        sys.exit(
            f"Hubbub needs Python {wanted} or newer; {sys.executable} is {found}. Name a newer one: make run PYTHON=…"
        )


def is_current(purpose: str) -> bool:
    return PYTHON.exists() and any(read(stamp(name)) == fingerprint(name) for name in STAMPS[purpose])


def read(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


def stamp(purpose: str) -> Path:
    return VENV / f"hubbub-{purpose}-stamp"


def fingerprint(purpose: str) -> str:
    """Changes with the lists, the project's metadata and the folder, whose path is written into every script."""
    files = [ROOT / "pyproject.toml", ROOT / "bootstrap.py", *requirement_lists(purpose)]
    digest = hashlib.sha256(str(ROOT).encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def requirement_lists(purpose: str) -> list[Path]:
    return [ROOT / "requirements" / name for name in ["build.txt", *LISTS[purpose]]]


def prepare(purpose: str) -> None:
    say("Installing what Hubbub needs into .venv (once; about half a minute) …")
    if not works():
        make_environment()
    install_installer()
    install_project(purpose)
    stamp(purpose).write_text(fingerprint(purpose))


def works() -> bool:
    moved = read(HOME_NOTE) not in ("", str(ROOT))
    return PYTHON.exists() and not moved and bool(has_pip() or outside_installer())


def has_pip() -> bool:
    return succeeds([PYTHON, "-m", "pip", "--version"])


def make_environment() -> None:
    if not can_seed() and not outside_installer():
        install_ensurepip()
    bare = [] if can_seed() else ["--without-pip"]
    run([sys.executable, "-m", "venv", "--clear", *bare, VENV])
    HOME_NOTE.write_text(str(ROOT))


def can_seed() -> bool:
    """Debian leaves ensurepip out of its python3 package, and venv needs it for a pip of its own."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def outside_installer() -> Command | None:
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--quiet", "--python", PYTHON]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", PYTHON, "install", "-qq"]
    return None


def install_ensurepip() -> None:
    install = apt_get()
    if install is None:
        sys.exit(NO_VENV.format(python=sys.executable))
    say("This Python cannot make virtual environments; installing Debian's python3-venv …")
    run([*install, "update", "-qq"], fatal=False)
    run([*install, "install", "-y", "-qq", "--no-install-recommends", "python3-venv"], fatal=False)
    if not can_seed():
        sys.exit(NO_VENV.format(python=sys.executable))


def apt_get() -> Command | None:
    """How apt-get can be run here without a question asked, or None."""
    if not shutil.which("apt-get"):
        return None
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return quietly
    return ["sudo", "-n", *quietly] if shutil.which("sudo") and succeeds(["sudo", "-n", "true"]) else None


def install_installer() -> None:
    """uv resolves nothing here, it only installs ten times faster than pip; hatchling builds the project itself."""
    own = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    installer = own if has_pip() else outside_installer()
    run([*installer, "--require-hashes", "-r", ROOT / "requirements" / "build.txt"])


def install_project(purpose: str) -> None:
    uv = [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    lists = [part for path in requirement_lists(purpose) for part in ("-r", path)]
    run([*uv, "--require-hashes", *lists])
    run([*uv, "--no-deps", "--no-build-isolation", "--editable", ROOT])


def run(command: Command, fatal: bool = True) -> None:
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    done = subprocess.run(command, check=False, env=environment, cwd=ROOT, **quiet)
    if done.returncode and fatal:
        words = " ".join(str(part) for part in command)
        sys.exit(f"This step failed, and its message stands above: {words}")


def succeeds(command: Command) -> bool:
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def start(command: list[str]) -> None:
    keep_bytecode()
    program = VENV / "bin" / command[0]
    os.execv(program, [str(program), *command[1:]])


def keep_bytecode() -> None:
    """In .venv, where Python may not write it beside the sources, as in many containers: compiling everything takes
    three times as long as starting.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
