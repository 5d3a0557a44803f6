# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np

import split
from listings import Listing

LEAVES = [("Kitchen", "Kettles"), ("Kitchen", "Pans"), ("Garden", "Spades")]


def catalogue(count=600):
    random = np.random.default_rng(3)
    listings = [Listing(str(number), f"Thing {number // 3}", f"Thing in colour {number}", None, (LEAVES[number // 3 % 3],))
                for number in range(count)]
    pictures = random.integers(0, 256, (count, 3, 80, 60), dtype=np.uint8)
    return listings, pictures


def test_no_twin_stands_on_the_other_side():
    listings, pictures = catalogue()

    groups = split.twin_groups(listings, pictures)
    parts = split.split(listings, groups)

    titles = np.array([listing.title for listing in listings])
    assert all(len(set(parts[titles == title])) == 1 for title in set(titles))
    assert set(parts) == {split.TRAIN, split.FUSION, split.CALIBRATION, split.VALIDATION}


def test_descriptions_that_differ_by_colour_words_are_twins():
    listings = [Listing("1", "One", "A navy blue kettle", None, (LEAVES[0],)),
                Listing("2", "Two", "A red kettle", None, (LEAVES[0],)),
                Listing("3", "Three", "A loud kettle", None, (LEAVES[0],))]
    pictures = catalogue(3)[1]

    groups = split.twin_groups(listings, pictures)

    assert groups[0] == groups[1] != groups[2]


def test_nearly_equal_pictures_are_twins_and_empty_descriptions_are_not():
    listings = [Listing(str(number), f"Title {number}", "", None, (LEAVES[0],)) for number in range(3)]
    pictures = catalogue(3)[1] // 2
    pictures[1] = pictures[0] + 2

    groups = split.twin_groups(listings, pictures)

    assert groups[0] == groups[1] != groups[2]


def test_the_split_is_the_same_every_time_and_keeps_the_shares():
    listings, pictures = catalogue(1800)
    groups = split.twin_groups(listings, pictures)

    parts = split.split(listings, groups)

    np.testing.assert_array_equal(parts, split.split(listings, groups))
    np.testing.assert_allclose(np.bincount(parts) / len(parts), split.SHARES, atol=0.02)
