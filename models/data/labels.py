# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Labels: which there are, what is true of a listing, and how well predicted labels agree with it.

Every prefix of a category path is a label of its own, named by the whole path. A label is kept if enough training listings have it,
so the parent of a kept label is always kept.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

import numpy as np

from data.listings import LabelPath, Listing

FEWEST_TRAINING_LISTINGS = 50


class Label(TypedDict):
    """An entry of labels.json."""

    path: list[str]
    training_listings: int
    shelf: bool  # a training listing ends here


def choose(listings: Sequence[Listing], in_training: np.ndarray, fewest: int = FEWEST_TRAINING_LISTINGS) -> list[Label]:
    """[{"path", "training_listings", "shelf"}], parents before children (sorted by path).

    `in_training` bool [N]; `fewest` training listings make a label, at least 1. A shelf is a label at which a training listing
    ends.
    """
    training = [listing for listing, chosen in zip(listings, in_training, strict=True) if chosen]
    counts = Counter(path for listing in training for path in listing.label_paths())
    shelves = {listing.leaf_path for listing in training}
    return [
        {"path": list(path), "training_listings": count, "shelf": path in shelves}
        for path, count in sorted(counts.items())
        if count >= fewest
    ]


def truth(listings: Sequence[Listing], labels: Sequence[Label]) -> np.ndarray:
    """bool [N,L]: which labels each listing has."""
    column = {tuple(label["path"]): index for index, label in enumerate(labels)}
    matrix = np.zeros((len(listings), len(labels)), bool)
    for row, listing in enumerate(listings):
        for path in listing.label_paths() & column.keys():
            matrix[row, column[path]] = True
    return matrix


def has_label_outside(listings: Sequence[Listing], labels: Sequence[Label]) -> np.ndarray:
    """bool [N]: the listing has a label that is not among these."""
    known = {tuple(label["path"]) for label in labels}
    return np.array([not listing.label_paths() <= known for listing in listings])


def parents(labels: Sequence[Label]) -> np.ndarray:
    """int64 [L]: the index of each label's parent, -1 for a root."""
    column = {tuple(label["path"]): index for index, label in enumerate(labels)}
    return np.array([column[tuple(label["path"][:-1])] if len(label["path"]) > 1 else -1 for label in labels], np.int64)


def shelf_roots(labels: Sequence[Label]) -> list[str]:
    """[name] in order: the roots at or below which a listing can be shelved."""
    return sorted({label["path"][0] for label in labels if label["shelf"]})


def rare(listings: Sequence[Listing], in_training: np.ndarray, labels: Sequence[Label]) -> dict[LabelPath, int]:
    """{path: training listings, 0 included} of the paths that too few training listings have to be a label."""
    counts = Counter({path: 0 for listing in listings for path in listing.label_paths()})
    counts.update(path for listing, chosen in zip(listings, in_training, strict=True) if chosen for path in listing.label_paths())
    for label in labels:
        del counts[tuple(label["path"])]
    return dict(counts)


def named(path: Sequence[str]) -> str:
    """A path as people read it: Apparel > Topwear > Shirts."""
    return " > ".join(path)


def descent(labels: Sequence[Label]) -> np.ndarray:
    """bool [L,L]: [i, j] if label j is i or stands below it."""
    paths = [tuple(label["path"]) for label in labels]
    return np.array([[below[: len(path)] == path for below in paths] for path in paths])


def in_tree(labels: Sequence[Label]) -> np.ndarray:
    """bool [L]: the labels whose root has a shelf at or below it."""
    rooted = set(shelf_roots(labels))
    return np.array([label["path"][0] in rooted for label in labels])


def micro_f1(predicted: np.ndarray, truth: np.ndarray) -> float:
    """Micro-F1 in 0..1, over all labels of all listings together; predicted, truth bool [N,L]. 0 if none is predicted or true."""
    return float(2 * np.sum(predicted & truth) / max(1, predicted.sum() + truth.sum()))


def macro_f1(predicted: np.ndarray, truth: np.ndarray) -> float:
    """The mean F1 in 0..1 of the labels that are true or predicted of some listing; predicted, truth bool [N,L]."""
    both = predicted.sum(axis=0) + truth.sum(axis=0)
    return float(np.mean((2 * np.sum(predicted & truth, axis=0) / np.maximum(both, 1))[both > 0]))
