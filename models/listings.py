# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Listings and their pictures on disk.

A listing is one JSON object a line: {"listing_id", "title", "description", "image", "categories": [[root, ..., leaf], ...]}.
`image` is a file name, resolved against a folder that holds the files or `.tar` archives of them.
"""

import io
import json
import tarfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image


class BadInput(SystemExit):
    """Something in a file that a person must mend; the message names the file and, where there is one, the line.

    A script ends with the message and status 1, without a traceback.
    """


@dataclass(frozen=True)
class Listing:
    listing_id: str
    title: str
    description: str
    image: str | None
    categories: tuple[tuple[str, ...], ...]

    @property
    def leaf_path(self):
        """The place the listing ends at: its first path."""
        return self.categories[0]

    def label_paths(self):
        """Every prefix of every path."""
        return {path[:depth] for path in self.categories for depth in range(1, len(path) + 1)}


def joined_text(title, description):
    """Title and description, each on a line of its own, as Java joins them."""
    return f"{title}\n{description}"


def read_listings(path):
    """All listings of a JSON Lines file, blank lines skipped."""
    listings = []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                listings.append(_parse(line, f"{path}:{number}"))
    if not listings:
        raise BadInput(f"{path}: holds no listing")
    return listings


def _parse(line, place):
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"{place}: not JSON ({error.msg})") from error
    if not isinstance(fields, dict):
        raise BadInput(f"{place}: not a JSON object")
    listing_id = fields.get("listing_id")
    if not isinstance(listing_id, str) or not listing_id:
        raise BadInput(f"{place}: listing_id must be a text that is not empty, was {listing_id!r}")
    for name in ("title", "description", "image"):
        if not isinstance(fields.get(name), str | None):
            raise BadInput(f"{place}: {name} must be a text or null, was {fields[name]!r}")
    return Listing(listing_id, fields.get("title") or "", fields.get("description") or "", fields.get("image") or None,
                   _categories(fields.get("categories"), place))


def _categories(paths, place):
    legal = isinstance(paths, list) and paths and all(
        isinstance(path, list) and path and all(isinstance(name, str) and name for name in path) for path in paths)
    if not legal:
        raise BadInput(f"{place}: categories must be a list of paths, each a list of names, was {paths!r}")
    return tuple(tuple(path) for path in paths)


def iterate_pictures(images):
    """(file name, encoded bytes) of every picture in a folder: its `.tar` archives first, then its plain files."""
    images = Path(images)
    if not images.is_dir():
        raise BadInput(f"{images}: no such folder")
    for archive in sorted(images.glob("*.tar")):
        with tarfile.open(archive) as members:
            for member in members:
                if member.isfile():
                    yield member.name, members.extractfile(member).read()
    for file in sorted(images.iterdir()):
        if file.suffix.lower() in {".jpg", ".jpeg", ".png"}:
            yield file.name, file.read_bytes()


def decode(encoded):
    """Encoded picture to uint8 [H,W,3] RGB."""
    with Image.open(io.BytesIO(encoded)) as picture:
        return np.asarray(picture.convert("RGB"))
