"""How well classes are told from business scopes: ranks, calibration, coverage, baselines.

::

    python -m bench.score_scopes [SAMPLE] [--write docs/methods/scopes.md] [--errors]

Scored are the test split of the scopes that we wrote and, where SAMPLE (a CSV of a real
register, `name` and `scope` in it) is given, the rows of it whose classes stand in
``tests/known/scopes-*.csv``. Nothing of the sample is written anywhere.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.scopes.written import Record, records
from saidao.register.scopes import SCHEME, THRESHOLD, Classified, classify
from saidao.terms.industry_codes import scheme

ROOT = Path(__file__).resolve().parents[1]
KNOWN = ROOT / "tests" / "known"
LEVELS = {"class": 4, "group": 3, "division": 2}
MARK = re.compile(r"(<!-- scores -->\n).*?(<!-- end of scores -->)", re.S)
RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Scored:
    """What was found of a set of records."""

    title: str
    given: Sequence[Record]
    codes: NDArray[np.str_]
    probabilities: NDArray[np.float32]

    def right(self, digits: int, most: int) -> NDArray[np.bool_]:
        """Return whether one of the first `most` classes is accepted at a level."""
        return np.asarray(
            [
                any(accepted(code, record.codes, digits) for code in row[:most])
                for row, record in zip(self.codes.tolist(), self.given, strict=True)
            ]
        )


def accepted(code: str, labels: Sequence[str], digits: int) -> bool:
    """Return whether a class is one of the labels, as far as level and labels decide.

    At level 1 (`digits` 1) sections are compared.
    """
    if not code:
        return False
    if digits == 1:
        return section(code) in {section(label) for label in labels}
    return any(code[: min(digits, len(label))] == label[:digits] for label in labels)


def section(code: str) -> str:
    """Return the section of a code."""
    return scheme(SCHEME).entry(code[:2]).section


def labelled(sample: Path, half: str) -> list[Record]:
    """Return the rows of a sample that are labelled in a half."""
    with (KNOWN / f"scopes-{half}.csv").open(encoding="utf-8") as file:
        labels = {int(row["row"]): tuple(row["codes"].split("/")) for row in csv.DictReader(file)}
    opened = gzip.open if sample.suffix == ".gz" else open
    found = {}
    with opened(sample, "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            if number in labels:
                found[number] = Record(row["name"], row["scope"], labels[number], half)
    return [found[number] for number in labels]


def scored(title: str, given: Sequence[Record]) -> Scored:
    """Classify records."""
    found = classify([r.scope for r in given], [r.name for r in given], k=5)
    return Scored(title, given, found.codes, found.probabilities)


def wilson(right: NDArray[np.bool_]) -> str:
    """Return a share with its 95 % interval by Wilson's method."""
    n, p, z = right.size, float(right.mean()), 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * float(np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)))
    return f"{p:.3f} ({middle - half:.2f}-{middle + half:.2f})"


def calibration_error(p: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Return the expected calibration error over ten bins of equal width."""
    place = np.minimum((p * 10).astype(int), 9)
    gaps = [abs(p[place == b].sum() - y[place == b].sum()) for b in range(10)]
    return float(sum(gaps) / p.size)


def brier(p: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Return the mean squared difference of probability and outcome."""
    return float(((p - y) ** 2).mean())


def interval(
    measure: Callable[[NDArray[np.float64], NDArray[np.bool_]], float],
    p: NDArray[np.float64],
    y: NDArray[np.bool_],
) -> str:
    """Return a measure with its 95 % bootstrap interval."""
    rng = np.random.default_rng(0)
    draws = rng.integers(0, p.size, (RESAMPLES, p.size))
    low, high = np.quantile([measure(p[d], y[d]) for d in draws], [0.025, 0.975])
    return f"{measure(p, y):.3f} ({low:.3f}-{high:.3f})"


def bigrams(text: str) -> list[str]:
    """Return the pairs of neighbouring letters of a text."""
    letters = re.sub(r"[^\u4e00-\u9fa5]", "", text)
    return [letters[i : i + 2] for i in range(len(letters) - 1)]


def baselines(given: Sequence[Record]) -> list[tuple[str, Scored]]:
    """Return what simple ways of telling the class find."""
    system = scheme(SCHEME)
    classes = system.classes
    common = Counter(r.codes[0] for r in records() if r.split == "train").most_common(5)
    majority = np.asarray([[code for code, _ in common]] * len(given))
    grams = [Counter(bigrams(system.name(code).zh)) for code in classes]
    vocabulary = {gram for counts in grams for gram in counts}
    logs = {
        gram: np.log([(c[gram] + 0.1) / (sum(c.values()) + 0.1 * len(vocabulary)) for c in grams])
        for gram in vocabulary
    }
    matched, bayes = [], []
    sets = [set(c) for c in grams]
    for record in given:
        met = set(bigrams(record.name)) | set(bigrams(record.scope))
        overlap = np.asarray([len(s & met) / max(len(s), 1) for s in sets])
        matched.append([classes[i] for i in np.argsort(-overlap, kind="stable")[:5]])
        total = np.zeros(len(classes))
        for gram in (*bigrams(record.name), *bigrams(record.scope)):
            if gram in logs:
                total += logs[gram]
        bayes.append([classes[i] for i in np.argsort(-total, kind="stable")[:5]])
    none = np.zeros((len(given), 5), dtype=np.float32)
    return [
        ("commonest class of training", Scored("", given, majority, none)),
        ("words of the class's name", Scored("", given, np.asarray(matched), none)),
        ("naive Bayes on class names", Scored("", given, np.asarray(bayes), none)),
    ]


def rank_table(sets: Sequence[Scored]) -> list[str]:
    """Return the table of ranks and levels."""
    lines = ["| | n | top 1 | top 3 | top 5 |", "|---|---:|---:|---:|---:|"]
    for found in sets:
        for level, digits in (*LEVELS.items(), ("section", 1)):
            cells = " | ".join(wilson(found.right(digits, most)) for most in (1, 3, 5))
            lines.append(f"| {found.title}, {level} | {len(found.given)} | {cells} |")
        strict = replace(found, given=[replace(r, codes=r.codes[:1]) for r in found.given])
        cells = " | ".join(wilson(strict.right(4, most)) for most in (1, 3, 5))
        lines.append(f"| {found.title}, class, first label only | {len(found.given)} | {cells} |")
    return lines


def calibration_table(sets: Sequence[Scored]) -> list[str]:
    """Return the table of calibration."""
    head = (
        *("", "expected calibration error", "Brier score", "share with P >= 0.8", "right there"),
        *(f"share under {THRESHOLD}", "right there"),
    )
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    for found in sets:
        p, y = found.probabilities[:, 0].astype(float), found.right(4, 1)
        sure, unsure = p >= 0.8, p < THRESHOLD
        low = f"{y[unsure].mean():.2f}" if unsure.any() else "-"
        lines.append(
            f"| {found.title} | {interval(calibration_error, p, y)} | {interval(brier, p, y)} "
            f"| {sure.mean():.2f} | {wilson(y[sure])} | {unsure.mean():.2f} | {low} |"
        )
    return lines


def coverage_table(sets: Sequence[Scored]) -> list[str]:
    """Return how right the surest part is, by its size."""
    parts = (0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    lines = [
        "| surest part | " + " | ".join(f"{part:.0%}" for part in parts) + " |",
        "|---|" + "---:|" * len(parts),
    ]
    for found in sets:
        order = np.argsort(-found.probabilities[:, 0], kind="stable")
        for level, digits in (("class", 4), ("division", 2)):
            y = found.right(digits, 1)[order]
            cells = [f"{y[: max(1, round(part * y.size))].mean():.2f}" for part in parts]
            lines.append(f"| {found.title}, {level} | {' | '.join(cells)} |")
    return lines


def section_table(found: Scored) -> list[str]:
    """Return the ranks by the section of the first label."""
    system = scheme(SCHEME)
    rows: dict[str, list[int]] = defaultdict(list)
    for i, record in enumerate(found.given):
        rows[section(record.codes[0])].append(i)
    one, five = found.right(4, 1), found.right(4, 5)
    division = found.right(2, 1)
    lines = [
        "| section | n | class, top 1 | class, top 5 | division, top 1 |",
        "|---|---:|---:|---:|---:|",
    ]
    for code in sorted(rows):
        at = rows[code]
        name = system.name(code).en
        lines.append(
            f"| {code} {name} | {len(at)} | {one[at].mean():.2f} | {five[at].mean():.2f} "
            f"| {division[at].mean():.2f} |"
        )
    return lines


def baseline_table(given: Sequence[Record], ours: Scored) -> list[str]:
    """Return the table of baselines."""
    lines = [
        "| | class, top 1 | class, top 5 | division, top 1 |",
        "|---|---:|---:|---:|",
    ]
    for title, found in (*baselines(given), ("Saidao", ours)):
        cells = (found.right(4, 1), found.right(4, 5), found.right(2, 1))
        lines.append(f"| {title} | {' | '.join(f'{cell.mean():.2f}' for cell in cells)} |")
    return lines


ERRORS = {
    "another class of the division": lambda got, want: any(got[:2] == w[:2] for w in want),
    "made taken for sold": lambda got, want: section(got) == "F" and section(want[0]) == "C",
    "sold taken for made": lambda got, want: section(got) == "C" and section(want[0]) == "F",
    "another business of the same firm": lambda _got, _want: True,
}
"""Classes of error, the first that fits."""


def error_table(sets: Sequence[Scored]) -> list[str]:
    """Return the classes of error, and how often the right class stands among the five."""
    lines = [
        "| " + " | ".join(("", *(found.title for found in sets))) + " |",
        "|---|" + "---:|" * len(sets),
    ]
    counts = []
    for found in sets:
        count: Counter[str] = Counter()
        five = found.right(4, 5)
        for i, wrong in enumerate(~found.right(4, 1)):
            if not wrong:
                continue
            got, want = str(found.codes[i, 0]), found.given[i].codes
            if not got:
                count["nothing found"] += 1
                continue
            count[next(name for name, fits in ERRORS.items() if fits(got, want))] += 1
            count["of all: the right class among the next four"] += bool(five[i])
        counts.append(count)
    for name in (*ERRORS, "nothing found", "of all: the right class among the next four"):
        lines.append(f"| {name} | " + " | ".join(str(count[name]) for count in counts) + " |")
    return lines


def second_reading() -> list[str]:
    """Return the agreement of a second reading of rows with the first."""
    first: dict[str, tuple[str, ...]] = {}
    for half in ("dev", "held"):
        with (KNOWN / f"scopes-{half}.csv").open(encoding="utf-8") as file:
            first |= {r["row"]: tuple(r["codes"].split("/")) for r in csv.DictReader(file)}
    with (KNOWN / "scopes-second-reading.csv").open(encoding="utf-8") as file:
        second = {r["row"]: tuple(r["codes"].split("/")) for r in csv.DictReader(file)}
    lines = ["| level | the same first choice | first choice among those accepted before |"]
    lines.append("|---|---:|---:|")
    for level, digits in LEVELS.items():
        same = np.asarray([code[0][:digits] == first[r][0][:digits] for r, code in second.items()])
        among = np.asarray([accepted(code[0], first[r], digits) for r, code in second.items()])
        lines.append(f"| {level} | {wilson(same)} | {wilson(among)} |")
    return lines


def report(sample: Path | None) -> str:
    """Return the scores as Markdown."""
    written = records()
    sets = [scored("written, test", [r for r in written if r.split == "test"])]
    if sample is not None:
        sets += [
            scored("register, development", labelled(sample, "dev")),
            scored("register, held out", labelled(sample, "held")),
        ]
    last = sets[-1]
    splits = Counter(r.split for r in written)
    out = io.StringIO()
    for title, lines in (
        ("Ranks and levels", rank_table(sets)),
        ("Calibration of the first class", calibration_table(sets)),
        ("The surest part", coverage_table(sets)),
        (f"By section: {last.title}", section_table(last)),
        (f"Beside simple ways: {last.title}", baseline_table(last.given, last)),
        ("Errors at class level", error_table(sets)),
        ("A second reading of 60 rows", second_reading()),
    ):
        out.write(f"### {title}\n\n" + "\n".join(lines) + "\n\n")
    counts = ", ".join(f"{count} {split}" for split, count in splits.items())
    return f"{len(written)} written records: {counts}.\n\n{out.getvalue()}"


def speed(sample: Path) -> tuple[float, int, Classified]:
    """Return the seconds that a whole register takes, compiled code loaded before."""
    opened = gzip.open if sample.suffix == ".gz" else open
    with opened(sample, "rt", encoding="utf-8", newline="") as file:
        rows = [(row["scope"], row["name"]) for row in csv.DictReader(file)]
    scopes, names = [row[0] for row in rows], [row[1] for row in rows]
    classify(scopes[:3000], names[:3000])
    start = time.process_time()
    found = classify(scopes, names)
    return time.process_time() - start, len(rows), found


def main(arguments: Sequence[str] | None = None) -> int:
    """Score, print or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sample", type=Path, nargs="?")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--speed", action="store_true", help="time the whole sample instead")
    options = parser.parse_args(arguments)
    if options.speed:
        seconds, rows, found = speed(options.sample)
        print(f"{rows} records, {seconds:.1f} s of CPU, {rows / seconds:.0f} a second")
        print(f"uncertain: {found.uncertain.mean():.3f}")
        return 0
    text = report(options.sample)
    if options.write is None:
        print(text)
    else:
        page = options.write.read_text("utf-8")
        options.write.write_text(MARK.sub(lambda m: m[1] + "\n" + text + m[2], page), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
