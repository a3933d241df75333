"""Outlines of districts: GeoJSON in, checked geometry out."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import shapely
from shapely.geometry import shape

from saidao.errors import PackError
from saidao.packs.files import PackFiles
from saidao.packs.problems import shown
from saidao.packs.text_file import read_text

__all__ = ["read_boundaries"]

FILE = "districts.geojson"
OVERLAP_SHARE = 0.001
"""Share of the smaller district that may lie in another before the check warns."""


def read_boundaries(files: PackFiles) -> dict[str, dict[str, object]]:
    """Return GeoJSON geometries by district code; report what is wrong with the others.

    A geometry must be a valid Polygon or MultiPolygon with closed rings, in WGS-84 degrees
    inside the pack's bounds. Each district of ``districts.csv`` needs one.
    """
    codes = {placed.row.code: placed for placed in files.districts}
    if not codes and not (files.root / FILE).exists():
        return {}
    document = files.attempt(lambda: _parse(files))
    if document is None:
        return {}
    geometries: dict[str, dict[str, object]] = {}
    shapes: dict[str, Any] = {}
    for number, feature in enumerate(document):
        code = feature.get("id") if isinstance(feature, dict) else None
        key = f"features.{number}"
        if not isinstance(feature, dict) or not isinstance(code, str):
            files.report(FILE, None, f"{key}.id", shown(code), "the district's code as a text")
            continue
        if code in files.faulty or "districts.csv" in files.unread:
            continue
        if code not in codes:
            files.report(FILE, None, f"{key}.id", shown(code), "a code of districts.csv")
            continue
        if code in geometries:
            files.report(FILE, None, f"{key}.id", f"{code} a second time", "one feature a district")
            continue
        geometry = feature.get("geometry")
        outline = _checked_geometry(files, f"{key}.geometry", geometry)
        if outline is not None and isinstance(geometry, dict):
            geometries[code] = geometry
            shapes[code] = outline
    for code, placed in codes.items():
        if code not in geometries:
            got = f"no usable outline of {code}"
            files.report(placed.file, placed.line, "code", got, f"a feature in {FILE}")
    _warn_of_overlaps(files, shapes)
    return geometries


def _parse(files: PackFiles) -> list[Any]:
    """Return the features of the collection."""
    text = read_text(files.root / FILE, FILE)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as problem:
        raise PackError(FILE, problem.lineno, "json", problem.msg, "valid JSON") from None
    except RecursionError:
        raise PackError(FILE, None, "json", "deep nesting", "a FeatureCollection") from None
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        got = shown(document.get("type") if isinstance(document, dict) else document)
        raise PackError(FILE, 1, "type", got, "a FeatureCollection")
    if "crs" in document:
        expected = "no crs: GeoJSON is WGS-84 by its standard (RFC 7946)"
        raise PackError(FILE, 1, "crs", shown(document["crs"]), expected)
    features = document.get("features")
    if not isinstance(features, list):
        raise PackError(FILE, 1, "features", shown(features), "a list of features")
    return features


def _checked_geometry(files: PackFiles, key: str, geometry: Any) -> Any:
    """Return the shape of a geometry, or report the problem and return None."""
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    if kind not in ("Polygon", "MultiPolygon"):
        files.report(FILE, None, f"{key}.type", shown(kind), "Polygon or MultiPolygon")
        return None
    try:
        rings = list(_rings(geometry))
        for ring in rings:
            for lon, lat in ring:
                if not (math.isfinite(lon) and math.isfinite(lat)):
                    raise ValueError
        outline = shape(geometry)
    except (TypeError, ValueError, KeyError, IndexError, shapely.errors.ShapelyError):
        expected = "rings of [longitude, latitude] pairs"
        files.report(FILE, None, f"{key}.coordinates", "something else", expected)
        return None
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in rings):
        expected = "closed rings of at least four positions"
        files.report(FILE, None, f"{key}.coordinates", "an open ring", expected)
        return None
    if not outline.is_valid:
        reason = shapely.is_valid_reason(outline)
        files.report(FILE, None, f"{key}.coordinates", reason, "a valid geometry")
        return None
    if files.pack is not None:
        box = files.pack.row.bounds
        west, south, east, north = outline.bounds
        if west < box.west or south < box.south or east > box.east or north > box.north:
            got = f"{west:.3f}, {south:.3f}, {east:.3f}, {north:.3f}"
            files.report(FILE, None, key, got, "coordinates inside the bounds of pack.yaml")
            return None
    return outline


def _rings(geometry: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the rings of a Polygon or MultiPolygon."""
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for part in parts:
        yield from part


def _warn_of_overlaps(files: PackFiles, shapes: dict[str, Any]) -> None:
    """Warn where two districts claim the same ground."""
    for (one, a), (other, b) in combinations(sorted(shapes.items()), 2):
        share = a.intersection(b).area / min(a.area, b.area) if a.intersects(b) else 0.0
        if share > OVERLAP_SHARE:
            got = f"{one} and {other} overlap by {share:.1%} of the smaller"
            files.report(FILE, None, "features", got, "districts that only touch", warn=True)
