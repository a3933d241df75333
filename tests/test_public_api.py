"""The public Python API: what its docstrings have, and that their examples run."""

from __future__ import annotations

import doctest
import importlib
import inspect

import pytest

from saidao import measures

INDICES = [
    "saidao.kernels.agglomeration",
    "saidao.kernels.concentration",
    "saidao.kernels.inequality",
    "saidao.kernels.shift_share",
    "saidao.kernels.specialisation",
]
FRAMES = [
    f"saidao.measures.{name}" for name in ("clusters", "growth", "indices", "plants", "points")
]
FUNCTIONS = [
    (module, name)
    for module in [*INDICES, *FRAMES]
    for name in importlib.import_module(module).__all__
    if inspect.isfunction(getattr(importlib.import_module(module), name))
]

SIGNATURES = {
    "coagglomeration": "plants, *, region, industry, size",
    "concentration": "frame, *, region, industry, activity, groups, against",
    "duranton_overman": "points, *, industry, x, y, r, weight, metric, level, joint, rng, progress",
    "dynamic_shift_share": "frame, *, region, industry, year, activity, method",
    "ellison_glaeser": "plants, *, region, industry, size",
    "location_quotient": "frame, *, region, industry, activity, counted, level",
    "marcon_puech": "points, *, industry, x, y, r, weight, metric, level, joint, rng, progress",
    "shift_share": "frame, *, region, industry, start, end, method, by_industry",
    "specialisation": "frame, *, region, industry, activity, against",
}


def named(function: object) -> str:
    """Return the names of a function's parameters, a star before those by name only."""
    parts: list[str] = []
    for one in inspect.signature(function).parameters.values():  # type: ignore[arg-type]
        if one.kind is one.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        parts.append(one.name)
    return ", ".join(parts)


def test_names_and_signatures_are_those_that_users_have() -> None:
    found = {
        name: named(getattr(measures, name))
        for name in measures.__all__
        if inspect.isfunction(getattr(measures, name))
    }
    # A name may be added; none may go or change what it takes.
    assert {name: found.get(name) for name in SIGNATURES} == SIGNATURES


@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_docstrings_say_what_a_user_needs(module: str, name: str) -> None:
    function = getattr(importlib.import_module(module), name)
    text = inspect.getdoc(function) or ""
    for section in ("Parameters", "Returns", "Raises", "Examples"):
        assert f"{section}\n{'-' * len(section)}" in text, section
    described = text.split("Parameters\n----------")[1].split("Returns\n-------")[0]
    for parameter in inspect.signature(function).parameters:
        assert parameter in described, parameter


@pytest.mark.parametrize("module", [*INDICES, *FRAMES])
def test_examples_run(module: str) -> None:
    found = doctest.testmod(importlib.import_module(module))
    assert found.attempted
    assert not found.failed
