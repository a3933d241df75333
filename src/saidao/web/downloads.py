"""Answers that are files: their media types, their names, and what the schema says of them."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from saidao.web.export import XLSX

__all__ = ["CSV_FILE", "XLSX_FILE", "download", "file_of"]

CSV_FILE, XLSX_FILE = "text/csv", XLSX

MEDIA_TYPES = {"csv": f"{CSV_FILE}; charset=utf-8", "xlsx": XLSX_FILE}


def download(body: bytes, name: str) -> Response:
    """Return a file that is saved under a name; its ending says what it is."""
    return Response(
        body,
        media_type=MEDIA_TYPES[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def file_of(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    """Return the description of a file for the schema of a route."""
    return {200: {"content": {media_type: {}}, "description": description}}
