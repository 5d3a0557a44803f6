# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import json
from pathlib import Path

import numpy as np
import pytest

from bundling import bundle
from deciding import acceptance, cascade, figures, fit_cascade
from deciding.decoding import Decoder

BUNDLES = Path(__file__).resolve().parent.parent / "bundles"
LABELS = [{"path": ["A"], "shelf": True, "emit": 0.5}, {"path": ["B"], "shelf": True, "emit": 0.5}]
DECODER = Decoder(LABELS, {"groups": [{"labels": [0, 1], "required": True}], "margin": 0.1})
TARGET = {"error": 0.05, "default": {"threshold": 0.8}, "roots": {"B": {"threshold": 0.9}}}


def heard(*scores, unfamiliar=False):
    """What is known of listings with these scores of A and of B."""
    scores = np.array(scores, np.float32)
    return cascade.heard(DECODER, scores, np.full(len(scores), unfamiliar))


def sides(of_a):
    """Listings that score so much for A and the rest for B."""
    of_a = np.asarray(of_a, np.float32)
    return cascade.heard(DECODER, np.stack([of_a, 1 - of_a], axis=1), np.zeros(len(of_a), bool))


def test_a_listing_is_settled_by_the_first_stage_that_is_sure_enough():
    stages = [heard((0.9, 0.1), (0.7, 0.1), (0.7, 0.1)), heard((0.9, 0.1), (0.8, 0.1), (0.6, 0.1)), heard(*[(0.9, 0.1)] * 3)]

    assert cascade.deciding_stage(stages, [0.85, 0.75]).tolist() == [0, 1, 2]


def test_a_score_at_the_threshold_is_enough_and_compared_as_float32():
    # as float64 the score 0.885 is below the threshold 0.885
    stages = [heard((0.885, 0.1), (np.nextafter(np.float32(0.885), np.float32(0)), 0.1)), heard((0.9, 0.1), (0.9, 0.1))]

    assert cascade.deciding_stage(stages, [0.885]).tolist() == [0, 1]


@pytest.mark.parametrize(
    "first",
    [
        heard((0.0, 0.0)),  # nothing was scored
        heard((0.4, 0.4)),  # nothing is emitted, and a category is missing
        heard((0.95, 0.9)),  # two are nearly as likely
        heard((0.99, 0.0), unfamiliar=True),  # a text has unknown words
    ],
)
def test_a_doubt_leaves_a_listing_to_the_next_stage(first):
    assert cascade.deciding_stage([first, heard((0.9, 0.1))], [0.0]).tolist() == [1]


def test_what_is_not_accepted_is_not_settled_and_each_root_has_its_threshold():
    first = heard((0.85, 0.1), (0.1, 0.85), (0.1, 0.95), (0.75, 0.1))

    assert cascade.decided([first, heard(*[(0.9, 0.1)] * 4)], [0.5], LABELS, TARGET).tolist() == [0, 1, 0, 1]


def test_the_scores_and_doubts_are_those_of_the_deciding_stage():
    stages = [heard((0.9, 0.1), (0.6, 0.1)), heard((0.2, 0.8), (0.2, 0.8), unfamiliar=True)]

    scores, unfamiliar = cascade.through(stages, np.array([0, 1]))

    assert np.array_equal(scores, np.float32([[0.9, 0.1], [0.2, 0.8]]))
    assert unfamiliar.tolist() == [False, True]


def test_labels_are_changed_where_the_last_stage_would_have_emitted_others():
    stages = [heard((0.9, 0.1), (0.9, 0.1), (0.9, 0.1)), heard((0.7, 0.1), (0.1, 0.9), (0.1, 0.9))]

    assert cascade.changed(stages, np.array([0, 0, 1])).tolist() == [False, True, False]


def test_the_trials_settle_more_and_more_listings():
    scores = np.random.default_rng(1).random((2, 500))

    settled = [sum(trial["settled"]) for trial in cascade.trials([*map(sides, scores), sides(scores[1])])]

    assert settled == sorted(settled) and settled[0] < settled[-1]


def test_later_stages_are_laxer():
    stages = [sides(np.full(4, 0.99))] * 4

    thresholds, _, _ = cascade.trial(stages, 0.9)

    assert thresholds == [0.9, 0.8, 0.7]


def test_the_first_trial_past_the_bound_ends_the_search():
    # those at 0.85 change; what is below stays, but is not asked about any more
    first = np.repeat([0.95, 0.85, 0.75], [700, 20, 5000])
    last = np.repeat([0.95, 0.05, 0.75], [700, 20, 5000])

    certified = cascade.fit_thresholds([sides(first), sides(last)])

    assert certified["thresholds"] == [0.855] and certified["settled"] == [700] and certified["changed"] == [0]


@pytest.mark.parametrize(("listings", "holds"), [(472, False), (473, True)])
def test_the_bound_on_changed_labels_is_exact_and_of_those_settled(listings, holds):
    first, last = np.full(listings + 1000, 0.55), np.full(listings + 1000, 0.55)
    first[:listings], last[:listings] = 0.99, 0.99
    last[0] = 0.01

    certified = cascade.fit_thresholds([sides(first), sides(last)])

    assert (certified is not None) == holds == (acceptance.upper_bound(1, listings) <= cascade.MOST_CHANGED)


def test_an_unlucky_one_among_the_first_does_not_end_the_search():
    first, last = np.full(1000, 0.8), np.full(1000, 0.8)
    first[:400], last[:400] = 0.999, 0.999
    last[0] = 0.01  # one of 400 is too many

    assert cascade.fit_thresholds([sides(first), sides(last)])["settled"] == [1000]


def test_a_cascade_that_settles_nothing_is_none():
    assert cascade.fit_thresholds([sides(np.full(500, 0.55))] * 2) is None


def test_too_few_listings_certify_nothing():
    few, enough = ([sides(np.full(count, 0.99))] * 2 for count in (298, 299))

    assert cascade.fit_thresholds(few) is None
    assert cascade.fit_thresholds(enough)["thresholds"] == [cascade.TRIALS[-1]]


def test_certified_thresholds_seldom_break_their_promise():
    # the last model agrees with the first with the probability that this gives its label
    random = np.random.default_rng(7)

    def drawn(count):
        first = np.sqrt(random.uniform(0.25, 1, count))
        return [sides(first), sides(np.where(random.random(count) < 1 - (1 - first) / 8, 0.99, 0.01))]

    population, broken = drawn(200_000), 0
    for _ in range(100):
        certified = cascade.fit_thresholds(drawn(1200))
        if certified is not None:
            chosen = cascade.deciding_stage(population, certified["thresholds"])
            broken += cascade.changed(population, chosen)[chosen == 0].mean() > cascade.MOST_CHANGED
    assert broken <= 10


def noisy_part(count, seed):
    """Two stages over listings of A and B; the first is surer than it should be, the last right in 98 of 100."""
    random = np.random.default_rng(seed)
    is_a = random.random(count) < 0.5
    first = np.clip(np.where(is_a, 1, 0) + random.normal(0, 0.12, count), 0.001, 0.999)
    last = np.where(random.random(count) < 0.98, np.where(is_a, 0.97, 0.03), np.where(is_a, 0.2, 0.8)) + random.normal(
        0, 0.01, count
    )
    stages = [sides(first), sides(np.where(np.abs(first - is_a) < 0.2, first, last))]
    return fit_cascade.Part(
        stages,
        {"title": np.ones(count, bool), "image": np.arange(count) % 2 == 0},
        np.stack([is_a, ~is_a], axis=1),
        np.zeros(count, bool),
        np.arange(count),
    )


def fitted(calibration=2000, validation=4000):
    return fit_cascade.fit(
        DECODER,
        LABELS,
        [["title"], ["image"]],
        noisy_part(calibration, 1),
        noisy_part(validation, 2),
        {"targets": [TARGET | {"roots": {}}]},
    )


def test_acceptance_is_certified_on_what_the_cascade_decides():
    section, _ = fitted()
    part = noisy_part(2000, 1).one_of_each_group()
    thresholds = cascade.thresholds_of(section)

    for target in section["acceptance"]["targets"]:
        chosen = cascade.decided(part.stages, thresholds, LABELS, target)
        decoded = DECODER.decode(cascade.through(part.stages, chosen)[0])
        accepted = figures.is_accepted(decoded, LABELS, target, np.zeros(2000, bool))
        errors = int(figures.is_wrong(decoded, part.truth, part.outside)[accepted].sum())
        assert acceptance.upper_bound(errors, int(accepted.sum())) <= target["error"]
        if not target["roots"]:
            assert target["default"] | {"accepted": int(accepted.sum()), "errors": errors} == target["default"]


def test_what_the_cascade_saves_is_counted_over_listings_that_have_the_part():
    section, measured = fitted()
    found = measured["targets"]["0.05"]

    assert set(section) == {"confidence", "most_changed", "stages", "acceptance", "reference"}
    assert section["stages"][1] == {"modalities": ["image"]}
    assert found["skipped"]["title"] == 0 and 0.2 < found["skipped"]["image"] <= 0.5
    assert found["changed"] <= cascade.MOST_CHANGED
    assert found["exhaustive"]["coverage"] > 0.5 and 0 < found["exhaustive"]["other_door"] < 0.5
    assert sum(section["reference"]["confidence"]["listings"]) == section["reference"]["listings"] == 4000


def test_no_cascade_is_offered_where_none_can_be_certified():
    assert fitted(calibration=100) is None


def test_one_stage_decides_as_without_a_cascade():
    part = noisy_part(1500, 3)
    last = part.stages[-1]
    wrong = figures.is_wrong(last.decoded, part.truth, part.outside)
    roots = cascade.root_names([last], LABELS)

    assert acceptance.fit_stages(*cascade.staged([last], [], [wrong]), roots) == acceptance.fit(
        last.decoded, last.doubted, wrong, roots[0]
    )


@pytest.mark.parametrize(
    ("modalities", "stages"),
    [
        (
            [
                ("image", "image", "image"),
                ("title", "text", "title"),
                ("text", "text", "text"),
                ("description", "text", "description"),
            ],
            [["title"], ["text", "description"], ["image"]],
        ),
        ([("title_tfidf", "text", "title"), ("title", "text", "title")], []),
        ([("description", "text", "description"), ("image", "image", "image")], [["description"], ["image"]]),
    ],
)
def test_stages_go_from_cheap_to_dear_models(modalities, stages):
    assert cascade.stages_of([{"name": name, "kind": kind, "field": field} for name, kind, field in modalities]) == stages


@pytest.fixture
def shipped():
    return json.loads((BUNDLES / "fashion" / "bundle.json").read_text(encoding="utf-8"))


def test_the_shipped_cascade_runs_every_modality_once_and_ends_without_a_threshold(shipped):
    *early, last = shipped["cascade"]["stages"]

    assert sorted(name for stage in [*early, last] for name in stage["modalities"]) == sorted(
        modality["name"] for modality in shipped["modalities"]
    )
    assert all(0 <= stage["threshold"] <= 1 and 0 <= stage["changed"] <= stage["settled"] for stage in early)
    assert last.keys() == {"modalities"}


def test_the_shipped_cascade_keeps_its_promise_on_calibration_and_on_unseen_listings(shipped):
    section, measured = shipped["cascade"], shipped["evaluation"]["cascade"]["targets"]
    settled, changed = (sum(stage[name] for stage in section["stages"][:-1]) for name in ("settled", "changed"))

    assert acceptance.upper_bound(changed, settled, section["confidence"]) <= section["most_changed"]
    for target in section["acceptance"]["targets"]:
        for threshold in (target["default"], *target["roots"].values()):
            assert 0 <= threshold["threshold"] <= 1
            assert (
                acceptance.upper_bound(threshold["errors"], threshold["accepted"], section["acceptance"]["confidence"])
                <= target["error"]
            )
        assert measured[str(target["error"])]["changed"] <= section["most_changed"]
        assert measured[str(target["error"])]["error"] <= target["error"]


def test_the_shipped_bundle_has_the_checksums_it_states(shipped):
    assert shipped["files"] == bundle.checksums(BUNDLES / "fashion")
