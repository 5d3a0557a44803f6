# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
from types import SimpleNamespace

import numpy as np
import pytest

from deciding import acceptance
from deciding.decoding import Decoded


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

    assert all(
        acceptance.upper_bound(errors, size) <= 0.05 < acceptance.upper_bound(errors, size - 1)
        for errors, size in enumerate(sizes[:-1], start=2)
    )
    assert sizes[-1] == 500


@pytest.mark.parametrize(("target", "listings"), [(0.02, 149), (0.05, 59), (0.01, 299)])
def test_a_target_takes_so_many_listings_without_an_error(target, listings):
    enough, one_less = (
        acceptance.certify(np.full(count, 0.9, np.float32), np.zeros(count, bool), target) for count in (listings, listings - 1)
    )

    assert acceptance.fewest(target) == listings
    assert enough == {"threshold": pytest.approx(0.9, abs=2e-6), "accepted": listings, "errors": 0}
    assert one_less is None


def decoded(confidence):
    return Decoded(None, None, None, None, confidence.astype(np.float32), None, None)


def listings_of_three_roots():
    """600 listings of A without an error, 20 of B without an error, 200 of C of which half are wrong at any confidence."""
    random = np.random.default_rng(0)
    roots = np.array(["A"] * 600 + ["B"] * 20 + ["C"] * 200)
    confidence = random.random(820)
    confidence[roots == "C"] /= 10
    wrong = (roots == "C") & (np.arange(820) % 2 == 0)
    return decoded(confidence), np.zeros(820, bool), wrong, roots


def test_a_root_without_a_threshold_of_its_own_is_named_with_its_reason_and_counts():
    arrays = listings_of_three_roots()
    accept = acceptance.fit(*arrays)

    said = acceptance.fallbacks(accept, *arrays, ["A", "B", "C", "Z"])["0.02"]

    assert set(said) == {"B", "C", "Z"}
    assert said["B"] == {"threshold": "common", "because": acceptance.TOO_FEW, "listings": 20, "errors": 0, "listings_needed": 149}
    assert said["C"] == {
        "threshold": "common",
        "because": acceptance.TOO_MANY_ERRORS,
        "listings": 200,
        "errors": 100,
        "listings_needed": 149,
    }
    assert said["Z"]["listings"] == 0


def test_nothing_certified_is_an_empty_offer():
    count = np.arange(20)

    accept = acceptance.fit(decoded(count / 20), np.zeros(20, bool), count % 2 == 0, np.array(["A"] * 20))

    assert accept["targets"] == []


def test_thresholds_of_roots_go_where_all_together_are_not_certified():
    # the sure root may be lenient, then the common threshold carries the doubtful one alone
    random, count = np.random.default_rng(6), 15_000
    confidence = random.random(count).astype(np.float32)
    root_names = np.where(random.random(count) < 0.8, "sure", "doubtful")
    wrong = np.where(
        root_names == "sure", random.random(count) < np.where(confidence > 0.3, 0.001, 0.13), random.random(count) < 0.12
    )
    default, own = (acceptance.certify(confidence[mine], wrong[mine], 0.05) for mine in (confidence >= 0, root_names == "sure"))
    accepted = confidence >= np.where(root_names == "sure", own["threshold"], default["threshold"])

    found = acceptance.fit(SimpleNamespace(confidence=confidence), np.zeros(count, bool), wrong, root_names)

    assert acceptance.upper_bound(wrong[accepted].sum(), accepted.sum()) > 0.05
    assert next(entry for entry in found["targets"] if entry["error"] == 0.05)["roots"] == {}
