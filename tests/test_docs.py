"""The documentation is true: generated pages are fresh, links lead somewhere, names exist."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
import yaml

from saidao.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
PROSE = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "packs").glob("*/README.md")),
    *sorted((ROOT / "bench").rglob("*.md")),
    *PAGES,
]
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?")
COMMAND = re.compile(r"^(?:\$ )?(?:uv run )?saidao ([a-z]+)", re.M)
INLINE = re.compile(r"`(?:uv run )?saidao ([a-z]+)[^`]*`")


def test_generated_pages_are_fresh(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Commands are shown by the program's name, which is that of the tests here.
    monkeypatch.setattr("sys.argv", ["saidao"])
    pages = runpy.run_path(str(ROOT / "tools" / "generated.py"))
    assert pages["main"](["--check"]) == 0, capsys.readouterr().err


def anchors(page: Path) -> set[str]:
    """Return what a page can be entered at: its headings, as both GitHub and MkDocs name them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    words = (re.sub(r"[^\w\- ]", "", one.replace("`", "").strip().lower()) for one in headings)
    return {one.replace(" ", "-") for one in words}


@pytest.mark.parametrize("page", PROSE, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    missing = []
    for link, anchor in LINK.findall(page.read_text("utf-8")):
        target = (page.parent / link).resolve() if link else page
        if not target.exists():
            missing.append(link)
        elif anchor and target.suffix == ".md" and anchor not in anchors(target):
            missing.append(f"{link}#{anchor}")
    assert not missing


@pytest.mark.parametrize("page", PROSE, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_that_are_named_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    blocks = re.findall(r"^```(?:\w*)\n(.*?)^```", text, re.M | re.S)
    named = {name for block in blocks for name in COMMAND.findall(block)}
    assert named | set(INLINE.findall(text)) <= set(COMMANDS)


def test_every_page_is_in_the_navigation() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    navigation = str(yaml.safe_load(text)["nav"])
    for page in PAGES:
        assert str(page.relative_to(ROOT / "docs")) in navigation


def test_every_command_is_in_the_readme_or_the_reference() -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"saidao {name}" in reference


def test_changelog_fragments_are_sentences() -> None:
    for fragment in (ROOT / "changelog.d").glob("*.md"):
        text = fragment.read_text("utf-8").strip()
        assert text.endswith((".", "。")), fragment.name
