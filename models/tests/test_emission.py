# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest
from scipy.special import expit

from deciding import emission

LABELS = [{"path": [name], "shelf": True} for name in "ABC"]
PARENTS = np.full(3, -1)
DECODING = {"groups": [], "margin": 0.1}


def drawn(shift, count=3000, seed=0):
    """Scores of three labels; those of the second are wrong by `shift` in log odds."""
    random = np.random.default_rng(seed)
    odds = random.normal(0, 2, (count, 3))
    truth = random.random((count, 3)) < expit(odds)
    odds[:, 1] += shift
    return expit(odds).astype(np.float32), truth, np.arange(count) % 2


def test_a_dead_end_is_as_good_as_never_emitted():
    labels = [{"shelf": False}, {"shelf": False}, {"shelf": True}]

    found = emission.with_thresholds(labels, np.array([-1, 0, 0]), 0.5)

    assert [label["emit"] for label in found] == [0.5, emission.DEAD_END, 0.5]


def test_a_label_that_scores_too_high_gets_a_higher_threshold():
    thresholds, notes = emission.fit(LABELS, PARENTS, DECODING, *drawn(1.5))

    assert notes["kept"] == "by_label"
    assert thresholds[1] >= thresholds[0] + 0.15
    assert notes["held_out_micro_f1"]["by_label"] > notes["held_out_micro_f1"]["common"]


def test_one_threshold_stays_where_own_ones_are_no_better():
    threshold, notes = emission.fit(LABELS, PARENTS, DECODING, *drawn(0.0))

    assert notes["kept"] == "common"
    assert threshold == notes["common"]


def test_a_rare_label_stays_by_the_common_threshold():
    scores, truth, _ = drawn(0.0)
    scores[:, 2], truth[:, 2] = 0.01, False
    scores[:2, 2], truth[0, 2] = (0.75, 0.7), True  # one right, one wrong

    thresholds = emission.by_label(LABELS, PARENTS, DECODING, scores, truth, 0.4)

    assert thresholds[2] == pytest.approx(thresholds[0], abs=0.11)
