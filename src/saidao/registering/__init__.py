"""What people do with registers of establishments: import one into an atlas, list, remove.

::

    a file ──▶ opened: encoding, header, columns said, guessed and shown
           ──▶ surveyed: coordinate system, usual sizes, places that stand for none
           ──▶ slice after slice, several at a time: cells ─▶ values ─▶ places ─▶ a part
           ──▶ cubes ─▶ the register's folder, and its row in a new generation

Until the last step the atlas is as it was. What a killed import had finished is used by the
next one of the same file with the same mapping.
"""

from saidao.registering.cubes import build_missing_cubes
from saidao.registering.importing import Imported, import_register
from saidao.registering.opening import Opened, open_register
from saidao.registering.shelf import (
    flagged_rows,
    put_register,
    register_in,
    registers_in,
    remove_register,
)

__all__ = [
    "Imported",
    "Opened",
    "build_missing_cubes",
    "flagged_rows",
    "import_register",
    "open_register",
    "put_register",
    "register_in",
    "registers_in",
    "remove_register",
]
