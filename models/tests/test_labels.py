# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np

from data import labels
from data.listings import Listing


def listing(*paths):
    return Listing("x", "t", "", None, paths)


CATALOGUE = [listing(("A", "B"), ("M",))] * 3 + [listing(("A", "C"), ("W",))] * 2 + [listing(("D",), ("M",))]


def test_labels_with_few_training_listings_are_left_out():
    chosen = labels.choose(CATALOGUE, np.ones(6, bool), fewest=3)

    assert [label["path"] for label in chosen] == [["A"], ["A", "B"], ["M"]]
    assert [label["training_listings"] for label in chosen] == [5, 3, 4]


def test_a_shelf_is_where_a_first_path_ends():
    chosen = labels.choose(CATALOGUE, np.ones(6, bool), fewest=1)

    assert [label["path"] for label in chosen if label["shelf"]] == [["A", "B"], ["A", "C"], ["D"]]


def test_listings_outside_training_are_not_counted():
    chosen = labels.choose(CATALOGUE, np.array([True] * 3 + [False] * 3), fewest=1)

    assert [label["path"] for label in chosen] == [["A"], ["A", "B"], ["M"]]


def test_truth_and_parents_follow_the_label_order():
    chosen = labels.choose(CATALOGUE, np.ones(6, bool), fewest=2)

    assert labels.parents(chosen).tolist() == [-1, 0, 0, -1, -1]
    assert labels.truth(CATALOGUE[:1], chosen).tolist() == [[True, True, False, True, False]]


def test_paths_that_are_no_label_are_counted_in_training_alone():
    in_training = np.array([True] * 4 + [False] * 2)
    chosen = labels.choose(CATALOGUE, in_training, fewest=3)

    rare = labels.rare(CATALOGUE, in_training, chosen)

    assert rare == {("A", "C"): 1, ("W",): 1, ("D",): 0}


def test_a_listing_with_a_rare_label_keeps_its_others():
    chosen = labels.choose(CATALOGUE, np.ones(6, bool), fewest=2)

    assert labels.truth([listing(("A", "Z"), ("M",))], chosen).tolist() == [[True, False, False, True, False]]
