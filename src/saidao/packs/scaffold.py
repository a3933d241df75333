"""A new pack from the template."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from saidao.errors import InvalidInput
from saidao.packs.shipped import shipped_pack
from saidao.packs.vocabulary import ID, is_date

__all__ = ["start_pack"]


def start_pack(
    folder: Path | str,
    city: str,
    *,
    as_of: str,
    english: str = "",
    id: str = "",
    region_code: str = "",
) -> Path:
    """Write a new, empty and valid pack into a folder.

    Parameters
    ----------
    folder : Path or str
        A folder that does not exist or is empty.
    city : str
        The city's name; in Latin letters it is taken for the English name too.
    as_of : str
        ISO date on which the pack begins.
    english : str, optional
        The English name of a city that is named in Chinese.
    id : str, optional
        Kebab-case id; by default made from the English name, else from the folder's.
    region_code : str, optional
        GB/T 2260 code of six digits.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InvalidInput
        If the folder holds something, or an argument cannot be used.
    """
    folder = Path(folder)
    if not city.strip():
        raise InvalidInput("--city", repr(city), "the name of a city")
    if not is_date(as_of):
        raise InvalidInput("as_of", repr(as_of), "an ISO date")
    if region_code and not re.fullmatch(r"[0-9]{6}", region_code):
        raise InvalidInput("--code", repr(region_code), "a GB/T 2260 code of six digits")
    english = english or (city if city.isascii() else "")
    chosen = id or kebab(english) or kebab(folder.resolve().name)
    if not ID.fullmatch(chosen):
        raise InvalidInput("--id", repr(id or folder.name), "an id in kebab-case: a-z, 0-9, hyphen")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InvalidInput("DIR", str(folder), "a folder that does not exist or is empty")
        shutil.copytree(
            shipped_pack("_template"),
            folder,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns(".gitkeep"),
            # The packs of an installed wheel may be read-only; the copy must not be.
            copy_function=shutil.copyfile,
        )
        for name in ("documents", "observations", "checks"):
            (folder / name).mkdir(exist_ok=True)
        pack = folder / "pack.yaml"
        values = {
            "id": chosen,
            "name": f"{{zh: {json.dumps(city, ensure_ascii=False)}, en: {json.dumps(english)}}}",
            "as_of": json.dumps(as_of),
        }
        if region_code:
            values["region_code"] = json.dumps(region_code)
        pack.write_text(_filled(pack.read_text("utf-8"), values), "utf-8")
        lexicon = folder / "lexicon.yaml"
        regions = {"regions": spellings(region_code or "000000", city, english)}
        lexicon.write_text(_filled(lexicon.read_text("utf-8"), regions), "utf-8")
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise InvalidInput("DIR", f"{folder} ({reason})", "a folder to write into") from None
    return folder


def spellings(code: str, city: str, english: str) -> str:
    """Return the city's own row of the lexicon: what it is called, so that 江州 is 江州市."""
    short = city.removesuffix("市") if len(city) > 2 else city
    names = list(dict.fromkeys(name for name in (city, short, "全市", english) if name))
    return f"{{{json.dumps(code)}: {json.dumps(names, ensure_ascii=False)}}}"


def kebab(name: str) -> str:
    """Return a name as an id: lower case, hyphens for what is no letter or digit."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") if name.isascii() else ""


def _filled(text: str, values: dict[str, str]) -> str:
    """Return the template with the values of some top-level keys replaced."""
    lines = text.splitlines(keepends=True)
    for key, value in values.items():
        (place,) = (at for at, line in enumerate(lines) if line.startswith(f"{key}: "))
        lines[place] = f"{key}: {value}\n"
    return "".join(lines)
