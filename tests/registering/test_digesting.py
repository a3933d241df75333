"""A file's digest, made while something else is done."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from saidao.registering.digesting import Digesting, digest_of, glance_of


def test_it_is_the_digest_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"saidao" * 1_000_000)
    with Digesting(path) as digesting:
        found = digesting.result(lambda _share: None)
    assert found == hashlib.sha256(path.read_bytes()).hexdigest() == digest_of(path)


def test_what_goes_wrong_meanwhile_is_what_is_raised(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(bytes(50_000_000))
    with pytest.raises(ValueError, match="meanwhile"), Digesting(path):
        raise ValueError("meanwhile")


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with Digesting(tmp_path / "gone") as digesting, pytest.raises(FileNotFoundError):
        digesting.result(lambda _share: None)


def test_a_glance_tells_a_file_from_one_that_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"saidao" * 2_000_000)
    seen, about = glance_of(path), path.stat()
    assert glance_of(path) == seen
    path.write_bytes(b"Saidao" * 2_000_000)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    other = glance_of(path)
    assert other != seen
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns + 1_000_000))
    assert glance_of(path) not in (seen, other)
