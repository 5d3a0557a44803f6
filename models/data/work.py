# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The work folder, which prepare.py fills and every later step works in.

listings.jsonl       the N listings, one a line; all arrays are in this order
catalogue.json       where they came from, how many, the seed of the split
labels.json          L labels, parents before children: path, training_listings, shelf
truth.npy            bool [N,L]
parts.npy            int64 [N]  place in split.PARTS
groups.npy           int64 [N]  twin group
small.npy, large.npy, large_row.npy, has_picture.npy   prepared pictures, see prepare.py; only if there are pictures
models/READS.FAMILY/ a trained model, see train.py
fusions/A+B/KIND.pt  a fitted fusion of the models A and B
"""

import functools
import json
from pathlib import Path

import numpy as np

from data import labels as labelling
from data import split
from data.bad_input import BadInput
from data.listings import Listing, joined_text, read_listings

TEXTS = ("title", "description", "text")  # `text` is title and description joined
READS = (*TEXTS, "image")
PROJECT = Path(__file__).resolve().parent.parent.parent


def require_outside_project(folder: Path) -> None:
    """BadInput if a folder that listings are to be written into lies in the project, from where they could be passed on."""
    if folder.resolve().is_relative_to(PROJECT):
        raise BadInput(f"{folder}: is inside the project; the data may not be passed on, so name a folder outside it")


class Work:
    """A work folder; each file is read once, when it is first asked for. BadInput if prepare.py did not finish with the folder."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        if not (self.folder / "parts.npy").exists():
            raise BadInput(f"{folder}: not prepared; run prepare.py --listings FILE --work {folder} first")

    @functools.cached_property
    def listings(self) -> list[Listing]:
        return read_listings(self.folder / "listings.jsonl")

    @functools.cached_property
    def labels(self) -> list[labelling.Label]:
        return json.loads((self.folder / "labels.json").read_text(encoding="utf-8"))

    @functools.cached_property
    def parents(self) -> np.ndarray:
        return labelling.parents(self.labels)

    @functools.cached_property
    def truth(self) -> np.ndarray:
        return np.load(self.folder / "truth.npy")

    @functools.cached_property
    def parts(self) -> np.ndarray:
        return np.load(self.folder / "parts.npy")

    @functools.cached_property
    def groups(self) -> np.ndarray:
        return np.load(self.folder / "groups.npy")

    @property
    def has_pictures(self) -> bool:
        return (self.folder / "small.npy").exists()

    def rows(self, part: int) -> np.ndarray:
        """int64: the listings of a part."""
        return np.flatnonzero(self.parts == part)

    def texts(self, reads: str) -> list[str]:
        """The text of every listing that a model reads: its title, its description, or both joined."""
        if reads == "text":
            return [joined_text(listing.title, listing.description) for listing in self.listings]
        return [getattr(listing, reads) for listing in self.listings]

    def model_folder(self, name: str) -> Path:
        """Where a trained model is kept."""
        return self.folder / "models" / name

    @property
    def training(self) -> np.ndarray:
        """int64: the listings of the part `train`."""
        return self.rows(split.TRAIN)
