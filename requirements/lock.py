"""Writes the hashed lists beside this file, from pyproject.toml: make lock. They name no host; uv.lock is not kept."""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent
UV = Path(__file__).parents[1] / ".venv" / "bin" / "uv"
LISTS = {
    "build.txt": ["--only-group", "build"],
    "run.txt": ["--extra", "scale"],
    "test.txt": ["--group", "test"],
}
PLAIN = ["--frozen", "--quiet", "--no-emit-project", "--no-header", "--no-annotate", "--no-default-groups"]


def main() -> None:
    subprocess.run([UV, "lock", "--upgrade"], check=True, cwd=HERE.parent)
    for name, parts in LISTS.items():
        export = [UV, "export", *PLAIN, "--format", "requirements-txt", *parts, "--output-file", HERE / name]
        subprocess.run(export, check=True, cwd=HERE.parent, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
