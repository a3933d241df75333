"""Write the resolved versions into ``[tool.uv]`` of pyproject.toml.

`uv.lock` names the hosts of the registry it was made with, so it is not committed. The
same exactness comes from constraints, which name packages and versions alone::

    uv run just pin              resolve within the constraints that stand, and write them
    uv run just pin --upgrade    forget the constraints, take the newest, write them
    uv run just pin --check      fail if a package is not pinned
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
TABLE = re.compile(r"^constraint-dependencies = \[\n.*?^\]\n", re.M | re.S)


def resolved() -> list[str]:
    """Return one ``name==version ; marker`` a line for all groups and extras."""
    command = ["uv", "export", "--quiet", "--all-groups", "--all-extras", "--no-hashes"]
    command += ["--no-emit-project", "--no-annotate", "--no-header"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True, cwd=PROJECT.parent)
    return sorted(line.strip() for line in lines.stdout.splitlines() if "==" in line)


def table(name: str, lines: list[str]) -> str:
    """Return a TOML array with one quoted string a line."""
    body = "".join(f'  "{line}",\n' for line in lines)
    return f"{name} = [\n{body}]\n"


def main(arguments: list[str]) -> int:
    """Pin, or with ``--check`` compare."""
    before = PROJECT.read_text(encoding="utf-8")
    if "--check" in arguments:
        pinned = set(tomllib.loads(before)["tool"]["uv"]["constraint-dependencies"])
        missing = [line for line in resolved() if line not in pinned]
        for line in missing:
            print(f"pyproject.toml: {line} is not pinned: run  uv run just pin", file=sys.stderr)
        return 1 if missing else 0
    if "--upgrade" in arguments:
        PROJECT.write_text(TABLE.sub("constraint-dependencies = [\n]\n", before), encoding="utf-8")
        (PROJECT.parent / "uv.lock").unlink(missing_ok=True)
    constraints = table("constraint-dependencies", resolved())
    text = TABLE.sub(lambda _: constraints, PROJECT.read_text(encoding="utf-8"))
    PROJECT.write_text(text, encoding="utf-8")
    print(f"pinned {constraints.count('==')} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
