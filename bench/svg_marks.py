"""Marks of the pictures in the docs: SVG that reads on light and on dark ground, 390 px wide."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

__all__ = ["BLUE", "GREY", "ORANGE", "WIDTH", "area", "frame", "label", "line", "svg"]

WIDTH = 380
BLUE, ORANGE, GREY = "#1c7ed6", "#e8590c", "#868e96"

Vector = NDArray[np.float64]


def label(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
    """Write words."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def line(x: Vector, y: Vector, colour: str, dash: str = "", width: float = 1.8) -> str:
    """Draw a line through points."""
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dashed}/>'
    )


def area(x: Vector, low: Vector, high: Vector, opacity: float = 0.35, colour: str = GREY) -> str:
    """Fill what is between two lines."""
    corners = " ".join(
        f"{a:.1f},{b:.1f}" for a, b in zip(np.r_[x, x[::-1]], np.r_[high, low[::-1]], strict=True)
    )
    return f'<polygon points="{corners}" fill="{colour}" fill-opacity="{opacity}"/>'


def frame(left: float, top: float, width: float, height: float) -> str:
    """Draw the frame of a panel."""
    return (
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'fill="none" stroke="{GREY}" stroke-opacity="0.6"/>'
    )


def svg(height: int, words: str, marks: list[str]) -> str:
    """Wrap marks; `words` are for those who do not see them."""
    body = "\n".join(marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="12" '
        f'fill="{GREY}" role="img" aria-label={quoteattr(words)}>\n{body}\n</svg>\n'
    )
