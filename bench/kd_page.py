"""Write the figures of Kd's bands into the page of the method, from what was kept of runs."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

__all__ = ["PAGE", "SPEED", "TRUTH", "write"]

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "methods"
PAGE = FOLDER / "concentration.md"
TRUTH = FOLDER / "concentration-truth.json"
SPEED = FOLDER / "concentration-speed.json"
BEGIN, END = "<!-- generated: {} -->", "<!-- end of generated: {} -->"


def _error(share: float, draws: int) -> float:
    """Return the standard error of a share."""
    return math.sqrt(share * (1 - share) / draws)


def _rate(row: dict[str, Any], side: str) -> str:
    """Return a rate in percent with its standard error."""
    return f"{100 * row[side]:.1f} ± {100 * _error(row[side], row['draws']):.1f}"


def _sizes(found: dict[str, Any]) -> list[str]:
    """Return the keys of sizes in rising order."""
    return sorted((key for key in found if key.isdigit()), key=int)


def rates_table(results: dict[str, Any]) -> str:
    """Return the rates of rejection, one row for each population and size."""
    head = (
        "| sites | population | plants | bands | draws | below, % | above, % | either, % "
        "| skewness |"
    )
    lines = [
        head,
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for part, sites in (("small", "20,000"), ("large", "1,000,000")):
        for name in (key for key in results if key.startswith(f"{part}: ")):
            for n in _sizes(results[name]):
                row = results[name][n]
                skewness = f"{row['skewness']:.2f}" if row["method"] == "pearson" else ""
                lines.append(
                    f"| {sites} | {name.split(': ')[1]} | {int(n):,} | {row['method']} | "
                    f"{row['draws']:,} | {_rate(row, 'lower')} | {_rate(row, 'upper')} | "
                    f"{_rate(row, 'either')} | {skewness} |"
                )
    return "\n".join(lines)


def weighted_table(results: dict[str, Any]) -> str:
    """Return the rates of weighted industries."""
    head = (
        "| population | plants | spread of log weights | effective plants | bands | draws | "
        "below, % | above, % |"
    )
    lines = [
        head,
        "|---|---|---|---|---|---|---|---|",
    ]
    for name in (key for key in results if key.startswith("weighted: ")):
        for key, row in sorted(
            ((k, v) for k, v in results[name].items() if ", " in k),
            key=lambda item: tuple(float(part) for part in item[0].split(", ")),
        ):
            n, sigma = key.split(", ")
            lines.append(
                f"| {name.split(': ')[1]} | {int(n):,} | {sigma} | {row['effective']:.0f} | "
                f"{row['method']} | {row['draws']:,} | {_rate(row, 'lower')} | "
                f"{_rate(row, 'upper')} |"
            )
    return "\n".join(lines)


def agreement_table(results: dict[str, Any]) -> str:
    """Return how often verdicts differ from those of 20,000 draws."""
    head = (
        "| population | plants | industries | bands | localised by 20,000 draws, % | "
        "ours differ, % | "
        "1,000 draws differ, % (mean; best set) |"
    )
    lines = [
        head,
        "|---|---|---|---|---|---|---|",
    ]
    for name in (key for key in results if key.startswith("agreement: ")):
        for n in _sizes(results[name]):
            row = results[name][n]
            lines.append(
                f"| {name.split(': ')[1]} | {int(n):,} | {row['industries']:,} | {row['method']} | "
                f"{100 * row['localised']:.0f} | {100 * row['ours']:.1f} | "
                f"{100 * row['thousand_draws']:.1f}; {100 * row['thousand_draws_least']:.1f} |"
            )
    return "\n".join(lines)


def speed_table(results: dict[str, Any]) -> str:
    """Return times beside those of Monte Carlo for each industry."""
    head = (
        "| sites | industries | wall, s | processors, s | peak, GB | Monte Carlo for each, s of "
        "processors | ratio of processor times | load of the machine |"
    )
    lines = [
        head,
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in results.values():
        other = f"{row['other_cpu']:,.0f}" if "other_cpu" in row else "not run"
        ratio = f"{row['other_cpu'] / row['cpu']:.0f}" if "other_cpu" in row else ""
        lines.append(
            f"| {row['sites']:,} | {row['industries']:,} | {row['wall']:.1f} | {row['cpu']:.1f} | "
            f"{row['peak']:.2f} | {other} | {ratio} | {row['load']:.1f} |"
        )
    return "\n".join(lines)


def write() -> None:
    """Put the tables between their marks on the page."""
    truth = json.loads(TRUTH.read_text("utf-8")) if TRUTH.is_file() else {}
    speed = json.loads(SPEED.read_text("utf-8")) if SPEED.is_file() else {}
    text = PAGE.read_text("utf-8")
    for name, table in (
        ("rates", rates_table(truth)),
        ("weighted", weighted_table(truth)),
        ("agreement", agreement_table(truth)),
        ("speed", speed_table(speed)),
    ):
        begin, end = BEGIN.format(name), END.format(name)
        before, rest = text.split(begin)
        text = f"{before}{begin}\n\n{table}\n\n{end}{rest.split(end)[1]}"
    PAGE.write_text(text, encoding="utf-8")
