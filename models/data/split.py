# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Twin groups and the split.

Colour and size variants of one product are twins: they have the same title, the same description apart from colour words, or nearly
equal pictures. A whole twin group stands in one part of the split, and each leaf is spread over the parts in the same proportion.

    train        the base models learn from it
    fusion       unseen by the base models; gives what stands on their scores: temperatures, fusion, emission thresholds
    calibration  gives the cascade and the acceptance thresholds
    validation   gives the figures by which models are compared
    test         is opened once, for the bundle that was chosen
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from data.bad_input import BadInput
from data.listings import LabelPath, Listing

PARTS = ("train", "fusion", "calibration", "validation", "test")
TRAIN, FUSION, CALIBRATION, VALIDATION, TEST = range(5)
SHARES = (0.68, 0.08, 0.07, 0.09, 0.08)
SEED = 20261120
THUMBNAIL = (16, 12)
NEARLY_EQUAL = 4.0  # root mean square difference of two thumbnails, in grey levels of 0..255

COLOURS = frozenset(
    [
        "aqua",
        "beige",
        "black",
        "blue",
        "bronze",
        "brown",
        "burgundy",
        "charcoal",
        "coffee",
        "copper",
        "coral",
        "cream",
        "fuchsia",
        "gold",
        "golden",
        "green",
        "grey",
        "gray",
        "indigo",
        "ivory",
        "khaki",
        "lavender",
        "lime",
        "magenta",
        "maroon",
        "mauve",
        "metallic",
        "multi",
        "multicolor",
        "multicoloured",
        "mushroom",
        "mustard",
        "navy",
        "nude",
        "olive",
        "orange",
        "peach",
        "pink",
        "purple",
        "red",
        "rose",
        "rust",
        "silver",
        "skin",
        "steel",
        "tan",
        "taupe",
        "teal",
        "turquoise",
        "violet",
        "white",
        "yellow",
        "dark",
        "light",
    ]
)


def normalised_title(text: str) -> str:
    """The words of a title in lower case, without punctuation."""
    return " ".join(re.findall(r"\w+", text.lower()))


def colourless(text: str) -> str:
    """The words of a text in lower case, without colours: variants of one product get the same."""
    return " ".join(word for word in re.findall(r"\w+", text.lower()) if word not in COLOURS)


def thumbnails(prepared: np.ndarray) -> np.ndarray:
    """uint8 [N,3,h,w] to float32 [N, 3*16*12]: block means, so that a recompression changes little."""
    count, channels, height, width = prepared.shape
    rows, columns = height // THUMBNAIL[0], width // THUMBNAIL[1]
    cropped = prepared[:, :, : rows * THUMBNAIL[0], : columns * THUMBNAIL[1]]
    blocks = cropped.reshape(count, channels, THUMBNAIL[0], rows, THUMBNAIL[1], columns)
    return blocks.mean(axis=(3, 5), dtype=np.float32).reshape(count, -1)


def equal_key_pairs(keys: Iterable[str]) -> list[tuple[int, int]]:
    """Links every listing to the first one of the same key; empty keys link nothing."""
    first: dict[str, int] = {}
    return [(first.setdefault(key, index), index) for index, key in enumerate(keys) if key]


def near_picture_pairs(vectors: np.ndarray, chunk: int = 1024) -> list[tuple[int, int]]:
    """[(i, j)], i < j, of thumbnails float32 [N,D] that differ by less than NEARLY_EQUAL; `chunk` rows are compared at once."""
    limit = NEARLY_EQUAL**2 * vectors.shape[1]
    squares = (vectors**2).sum(axis=1)
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(vectors), chunk):
        block = vectors[start : start + chunk]
        distance = squares[start : start + chunk, None] + squares[None, start:] - 2 * (block @ vectors[start:].T)
        rows, columns = np.nonzero(distance < limit)
        later = columns > rows
        pairs += zip((rows[later] + start).tolist(), (columns[later] + start).tolist(), strict=True)
    return pairs


def twin_groups(
    listings: Sequence[Listing], prepared: np.ndarray | None = None, has_picture: np.ndarray | None = None
) -> np.ndarray:
    """The twin group of every listing, int64 [N].

    `prepared` pictures uint8 [N,3,h,w], or None if the catalogue has none. `has_picture` bool [N] says which are real, None for
    all: the black ones that stand for missing pictures are not each other's twins.
    """
    pairs = equal_key_pairs([normalised_title(listing.title) for listing in listings])
    pairs += equal_key_pairs([colourless(listing.description) for listing in listings])
    if prepared is not None:
        real = np.arange(len(listings)) if has_picture is None else np.flatnonzero(has_picture)
        pairs += [(int(real[one]), int(real[other])) for one, other in near_picture_pairs(thumbnails(prepared)[real])]
    one, other = np.array(pairs, np.int64).reshape(-1, 2).T
    links = coo_matrix((np.ones(len(one), np.int8), (one, other)), shape=(len(listings), len(listings)))
    return connected_components(links, directed=False)[1].astype(np.int64)


def split(listings: Sequence[Listing], groups: np.ndarray, seed: int = SEED, shares: Sequence[float] = SHARES) -> np.ndarray:
    """The part of every listing, int64 [N] of TRAIN..TEST; no part is empty. `shares` are those of PARTS and add up to 1.

    BadInput if there are too few twin groups for that.
    """
    members = defaultdict(list)
    for index, group in enumerate(groups):
        members[int(group)].append(index)
    by_leaf = defaultdict(list)
    for group, indices in members.items():
        by_leaf[_commonest([listings[index].leaf_path for index in indices])].append(group)
    # training comes last, so that of a leaf with few groups the other parts have some; see `middle`
    order = np.array([VALIDATION, CALIBRATION, FUSION, TEST, TRAIN])
    bounds = np.cumsum(np.array(shares)[order])
    random = np.random.default_rng(seed)
    parts = np.empty(len(listings), np.int64)
    for leaf in sorted(by_leaf):
        leaf_groups = random.permutation(by_leaf[leaf])
        sizes = np.array([len(members[int(group)]) for group in leaf_groups])
        middle = (np.cumsum(sizes) - sizes / 2) / sizes.sum()
        for group, place in zip(leaf_groups, middle, strict=True):
            parts[members[int(group)]] = order[np.searchsorted(bounds, place, side="right").clip(max=len(order) - 1)]
    _fill(parts, list(by_leaf.values()), members, shares, random)
    return parts


def _fill(
    parts: np.ndarray, leaves: list[list[int]], members: dict[int, list[int]], shares: Sequence[float], random: np.random.Generator
) -> None:
    """Gives each part with less than half of its share more groups, from the leaves that have most of them in training.

    Only small catalogues need it: in leaves of ten single listings no place falls between 0.16 and 0.24.
    """
    training = [[group for group in random.permutation(leaf).tolist() if parts[members[group][0]] == TRAIN] for leaf in leaves]
    for part in (VALIDATION, CALIBRATION, FUSION, TEST):
        while np.sum(parts == part) < max(1, shares[part] * len(parts) / 2):
            richest = max(training, key=len)
            if len(richest) < 2:
                break
            parts[members[richest.pop()]] = part
    empty = [name for part, name in enumerate(PARTS) if not np.any(parts == part)]
    if empty:
        raise BadInput(
            f"too few listings to split: {len(parts)} in {len(members)} twin groups (same title, same description or "
            f"nearly equal picture) leave none for {', '.join(empty)}; give more listings"
        )


def _commonest(paths: list[LabelPath]) -> LabelPath:
    return max(sorted(set(paths)), key=paths.count)
