# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Listings and their pictures on disk.

A listing is one JSON object a line: {"listing_id", "title", "description", "image", "categories": [[root, ..., leaf], ...]}.
`image` is a file name in a folder that holds the files, or `.tar` archives of them. The file is UTF-8, plain or gzip. Any other
field is rejected: a misspelt one would be a modality that is silently empty.
"""

import gzip
import io
import json
import re
import tarfile
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from PIL import Image

from data import file_head
from data.bad_input import BadInput

LabelPath: TypeAlias = tuple[str, ...]  # from the root down

FIELDS = ("listing_id", "title", "description", "image", "categories")
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")
LONGEST_LINE = 8 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Listing:
    """A listing of the catalogue; a missing text is empty. `categories` are paths from root to leaf, at least one."""

    listing_id: str
    title: str
    description: str
    image: str | None
    categories: tuple[LabelPath, ...]

    @property
    def leaf_path(self) -> LabelPath:
        """The place the listing ends at: its first path."""
        return self.categories[0]

    def label_paths(self) -> set[LabelPath]:
        """Every prefix of every path."""
        return {path[:depth] for path in self.categories for depth in range(1, len(path) + 1)}


def joined_text(title: str, description: str) -> str:
    """Title and description, each on a line of its own, as Java joins them."""
    return f"{title}\n{description}"


def numbered_lines(path: Path | str) -> Iterator[tuple[str, bytes]]:
    """(place, bytes) of each line that is not blank, of a plain or gzip file; the place reads "file:line".

    A line longer than LONGEST_LINE bytes is cut to one byte more, which `line_text` rejects: so no file can fill the memory.
    """
    number = 0
    try:
        with open(path, "rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            with gzip.open(file) if zipped else file as lines:
                if what := file_head.fault(lines.read(file_head.BYTES)):
                    raise BadInput(f"{path} {what}")
                lines.seek(0)
                while line := lines.readline(LONGEST_LINE + 1):
                    number += 1
                    rest = line
                    while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
                        rest = lines.readline(LONGEST_LINE + 1)
                    if line.strip():
                        yield f"{path}:{number}", line
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise BadInput(f"{path}:{number + 1}: the gzip file is broken or cut off ({error}); fetch it again") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error}); give the path of a readable file") from error


def line_text(line: bytes, place: str) -> str:
    """The text of a line; BadInput if it is too long or not UTF-8."""
    if len(line) > LONGEST_LINE:
        raise BadInput(f"{place}: longer than {LONGEST_LINE:,} bytes; is there one listing a line?")
    try:
        return line.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{place}: not UTF-8 at byte {error.start + 1} of the line; save the file as UTF-8") from error


def iterate_listings(path: Path | str) -> Iterator[Listing]:
    """Every listing of a JSON Lines file, one by one; blank lines are skipped.

    BadInput, with file and line, if a line is no listing, an id comes twice, or there is no listing at all.
    """
    places: dict[str, str] = {}
    for place, line in numbered_lines(path):
        listing = _parse(line_text(line, place), place)
        if listing.listing_id in places:
            raise BadInput(
                f"{place}: listing_id {listing.listing_id!r} is already that of {places[listing.listing_id]}; "
                "give each listing its own"
            )
        places[listing.listing_id] = place
        yield listing
    if not places:
        raise BadInput(f"{path}: holds no listing; give a file with one listing a line")


def read_listings(path: Path | str) -> list[Listing]:
    """All listings of a JSON Lines file."""
    return list(iterate_listings(path))


def write_listings(path: Path | str, listings: Iterable[Listing]) -> None:
    """Writes listings as `read_listings` reads them."""
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for listing in listings:
            file.write(json.dumps({name: getattr(listing, name) for name in FIELDS}, ensure_ascii=False) + "\n")


def _parse(line: str, place: str) -> Listing:
    try:
        fields = json.loads(line)
        if "\\u" in line:
            json.dumps(fields, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInput(
            f"{place}: half of a surrogate pair ({error.object[error.start]!a}), which is no character; fix the text"
        ) from error
    except json.JSONDecodeError as error:
        raise BadInput(f"{place}: not JSON ({error.msg}, column {error.colno}); a listing is one JSON object a line") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{place}: has a number too long, or lists nested too deeply, for a listing; fix the line") from error
    if not isinstance(fields, dict):
        raise BadInput(f"{place}: not a JSON object; a listing is one JSON object a line")
    for name in fields:
        if name not in FIELDS:
            raise BadInput(f"{place}: unknown field {name!r}; the fields are {', '.join(FIELDS)}: rename it or leave it out")
    listing_id = fields.get("listing_id")
    if isinstance(listing_id, int) and not isinstance(listing_id, bool):
        listing_id = str(listing_id)
    if not isinstance(listing_id, str) or not listing_id:
        raise BadInput(f"{place}: listing_id must be a text that is not empty or a whole number, was {listing_id!r}")
    for name in ("title", "description", "image"):
        if not isinstance(fields.get(name), str | None):
            raise BadInput(f"{place}: {name} must be a text or null, was {fields[name]!r}")
    return Listing(
        listing_id,
        fields.get("title") or "",
        fields.get("description") or "",
        plain_name(fields["image"]) if fields.get("image") else None,
        _categories(fields.get("categories"), place),
    )


def _categories(paths: Any, place: str) -> tuple[LabelPath, ...]:
    legal = (
        isinstance(paths, list)
        and paths
        and all(isinstance(path, list) and path and all(isinstance(name, str) and name for name in path) for path in paths)
    )
    if not legal:
        raise BadInput(f"{place}: categories must be a list of paths, each a list of names, was {paths!r}")
    return tuple(tuple(path) for path in paths)


def plain_name(name: str) -> str:
    """A picture's name as names are compared: without `./`, which tar writes, and composed (Unicode's form NFC)."""
    return unicodedata.normalize("NFC", re.sub(r"^(\./+)+", "", name))


def iterate_pictures(images: Path | str) -> Iterator[tuple[str, bytes]]:
    """(`plain_name`, encoded bytes) of every picture in a folder: its `.tar` archives first, then its plain files.

    BadInput if the folder or the end of an archive is missing.
    """
    images = Path(images)
    if not images.is_dir():
        raise BadInput(f"{images}: no such folder; give the folder of the pictures")
    for archive in sorted(images.glob("*.tar")):
        try:
            with tarfile.open(archive) as members:
                for member in members:
                    if content := members.extractfile(member) if member.isfile() else None:
                        yield plain_name(member.name), content.read()
        except tarfile.TarError as error:
            raise BadInput(f"{archive}: not a whole tar archive ({error}); copy it again") from error
    for file in sorted(images.iterdir()):
        if file.suffix.lower() in PICTURE_SUFFIXES:
            yield plain_name(file.name), file.read_bytes()


def decode(encoded: bytes) -> np.ndarray:
    """An encoded picture as uint8 [H,W,3] RGB; OSError if it cannot be decoded."""
    with Image.open(io.BytesIO(encoded)) as picture:
        return np.asarray(picture.convert("RGB"))
