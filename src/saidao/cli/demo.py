"""``saidao demo``: the Shanghai atlas, built and shown in one command."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from saidao.cli.progress import console, shown
from saidao.cli.serve import show
from saidao.errors import SaidaoError
from saidao.packs import shipped_pack
from saidao.store import inputs_of, read_pointer

CITY = "shanghai"


def demo(*, port: int | None = None, browser: bool = True, out: Path | None = None) -> None:
    """Build the Shanghai atlas and show it in the browser, until Ctrl-C.

    Parameters
    ----------
    port
        Port to listen on; any free one where it is not given.
    browser
        Whether to open a browser.
    out
        Folder of the atlas, if it shall not lie in the user's data folder. One that is
        up to date is used as it is.
    """
    pack, folder = shipped_pack(CITY), out or data_folder() / CITY
    if not up_to_date(folder, pack):
        # The readers load slowly and are not needed for an atlas that is there.
        from saidao import pipeline
        from saidao.cli.build import now, tell_of_replacement
        from saidao.registering.synthetic import put_synthetic

        with shown("Building the Shanghai atlas") as progress:
            built = pipeline.build(
                pack, folder, recorded_at=now(), progress=progress, registers=put_synthetic
            )
        tell_of_replacement(built, folder)
        console.print(f"Built {folder}", style="dim", soft_wrap=True)
    show(folder, port=port, host="127.0.0.1", browser=browser)


def up_to_date(folder: Path, pack: Path) -> bool:
    """Return whether an atlas was built from this pack by this code."""
    try:
        return read_pointer(folder).inputs == inputs_of(pack)
    except SaidaoError:
        return False


def data_folder() -> Path:
    """Return the folder in which the system wants programs to keep a user's data."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "saidao"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/saidao"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "saidao"
