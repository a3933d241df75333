"""``saidao classify 经营范围``: the classes of a business scope, or of a table of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from saidao.cli.printing import print_json
from saidao.errors import InvalidInput
from saidao.register.scopes import SCHEME, THRESHOLD, Classified, Item, items_of
from saidao.register.scopes import classify as classified
from saidao.report.statement_tables import new_file
from saidao.terms.industry_codes import scheme
from saidao.terms.name import Name

Lang = Literal["zh", "en"]

HEADS = {"zh": ("代码", "类别", "概率"), "en": ("code", "class", "probability")}
DECIDED = Name("依据", "Decided by")
ITEMS = Name("读作", "Read as")
REVIEW = Name(f"概率低于 {THRESHOLD}，需人工核对", f"Probability under {THRESHOLD}: to be reviewed")
NOTHING = Name("没有可据以分类的词", "No words to classify by")
VERBS = {
    "make": Name("制造", "makes"),
    "sell": Name("销售", "sells"),
    "wholesale": Name("批发", "sells wholesale"),
    "retail": Name("零售", "sells retail"),
    "repair": Name("维修", "repairs"),
    "rent": Name("租赁", "lets"),
    "install": Name("安装", "installs"),
    "research": Name("研发", "develops"),
    "design": Name("设计", "designs"),
    "agency": Name("代理", "as an agent"),
    "transport": Name("运输", "carries"),
    "recover": Name("回收", "recovers"),
    "field": Name("技术领域", "technology of"),
}


def classify(
    scope: str | None = None,
    /,
    *,
    name: str = "",
    k: Annotated[int, Parameter(name=["--k", "-k"])] = 5,
    file: Path | None = None,
    out: Path | None = None,
    scope_column: str | None = None,
    name_column: str | None = None,
    format: Literal["text", "json"] = "text",
    lang: Lang = "zh",
) -> int:
    """Tell the classes of GB/T 4754-2017 of a business scope, with their probabilities.

    A probability says how likely a reader of the scope accepts the class; where a firm does
    several things, more than one may be accepted. For a table, every record gets its classes
    in a CSV file, and the uncertain ones are marked for review.

    Parameters
    ----------
    scope
        A business scope (经营范围).
    name
        The firm's name, which is strong evidence.
    k
        So many classes are shown, 1 to 12.
    file
        A table of scopes: CSV or another text table, in any encoding, packed or not.
    out
        Where the classes of the table go; to the screen where it is not given.
    scope_column
        Header of the column with the scopes, where it is not a usual one.
    name_column
        Header of the column with the names, where it is not a usual one.
    format
        For people, or for programs.
    lang
        Language of the text.
    """
    if (scope is None) == (file is None):
        raise InvalidInput("scope", "both or neither", "a business scope, or --file with a table")
    if file is not None:
        return _file(file, out, scope_column, name_column, k)
    assert scope is not None
    found = classified([scope], [name], k=k)
    if format == "json":
        print_json(_answer(found, items_of(scope)))
    else:
        _show(found, items_of(scope), lang)
    return 0


def _file(path: Path, out: Path | None, scope: str | None, name: str | None, k: int) -> int:
    """Classify a table."""
    from saidao.register.scopes.files import classify_table

    if out is None:
        classify_table(path, sys.stdout, scope=scope, name=name, k=k)
        return 0
    with new_file(out) as draft, draft.open("w", encoding="utf-8-sig", newline="") as sink:
        counted = classify_table(path, sink, scope=scope, name=name, k=k)
    Console(stderr=True, highlight=False).print(
        f"{counted.records:,} records: {counted.uncertain:,} to be reviewed, "
        f"{counted.nothing:,} of them without a class"
    )
    return 0


def _rows(found: Classified) -> list[tuple[str, Name, float]]:
    """Return the classes of the first record with their names and probabilities."""
    system = scheme(SCHEME)
    return [
        (code, system.name(code), chance)
        for code, chance in zip(
            found.codes[0].tolist(), found.probabilities[0].tolist(), strict=True
        )
        if code
    ]


def _answer(found: Classified, items: tuple[Item, ...]) -> dict[str, object]:
    """Return the answer for programs."""
    return {
        "scheme": SCHEME,
        "classes": [
            {
                "code": code,
                "name": {"zh": title.zh, "en": title.en},
                "probability": round(chance, 4),
            }
            for code, title, chance in _rows(found)
        ],
        "review": bool(found.uncertain[0]),
        "decided_by": found.decided_by[0],
        "items": [{"words": item.words, "verbs": list(item.verbs)} for item in items],
    }


def _show(found: Classified, items: tuple[Item, ...], lang: Lang) -> None:
    """Print the answer for people."""
    console = Console(highlight=False, markup=False)
    rows = _rows(found)
    if not rows:
        console.print(_said(NOTHING, lang))
        return
    table = Table(*HEADS[lang])
    for code, title, chance in rows:
        table.add_row(code, _said(title, lang), f"{chance:.2f}")
    console.print(table)
    console.print(f"{_said(DECIDED, lang)}: {found.decided_by[0]}")
    read = (
        item.words + "".join(f" [{_said(VERBS[verb], lang)}]" for verb in item.verbs)
        for item in items
    )
    console.print(f"{_said(ITEMS, lang)}: {', '.join(read)}")
    if found.uncertain[0]:
        console.print(_said(REVIEW, lang))


def _said(name: Name, lang: Lang) -> str:
    """Return a text in a language."""
    return name.en or name.zh if lang == "en" else name.zh
