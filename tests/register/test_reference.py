"""The reference of registers names every key, field, layout, flag and column."""

from __future__ import annotations

from pathlib import Path

import yaml

from saidao.register.establishment import COLUMNS, MEANINGS, Flag
from saidao.register.fields import FIELDS, field_of
from saidao.register.layouts import LAYOUTS
from saidao.register.mapping import KEYS, read_mapping

PAGE = (Path(__file__).parents[2] / "docs/reference/registers.md").read_text(encoding="utf-8")


def test_all_that_a_user_may_say_or_meet_is_in_the_reference() -> None:
    example = PAGE.split("```yaml\n")[1].split("```")[0]
    assert set(yaml.safe_load(example)) == set(KEYS)
    read_mapping(example, "reference")
    for field in FIELDS:
        assert f"| `{field.name}` | {field.meaning.zh}; {field.meaning.en} |" in PAGE
    for layout in LAYOUTS:
        assert f"| `{layout.id}` | {layout.name.zh}; {layout.name.en} |" in PAGE
    for flag in Flag:
        name, meaning = (flag.name or "").lower().replace("_", "-"), MEANINGS[flag]
        bit = int(flag).bit_length() - 1
        assert f"| `{name}` | {bit} | {meaning.zh}; {meaning.en} |" in PAGE
    for column in COLUMNS:
        assert f"| `{column.name}` | {column.type} | {column.meaning} |" in PAGE


def test_every_known_header_leads_to_its_field() -> None:
    for field in FIELDS:
        for header in field.headers:
            assert field_of(header) == field.name
