"""The command line: one module a command, each a few lines over the library.

Errors that Saidao raises on purpose are printed as one line without a traceback. The
exit code is 1 when the data is wrong and 2 when the command is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import cyclopts
from rich.console import Console

from saidao import __version__
from saidao.errors import SaidaoError

__all__ = ["app", "main"]

COMMANDS = {
    "demo": "saidao.cli.demo:demo",
    "read": "saidao.cli.read:read",
    "watch": "saidao.cli.watch:watch",
    "build": "saidao.cli.build:build",
    "add": "saidao.cli.add:add",
    "observe": "saidao.cli.observe:observe",
    "searched": "saidao.cli.observe:searched",
    "forecast": "saidao.cli.observe:forecast",
    "register": "saidao.cli.register:app",
    "classify": "saidao.cli.classify:classify",
    "review": "saidao.cli.review:review",
    "industries": "saidao.cli.industries:industries",
    "measure": "saidao.cli.measure:measure",
    "clusters": "saidao.cli.clusters:clusters",
    "check": "saidao.cli.check:check",
    "diff": "saidao.cli.diff:diff",
    "serve": "saidao.cli.serve:serve",
    "export": "saidao.cli.exchange:export",
    "import": "saidao.cli.exchange:bring_in",
    "pack": "saidao.cli.pack:app",
    "init": "saidao.cli.init:init",
}
"""Command name to the object that implements it; imported only when it is called."""

app = cyclopts.App(
    name="saidao",
    help="What a city says about its industries, beside what its industries do.",
    version=__version__,
    console=Console(stderr=False, highlight=False),
    # `main` says that it was stopped; cyclopts would leave without a word.
    suppress_keyboard_interrupt=False,
)
for _name, _target in COMMANDS.items():
    app.command(_target, name=_name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    error = Console(stderr=True, highlight=False, soft_wrap=True)
    given = sys.argv[1:] if arguments is None else list(arguments)
    if not given or given[0] in ("--help", "-h"):
        for name in COMMANDS:
            app[name]  # Imports it: the list shows what each command says of itself.
    try:
        result = app(
            given,
            exit_on_error=False,
            print_error=False,
            result_action="return_value",
        )
    except cyclopts.CycloptsError as problem:
        error.print(f"saidao: {str(problem).strip()}", markup=False)
        return 2
    except SaidaoError as problem:
        error.print(f"saidao: {problem}", markup=False)
        return problem.exit_code
    except KeyboardInterrupt:
        error.print("saidao: stopped", markup=False)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
