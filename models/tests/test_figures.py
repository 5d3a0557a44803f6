# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from data.labels import macro_f1, micro_f1
from deciding import acceptance, figures, label_figures, uncertainty
from deciding.decoding import Decoder

LABELS = [{"path": path, "shelf": len(path) == 2, "emit": 0.5} for path in [["A"], ["A", "B"], ["A", "C"], ["D"], ["D", "E"]]]
DECODER = Decoder(LABELS, {"groups": [{"labels": [0, 3], "required": True}, {"labels": [1, 2], "required": True}], "margin": 0.1})
PARENTS = [-1, 0, 0, -1, 3]


def matrix(*rows):
    return np.array([[mark == "x" for mark in row] for row in rows])


def scores_of(*rows):
    return np.array(rows, np.float32)


@pytest.fixture
def noisy():
    random = np.random.default_rng(5)
    truth = random.random((300, 6)) < 0.3
    return np.round(random.random((300, 6)) * 0.6 + 0.4 * truth, 2), truth


def test_f1_is_that_of_scikit_learn(noisy):
    scores, truth = noisy
    predicted = scores >= 0.5

    assert micro_f1(predicted, truth) == pytest.approx(f1_score(truth, predicted, average="micro"))
    assert macro_f1(predicted, truth) == pytest.approx(f1_score(truth, predicted, average="macro"))
    np.testing.assert_allclose(label_figures.f1_by_label(predicted, truth), f1_score(truth, predicted, average=None))


def test_auc_is_that_of_scikit_learn_with_ties(noisy):
    scores, truth = noisy

    np.testing.assert_allclose(label_figures.auc_by_label(scores, truth), roc_auc_score(truth, scores, average=None))


def test_a_label_that_all_have_or_none_has_no_auc():
    truth = matrix("x.x", "x..")

    found = label_figures.auc_by_label(np.array([[0.1, 0.2, 0.9], [0.3, 0.4, 0.5]]), truth)

    assert np.isnan(found[:2]).all() and found[2] == 1
    assert label_figures.plain(found) == [None, None, 1.0]


def test_a_label_neither_true_nor_predicted_has_no_f1():
    found = label_figures.f1_by_label(matrix("x.."), matrix("xx."))

    assert found[:2].tolist() == [1, 0] and np.isnan(found[2])


def test_hierarchical_f1_counts_the_ancestors_that_are_shared():
    # truth A > C, predicted A > B: of {A, B} and {A, C} one is shared, so 2 * 1 / (2 + 2)
    assert figures.hierarchical_f1(matrix(".x..."), matrix("..x.."), PARENTS) == 0.5
    assert figures.hierarchical_f1(matrix("....x"), matrix("..x.."), PARENTS) == 0
    assert figures.with_ancestors(matrix("....x"), PARENTS).tolist() == matrix("...xx").tolist()


def test_a_sister_shelf_is_only_partly_wrong():
    decoded = DECODER.decode(scores_of([0.9, 0.8, 0.1, 0, 0], [0.9, 0.8, 0.1, 0, 0]))

    assert figures.shelf_f1(DECODER, decoded, LABELS, [("A", "B"), ("A", "C")]) == pytest.approx(0.75)
    assert figures.shelf_f1(DECODER, decoded, LABELS, [("A", "B"), ("Z",)]) == 1


def test_misclassified_labels_name_what_is_said_instead():
    truth = matrix(*["xx..."] * 6, *["x.x.."] * 10, "...xx")
    emitted = matrix(*["xx..."] * 4, "x.x..", "...xx", *["x.x.."] * 9, "xx...", "...xx")

    found = label_figures.most_misclassified(emitted, truth, [members for members, _ in DECODER.groups])

    assert [entry["label"] for entry in found] == [1, 2, 0]
    assert found[0] == {
        "label": 1,
        "listings": 6,
        "missing": 2,
        "share": 0.3333,
        "instead": 2,
        "instead_listings": 1,
        "false_alarms": 1,
    }
    assert found[2]["instead"] == 3


def test_a_label_of_few_listings_is_not_ranked():
    assert label_figures.most_misclassified(matrix(*["....."] * 4), matrix(*["x...."] * 4), []) == []


def test_reliability_bins_hold_equally_many():
    bins = figures.reliability(np.linspace(0.5, 1, 30, dtype=np.float32), np.arange(30) >= 2)

    assert [found["count"] for found in bins] == [2] * 15
    assert [found["right"] for found in bins] == [0.0] + [1.0] * 14


def test_risk_coverage_accepts_the_confident_first_and_equals_together():
    found = figures.risk_coverage(np.array([0.9, 0.5, 0.5, 0.2]), np.array([False, True, False, True]))

    assert found == {"coverage": [0.25, 0.75, 1.0], "error": [0.0, 0.33333, 0.5]}


def test_doubted_listings_are_never_accepted():
    found = figures.risk_coverage(np.array([0.9, 0.5]), np.array([True, False]), doubted=np.array([True, False]))

    assert found == {"coverage": [0.5], "error": [0.0]}
    assert figures.risk_coverage(np.ones(2), np.ones(2, bool), np.ones(2, bool)) == {"coverage": [], "error": []}


def test_the_bound_counts_twins_once_and_the_error_counts_all():
    scores = scores_of(*[[0.9, 0.8, 0.1, 0, 0]] * 20, [0, 0, 0, 0.9, 0.6], [0.1] * 5)
    truth = matrix(*["xx..."] * 16, *["x.x.."] * 4, "...xx", "...xx")
    target = {"default": {"threshold": 0.7}, "roots": {}}
    groups = np.array([*range(16), 99, 99, 99, 99, 50, 51])

    found = figures.automatic_by_root(DECODER, LABELS, target, scores, np.zeros(22, bool), truth, np.zeros(22, bool), groups)

    overall = found["overall"]
    assert (overall["listings"], overall["accepted"], overall["errors"], overall["error"]) == (22, 20, 4, 0.2)
    assert (overall["twin_groups"], overall["twin_group_errors"]) == (17, 1)
    assert overall["error_upper_bound"] == pytest.approx(acceptance.upper_bound(1, 17), abs=1e-5)
    assert list(found["roots"]) == ["A", "D"]
    assert (found["roots"]["D"]["accepted"], found["roots"]["D"]["error"], found["roots"]["D"]["error_upper_bound"]) == (0, None, 1)


def test_twins_make_the_interval_wider():
    random = np.random.default_rng(0)
    truth = np.ones((400, 1), bool)
    right = np.repeat(random.random(40) < 0.7, 10)[:, None]

    alone = np.ptp(uncertainty.interval(uncertainty.micro_f1_samples(right, truth, np.arange(400))))
    twins = np.ptp(uncertainty.interval(uncertainty.micro_f1_samples(right, truth, np.repeat(np.arange(40), 10))))

    assert twins > 2 * alone


def test_the_interval_holds_what_it_should():
    random = np.random.default_rng(1)
    held = 0
    for trial in range(60):
        right = random.random((300, 1)) < 0.8
        low, high = uncertainty.interval(
            uncertainty.micro_f1_samples(
                right, np.ones((300, 1), bool), np.arange(300), uncertainty.drawn(np.arange(300), 300, trial)
            )
        )
        held += low <= 2 * 0.8 / 1.8 <= high
    assert held >= 52


def test_a_paired_difference_is_narrower_than_its_rows():
    random = np.random.default_rng(2)
    truth = np.ones((500, 1), bool)
    one = random.random((500, 1)) < 0.8
    other = one.copy()
    other[:10] = True

    found = uncertainty.compared({"one": one, "other": other}, truth, np.arange(500))

    width = np.ptp(found["differences"]["other"]["one"])
    assert width < 0.5 * np.ptp(found["intervals"]["one"])
    assert found["differences"]["one"]["other"] == [-bound for bound in reversed(found["differences"]["other"]["one"])]
    assert uncertainty.error_reduction(0.882, 0.827) == pytest.approx(0.318, abs=1e-3)


def test_all_figures_of_a_row_are_there_even_when_nothing_is_emitted():
    nothing = np.zeros((4, 5), np.float32)

    found = figures.measure(DECODER, LABELS, nothing, matrix(*["xx..."] * 4), [("A", "B")] * 4, np.zeros(4, bool))

    assert found["micro_f1"] == 0 and found["calibration_error"] is None and found["reliability"] == []
    assert found["by_label"]["missing_share"] == [1.0, 1.0, None, None, None]
