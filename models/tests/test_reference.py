# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np

from deciding.decoding import Decoder
from deciding.reference import reference

LABELS = [{"path": ["A"], "shelf": False, "emit": 0.5}, {"path": ["A", "B"], "shelf": True, "emit": 0.5}]
DECODER = Decoder(LABELS, {"groups": [], "margin": 0.1})


def test_labels_are_counted_as_they_are_emitted():
    found = reference(DECODER, np.array([[0.9, 0.8], [0.9, 0.2], [0.1, 0.9]], np.float32))

    assert found["listings"] == 3
    assert found["labels"] == [2, 1]
    assert found["unlabelled"] == 1


def test_bins_of_confidence_have_nearly_the_same_mass():
    scores = np.linspace(0.5, 1, 1000, dtype=np.float32)

    confidence = reference(DECODER, np.stack([scores, scores], axis=1))["confidence"]

    assert len(confidence["edges"]) == 9
    assert all(99 <= count <= 101 for count in confidence["listings"])
    assert sum(confidence["listings"]) == 1000


def test_one_value_everywhere_has_one_edge_and_all_listings_above_it():
    confidence = reference(DECODER, np.full((20, 2), 0.75, np.float32))["confidence"]

    assert confidence == {"edges": [0.75], "listings": [0, 20]}


def test_a_listing_without_labels_has_no_confidence():
    confidence = reference(DECODER, np.array([[0.1, 0.1]] * 3, np.float32))["confidence"]

    assert confidence == {"edges": [0.0], "listings": [0, 3]}
