"""What all tests share: where the reference material may lie, and which tests run where."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

if "PYTEST_XDIST_WORKER" in os.environ:
    # Each process has a core: the threads of linear algebra would only wait for each other.
    # It reads this when numpy is first imported, which is later than here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A machine that does other work must not fail a test by its clock, nor chance a change that
# has nothing to do with it; new cases are looked for by  pytest --hypothesis-profile=explore
settings.register_profile("saidao", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("saidao")

ROOT = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that runs the browser tests outside CI."""
    parser.addoption("--browser", action="store_true", help="run the tests that drive Chromium")
    parser.addoption("--slow", action="store_true", help="run the tests that take long")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Use every core for whole folders; a few tests are over before processes have started."""
    given = config.invocation_params.args if config.args_source.name == "ARGS" else ()
    few = any("::" in one or one.endswith(".py") for one in given)
    few = few or any(config.getoption(name, False) for name in ("keyword", "lf", "trace"))
    # What a test prints or asks at the terminal does not come through from another process.
    return 0 if few or config.option.capture == "no" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser and slow tests by default, and say how to run them."""
    in_ci = os.environ.get("CI") == "true"
    for marker in ("browser", "slow"):
        if in_ci or config.getoption(f"--{marker}"):
            continue
        reason = f"{marker} tests run in CI, or with  uv run pytest --{marker}"
        for item in items:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference texts beside the checkout; a user's machine has none."""
    folder = ROOT.parent / "shared"
    if not (folder / "corpus" / "gold").is_dir():
        pytest.skip("the reference texts are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def shanghai() -> Path:
    """The Shanghai pack of this checkout."""
    return ROOT / "packs" / "shanghai"
