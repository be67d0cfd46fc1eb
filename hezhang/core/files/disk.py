"""Bytes on disk: whole or not there at all, under names that nobody can guess."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def new_path(at: datetime, suffix: str) -> str:
    """``yyyy/mm/<32 random hex digits><suffix>``, relative to MEDIA_ROOT."""
    return f"{timezone.localtime(at):%Y/%m}/{secrets.token_hex(16)}{suffix}"


def absolute(path: str) -> Path:
    """Where a stored path lies; ValueError if it leads out of MEDIA_ROOT."""
    root = Path(settings.MEDIA_ROOT).resolve()
    full = (root / path).resolve()
    if not full.is_relative_to(root):
        raise ValueError(f"{path} lies outside of MEDIA_ROOT")
    return full


def save(path: str, data: bytes) -> None:
    """Write, flush to the disk, then give the file its name; OSError leaves nothing behind."""
    full = absolute(path)
    full.parent.mkdir(parents=True, exist_ok=True)
    # .part beside the target: a rename is whole or not there only within one file system.
    half = full.with_suffix(".part")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(half, full)
        _sync_folder(full.parent)
    except OSError:
        half.unlink(missing_ok=True)
        full.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """The new name is durable only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(*paths: str) -> None:
    """Delete what is there; on a failing disk, as much as goes."""
    for path in paths:
        with suppress(OSError):
            absolute(path).unlink()


def folders(named: re.Pattern[str]) -> Iterator[tuple[str, list[str]]]:
    """Folders below MEDIA_ROOT whose relative path is so named, with the relative paths of their files."""
    root = Path(settings.MEDIA_ROOT).resolve()
    for folder, _, files in os.walk(root):
        inner = Path(folder).relative_to(root).as_posix()
        if named.fullmatch(inner):
            yield inner, [f"{inner}/{name}" for name in files]


def is_older(path: str, moment: datetime) -> bool:
    """Whether the file was last written before; False when it is gone by now."""
    try:
        return absolute(path).stat().st_mtime < moment.timestamp()
    except OSError:
        return False
