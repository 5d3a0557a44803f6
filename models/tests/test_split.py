# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest

from data import split
from data.bad_input import BadInput
from data.listings import Listing

LEAVES = [("Kitchen", "Kettles"), ("Kitchen", "Pans"), ("Garden", "Spades")]


def catalogue(count=600, twins=3):
    random = np.random.default_rng(3)
    listings = [
        Listing(str(number), f"Thing {number // twins}", f"Thing in colour {number}", None, (LEAVES[number // twins % 3],))
        for number in range(count)
    ]
    pictures = random.integers(0, 256, (count, 3, 80, 60), dtype=np.uint8)
    return listings, pictures


def listing(title="", description="", number=0, leaf=LEAVES[0]):
    return Listing(f"{title} {number}", title, description, None, (leaf,))


def test_no_twin_stands_on_the_other_side():
    listings, pictures = catalogue()
    for number in range(0, 500, 7):
        pictures[number + 1] = pictures[number]

    groups = split.twin_groups(listings, pictures)
    parts = split.split(listings, groups)

    titles = np.array([listing.title for listing in listings])
    assert all(len(set(parts[titles == title])) == 1 for title in set(titles))
    assert all(parts[number] == parts[number + 1] for number in range(0, 500, 7))
    assert all(len(set(parts[groups == group])) == 1 for group in set(groups))


def test_descriptions_that_differ_by_colour_words_are_twins():
    listings = [listing("One", "A navy blue kettle"), listing("Two", "A red kettle"), listing("Three", "A loud kettle")]

    groups = split.twin_groups(listings)

    assert groups[0] == groups[1] != groups[2]


def test_twins_of_twins_are_one_group():
    listings = [listing("One", "A blue kettle"), listing("Two", "A red kettle"), listing("TWO!", "Something else")]

    assert len(set(split.twin_groups(listings))) == 1


def test_nearly_equal_pictures_are_twins_and_empty_descriptions_are_not():
    listings = [listing(f"Title {number}") for number in range(3)]
    pictures = catalogue(3)[1] // 2
    pictures[1] = pictures[0] + 2

    groups = split.twin_groups(listings, pictures)

    assert groups[0] == groups[1] != groups[2]


def test_missing_pictures_are_no_twins():
    listings = [listing(f"Title {number}") for number in range(4)]
    pictures = catalogue(4)[1]
    pictures[[0, 2]] = 0
    pictures[3] = pictures[1]

    groups = split.twin_groups(listings, pictures, np.array([False, True, False, True]))

    assert groups[1] == groups[3]
    assert len(set(groups)) == 3


def test_the_split_is_the_same_every_time_and_another_for_another_seed():
    listings, _ = catalogue(1800)
    groups = split.twin_groups(listings)

    parts = split.split(listings, groups)

    np.testing.assert_array_equal(parts, split.split(listings, groups))
    assert np.any(parts != split.split(listings, groups, seed=1))


def test_every_part_gets_its_share_of_every_leaf():
    listings, _ = catalogue(1800)
    shares = (0.5, 0.1, 0.1, 0.1, 0.2)

    for parts, wanted in (
        (split.split(listings, split.twin_groups(listings)), split.SHARES),
        (split.split(listings, split.twin_groups(listings), shares=shares), shares),
    ):
        for leaf in LEAVES:
            of_leaf = parts[[one.leaf_path == leaf for one in listings]]
            np.testing.assert_allclose(np.bincount(of_leaf, minlength=5) / len(of_leaf), wanted, atol=0.02)


def test_a_leaf_with_one_group_is_for_training():
    listings = catalogue(600)[0] + [listing("Lonely", number=number, leaf=("Garden", "Gnomes")) for number in range(2)]

    parts = split.split(listings, split.twin_groups(listings))

    assert parts[-2:].tolist() == [split.TRAIN] * 2


@pytest.mark.parametrize("count", [12, 30, 60, 99])
def test_a_small_catalogue_has_listings_in_every_part_and_most_in_training(count):
    listings, _ = catalogue(count, twins=1)

    sizes = np.bincount(split.split(listings, split.twin_groups(listings)), minlength=5)

    assert all(sizes >= np.maximum(1, np.array(split.SHARES) * count / 2))
    assert sizes[split.TRAIN] >= count / 2


def test_too_few_listings_are_refused():
    listings = [listing(f"Title {number // 10}") for number in range(40)]

    with pytest.raises(BadInput, match="too few listings to split: 40 in 4 twin groups"):
        split.split(listings, split.twin_groups(listings))


def test_no_leaf_loses_its_last_training_group_to_fill_a_part():
    listings = [listing(f"Title {number}", leaf=("Garden", f"Leaf {number}")) for number in range(40)]

    with pytest.raises(BadInput, match="too few listings to split"):
        split.split(listings, split.twin_groups(listings))
