# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest
from scipy.special import expit

from deciding import calibration


def drawn(count=4000, labels=3, seed=0):
    """Logits, and truth that they predict exactly."""
    random = np.random.default_rng(seed)
    logits = random.normal(size=(count, labels)).astype(np.float32)
    return logits, random.random(logits.shape) < expit(logits)


def test_temperature_cools_what_is_too_sure():
    logits, truth = drawn()

    assert calibration.temperature(3 * logits, truth) == pytest.approx(3, rel=0.1)


def test_tempered_scores_know_where_nothing_was_read():
    logits = np.array([[0.0, 2.0], [np.nan, np.nan]], np.float32)

    scores, present = calibration.tempered(logits, 2.0)

    np.testing.assert_allclose(scores, [[0.5, expit(1.0)], [0, 0]], rtol=1e-6)
    assert present.tolist() == [True, False]


def test_platt_moves_a_common_label_and_leaves_a_rare_one():
    random = np.random.default_rng(0)
    logits = random.normal(size=(4000, 2)).astype(np.float32)
    truth = random.random(logits.shape) < expit(logits + 1.0)
    truth[8:, 1] = False
    logits[8:, 1] = -12

    found = calibration.fit_platt(logits, truth)(np.zeros((1, 2)))[0]

    assert found[0] == pytest.approx(1.0, abs=0.15)
    assert abs(found[1]) < 0.5


def test_the_comparison_prefers_what_the_logits_lack():
    logits, truth = drawn()
    folds = np.arange(len(logits)) % 3

    found = calibration.compare(2 * logits, truth, folds)

    assert found["temperature"]["log_loss"] < found["none"]["log_loss"] - 0.02
    assert found["temperature"]["calibration_error"] < 0.02 < found["none"]["calibration_error"]


def test_the_bins_hold_all_scores_in_order():
    scores, right = np.linspace(0, 1, 100), np.arange(100) >= 50

    found = calibration.reliability(scores, right, bins=4)

    assert [part["count"] for part in found] == [25] * 4
    assert [part["right"] for part in found] == [0, 0, 1, 1]
