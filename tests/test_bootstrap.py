"""What starts a program in its environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TELL = "import sys; print(sys.dont_write_bytecode, sys.pycache_prefix)"


def test_bytecode_is_kept_in_the_environment_where_it_may_not_stand_beside_the_sources() -> None:
    elsewhere = {name: value for name, value in os.environ.items() if name != "PYTHONPYCACHEPREFIX"}
    command = [sys.executable, ROOT / "bootstrap.py", "test", "python", "-c", TELL]
    said = subprocess.run(
        command, env=elsewhere | {"PYTHONDONTWRITEBYTECODE": "1"}, check=True, capture_output=True, text=True
    )
    assert said.stdout.split() == ["False", str(ROOT / ".venv" / "bytecode")]
