"""The files that were handed in: in a folder or in a zip, read one at a time and never unpacked.

Nothing is written anywhere, so a path in a zip has no effect; one that points outside is refused
all the same, as are links, encrypted members and more than a class could hand in.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

MOST_FILES = 50_000
MOST_BYTES = 32_000_000  # of one file; a notebook with pictures has a few hundred thousand
MOST_BYTES_IN_ALL = 8_000_000_000
# Control characters, those that turn the direction of writing, and halves of characters.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
JUNK = {"__MACOSX", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "desktop.ini"}


def printable(text: str) -> str:
    """The text in one way of writing it, with what cannot be shown written out."""
    return UNPRINTABLE.sub(
        lambda match: f"\\u{ord(match[0]):04x}", unicodedata.normalize("NFC", text)
    ).strip()


class TooLarge(ValueError):
    """A file has more bytes than are read."""


@dataclass(frozen=True)
class File:
    """One file: where it lies inside the folder or the zip, and how to read it.

    `when` is the time that the file system or the zip gives it. `read()` gives its bytes; raises
    TooLarge for more than `MOST_BYTES` of them, OSError where they cannot be read.
    """

    path: PurePosixPath
    when: datetime
    read: Callable[[], bytes]

    @property
    def is_notebook(self) -> bool:
        """Whether it is called a notebook."""
        return self.path.suffix.lower() == ".ipynb"


@dataclass(frozen=True)
class Files:
    """All files of a folder or a zip, in the order of their paths, and what was left out of it."""

    files: tuple[File, ...]
    left_out: tuple[str, ...] = ()


def files_of(place: Path) -> Files:
    """The files of a folder or of a zip. Raises ValueError or OSError if it is neither."""
    if place.is_dir():
        found, left_out = _of_folder(place)
    elif zipfile.is_zipfile(place):
        found, left_out = _of_zip(place)
    elif place.exists():
        raise ValueError(f"wanted a folder or a zip of submissions, but {place} is neither")
    else:
        raise ValueError(f"there is no folder or zip {place}")
    found.sort(key=lambda file: file.path.parts)
    return Files(tuple(found), tuple(left_out))


def _of_folder(folder: Path) -> tuple[list[File], list[str]]:
    found: list[File] = []
    left_out: list[str] = []
    for path in _walk(folder):
        name = PurePosixPath(path.relative_to(folder).as_posix())
        if JUNK & set(name.parts):
            continue
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            left_out.append(f"{name} is a link or a device, and was not followed")
            continue
        if len(found) == MOST_FILES:
            raise ValueError(f"{folder} holds more than {MOST_FILES} files; name the folder itself")
        when = datetime.fromtimestamp(status.st_mtime).astimezone()
        found.append(File(name, when, lambda path=path: _read_path(path)))  # type: ignore[misc]
    return found, left_out


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        yield from (Path(place) / name for name in sorted([*names, *links]))


def _read_path(path: Path) -> bytes:
    # A link put there since the listing must not lead anywhere either.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        return _bounded(stream.read(MOST_BYTES + 1))


def _bounded(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise TooLarge(
            f"it is larger than {MOST_BYTES // 1_000_000} MB, which no notebook needs to be"
        )
    return content


def _of_zip(place: Path) -> tuple[list[File], list[str]]:
    found: list[File] = []
    left_out: list[str] = []
    archive = zipfile.ZipFile(place)  # stays open as long as one of its files can be read
    members = archive.infolist()
    if len(members) > MOST_FILES:
        raise ValueError(f"{place} holds {len(members)} files; at most {MOST_FILES} are taken")
    if sum(member.file_size for member in members) > MOST_BYTES_IN_ALL:
        raise ValueError(f"{place} unpacks to more than {MOST_BYTES_IN_ALL // 10**9} GB")
    seen: set[str] = set()
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if member.is_dir() or JUNK & set(name.parts):
            continue
        trouble = _trouble(member, name) or ("is there twice" * (member.filename in seen))
        if trouble:
            left_out.append(f"{member.filename!r} {trouble}, and was left out")
            continue
        seen.add(member.filename)
        when = _zip_time(member)
        found.append(File(name, when, lambda member=member: _read_member(archive, member)))  # type: ignore[misc]
    return found, left_out


def _trouble(member: zipfile.ZipInfo, name: PurePosixPath) -> str:
    if name.is_absolute() or ".." in name.parts or re.match(r"[A-Za-z]:", str(name)):
        return "points outside of the zip"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG}:
        return "is a link or a device"
    return "is encrypted" if member.flag_bits & 1 else ""


def _zip_time(member: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*member.date_time).astimezone()
    except ValueError:  # a month 0 can be written there
        return datetime(1980, 1, 1).astimezone()


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as stream:
            return _bounded(stream.read(MOST_BYTES + 1))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise OSError(f"it is damaged in the zip ({error})") from None
