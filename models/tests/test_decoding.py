# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest

from data.labels import micro_f1
from deciding.decoding import NOWHERE, Decoder, calibration_error, leaf_accuracy

LABELS = [
    {"path": path, "shelf": len(path) == 2, "emit": 0.4}
    for path in [["A"], ["A", "B"], ["A", "C"], ["D"], ["D", "E"], ["M"], ["W"]]
]
DECODING = {
    "groups": [{"labels": [0, 3], "required": True}, {"labels": [1, 2], "required": True}, {"labels": [5, 6], "required": False}],
    "margin": 0.1,
}
PARENTS = [-1, 0, 0, -1, 3, -1, -1]


@pytest.fixture
def decoder():
    return Decoder(LABELS, DECODING)


def random_scores(count=400):
    return np.random.default_rng(1).random((count, len(LABELS)), np.float32)


def test_no_label_without_its_parent_nor_above_it(decoder):
    decoded = decoder.decode(random_scores())

    for label, parent in enumerate(PARENTS):
        if parent >= 0:
            assert not (decoded.emitted[:, label] & ~decoded.emitted[:, parent]).any()
            assert (decoded.coherent[:, label] <= decoded.coherent[:, parent]).all()


def test_a_group_emits_one_label_at_most(decoder):
    decoded = decoder.decode(random_scores())

    for group in DECODING["groups"]:
        assert decoded.emitted[:, group["labels"]].sum(axis=1).max() == 1


def test_a_batch_decides_as_its_members_would_alone(decoder):
    scores = random_scores(50)
    decoded = decoder.decode(scores)

    for row in range(len(scores)):
        alone = decoder.decode(scores[row : row + 1])
        np.testing.assert_array_equal(alone.emitted[0], decoded.emitted[row])
        assert alone.confidence[0] == decoded.confidence[row]


def test_a_tie_goes_to_the_first_and_is_narrow(decoder):
    decoded = decoder.decode(np.array([[0.9, 0.8, 0.8, 0.1, 0.1, 0.9, 0.2]], np.float32))

    assert np.flatnonzero(decoded.emitted[0]).tolist() == [0, 1, 5]
    assert decoded.narrow[0]


def test_a_required_group_without_a_label_is_incomplete(decoder):
    decoded = decoder.decode(np.array([[0.9, 0.3, 0.2, 0.1, 0.1, 0.1, 0.2], [0.9, 0.8, 0.2, 0.1, 0.1, 0.1, 0.2]], np.float32))

    assert decoded.incomplete.tolist() == [True, False]
    assert decoded.shelf.tolist() == [NOWHERE, 1]
    assert decoded.root.tolist() == [0, 0]


def test_confidence_is_the_least_emitted_score_and_zero_for_none(decoder):
    decoded = decoder.decode(np.array([[0.9, 0.7, 0.2, 0.1, 0.1, 0.8, 0.2], [0.1] * 7], np.float32))

    np.testing.assert_allclose(decoded.confidence, [0.7, 0])
    assert decoded.root[1] == NOWHERE


def test_figures():
    predicted, true = np.array([[1, 1, 0]], bool), np.array([[1, 0, 1]], bool)

    assert micro_f1(predicted, true) == 0.5


def test_leaf_accuracy_leaves_unknown_shelves_out(decoder):
    decoded = decoder.decode(np.array([[0.9, 0.7, 0.2, 0.1, 0.1, 0.8, 0.2]] * 3, np.float32))

    assert leaf_accuracy(decoder, decoded, LABELS, [("A", "B"), ("A", "C"), ("Z",)]) == 0.5


def test_calibration_error_of_certain_and_right_is_nothing(decoder):
    decoded = decoder.decode(np.array([[1, 1, 0, 0, 0, 1, 0]] * 20, np.float32))

    assert calibration_error(decoded, decoded.emitted) == 0
