"""The worked examples: what each text names, and nothing else of the kinds it lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from saidao.statements.mentions import read
from saidao.statements.statement import Context, Mention

EXAMPLES = Path(__file__).parents[2] / "examples"
KINDS = ("responsible", "technology_task", "zone", "firm")


def examples() -> Iterator[Any]:
    for path in sorted(EXAMPLES.glob("mentions-*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(entry, id=f"{path.stem}:{entry['id']}")


def shown(mention: Mention, wanted: Any) -> Any:
    """Return a mention in the form of an expectation, with the keys that this one has."""
    if mention.kind in ("zone", "firm"):
        return mention.name
    by_role: dict[str | None, list[Mention]] = {}
    for part in mention.parts:
        by_role.setdefault(part.role if part.kind != "body" else "body", []).append(part)
    full: dict[str, Any] = {
        "task": mention.name if mention.kind == "technology_task" else by_role["task"][0].name,
        "bodies": [[part.name, part.role] for part in by_role.get("body", [])],
        "technologies": [part.name for part in by_role.get("technology", [])],
        "owner": next((part.name for part in by_role.get("body", [])), None),
        "milestone": next((part.name for part in by_role.get("milestone", [])), None),
    }
    return {key: full[key] for key in wanted}


@pytest.mark.parametrize("example", list(examples()))
def test_example_names_what_it_says(example: dict[str, Any]) -> None:
    text = example["text"]
    found = read(text, (), Context())
    for kind in KINDS:
        if kind not in example:
            continue
        expected = example[kind]
        of_kind = [mention for mention in found if mention.kind == kind]
        if kind in ("zone", "firm"):
            assert list(dict.fromkeys(mention.name for mention in of_kind)) == expected
            continue
        assert len(of_kind) == len(expected), [mention.name for mention in of_kind]
        assert [shown(m, want) for m, want in zip(of_kind, expected, strict=True)] == expected
