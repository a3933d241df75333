"""``python -m bench [NAME]`` runs one benchmark, or all of them."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def names() -> list[str]:
    """Return the benchmarks: every module of this folder with a ``run`` function."""
    return sorted(
        module.name
        for module in pkgutil.iter_modules(bench.__path__)
        if module.name.endswith("_speed")
    )


def main(arguments: list[str]) -> int:
    """Run the named benchmarks."""
    for name in arguments or names():
        if name not in names():
            print(f"no benchmark {name!r}; there are: {', '.join(names())}", file=sys.stderr)
            return 2
        print(f"== {name}")
        importlib.import_module(f"bench.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
