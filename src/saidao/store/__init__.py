"""An atlas on disk. Only this package knows the database engine."""

from saidao.store.carrying import AddedFile, Recorded, added_files, recorded
from saidao.store.database import (
    Connection,
    Rows,
    append,
    connect,
    content_hash,
    read_snapshot,
    read_text,
    read_texts,
)
from saidao.store.exchange import Exported, export_atlas, import_atlas
from saidao.store.folder import (
    Pointer,
    database_of,
    is_atlas,
    keep_document,
    kept_document,
    present_pointer,
    publish,
    read_pointer,
    repoint,
    writing,
)
from saidao.store.inputs import inputs_of
from saidao.store.schema import SCHEMA
from saidao.store.tables import (
    TABLES,
    Citation,
    City,
    DocumentText,
    LexiconEntry,
    NotPublished,
    Snapshot,
    StoredDocument,
)

__all__ = [
    "SCHEMA",
    "TABLES",
    "AddedFile",
    "Citation",
    "City",
    "Connection",
    "DocumentText",
    "Exported",
    "LexiconEntry",
    "NotPublished",
    "Pointer",
    "Recorded",
    "Rows",
    "Snapshot",
    "StoredDocument",
    "added_files",
    "append",
    "connect",
    "content_hash",
    "database_of",
    "export_atlas",
    "import_atlas",
    "inputs_of",
    "is_atlas",
    "keep_document",
    "kept_document",
    "present_pointer",
    "publish",
    "read_pointer",
    "read_snapshot",
    "read_text",
    "read_texts",
    "recorded",
    "repoint",
    "writing",
]
