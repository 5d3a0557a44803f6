# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest

import acceptance


def test_the_bound_is_clopper_pearson():
    assert acceptance.upper_bound(0, 59) == pytest.approx(1 - 0.05 ** (1 / 59))
    assert acceptance.upper_bound(5, 5) == 1.0


def test_nothing_is_certified_from_a_handful():
    assert acceptance.certify(np.full(10, 0.9, np.float32), np.zeros(10, bool), 0.02) is None
    assert acceptance.certify(np.zeros(0, np.float32), np.zeros(0, bool), 0.02) is None


def test_errors_at_low_confidence_are_left_to_people():
    scores = np.linspace(1, 0, 1000, dtype=np.float32)

    found = acceptance.certify(scores, scores < 0.5, 0.02)

    assert 0.5 <= found["threshold"] < 0.56
    assert acceptance.upper_bound(found["errors"], found["accepted"]) <= 0.02


def test_a_certified_threshold_seldom_breaks_its_promise():
    random = np.random.default_rng(2)
    broken = 0
    for _ in range(200):
        scores = random.random(1500, np.float32)
        found = acceptance.certify(scores, random.random(1500) < 0.1 * (1 - scores), 0.05)
        # a listing of score s is wrong with probability (1 - s) / 10
        broken += found is not None and 0.1 * (1 - found["threshold"]) / 2 > 0.05
    assert broken <= 200 * 0.08


def test_one_listing_of_each_twin_group():
    groups = np.array([4, 4, 2, 4, 9, 2])

    rows = acceptance.one_of_each_group(groups, np.random.default_rng(0))

    assert sorted(groups[rows]) == [2, 4, 9]


def test_each_trial_allows_one_more_error_than_the_one_before():
    sizes = acceptance.trial_sizes(0.05, 500)

    assert all(acceptance.upper_bound(errors, size) <= 0.05 < acceptance.upper_bound(errors, size - 1)
               for errors, size in enumerate(sizes[:-1], start=2))
    assert sizes[-1] == 500
