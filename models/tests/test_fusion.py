# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Every kind of fusion: its shapes, one step, what it makes of a missing modality, and its graph."""

import dataclasses
import json
import sys
from types import ModuleType

import numpy as np
import onnx
import pytest
import torch

from base import graphs
from base.graphs import session
from data.bad_input import BadInput
from data.split import FUSION, TRAIN
from deciding.groups import exclusive_groups
from fusion import fit_fusion, fusions, ridge, train_fusion
from fusion.fit_fusion import KINDS, Stack, drop_modalities, fit

PARENTS = np.array([-1, 0, 0, -1, -1, -1])
EXCLUSIVE = [[0, 3], [1, 2]]
LABELS = [{"path": path, "shelf": True} for path in (["A"], ["A", "B"], ["A", "C"], ["D"], ["M"], ["W"])]
LEARNING = [name for name, kind in KINDS.items() if kind.learns]


def made_stack(count=240, modalities=3, seed=0, widths=(None, 5, None, None, None)):
    """Listings of a small tree; each modality is right about most labels, and some have nothing to say."""
    random = np.random.default_rng(seed)
    truth = np.zeros((count, 6), bool)
    truth[np.arange(count), np.where(random.random(count) < 0.6, 0, 3)] = True
    truth[np.arange(count), random.integers(1, 3, count)] = True
    truth[:, 1:3] &= truth[:, [0]]
    truth[:, 4:] = random.random((count, 2)) < 0.3
    odds = np.where(truth, 2.0, -2.0)[:, None] + random.normal(0, 2, (count, modalities, 6))
    present = (random.random((count, modalities)) < 0.85).astype(np.float32)
    present[present.sum(axis=1) == 0] = 1
    scores = (1 / (1 + np.exp(-odds)) * present[:, :, None]).astype(np.float32)
    features = [None if width is None else random.normal(size=(count, width)).astype(np.float16) for width in widths[:modalities]]
    return Stack(
        [f"m{index}" for index in range(modalities)],
        scores,
        present,
        truth,
        np.arange(count) // 2,
        np.arange(count * 2 // 3),
        np.arange(count * 2 // 3, count),
        PARENTS,
        EXCLUSIVE,
        features,
    )


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setitem(fit_fusion.SIZES, "small", 1)
    monkeypatch.setattr(fit_fusion, "STEPS_AN_EPOCH", 1)


def fitted(name, modalities=3, **options):
    return fit(name, made_stack(modalities=modalities), size="small", options=options)


def made_network(name, stack):
    return KINDS[name].make(stack, {})


@pytest.mark.parametrize("name", LEARNING)
def test_a_step_moves_the_fusion(name):
    stack = made_stack(64)
    network = made_network(name, stack)
    optimizer, _ = fit_fusion._optimizer(network, KINDS[name])
    before = [parameter.detach().clone() for parameter in network.parameters()]

    loss = fit_fusion.train_step(
        network,
        optimizer,
        torch.from_numpy(stack.scores),
        torch.from_numpy(stack.present),
        stack.features_of(slice(None)),
        torch.from_numpy(stack.truth).float(),
    )

    assert np.isfinite(loss)
    assert any((old != new).any() for old, new in zip(before, network.parameters(), strict=True))


@pytest.mark.parametrize("name", KINDS)
def test_what_is_absent_changes_nothing(name):
    stack = made_stack()
    network = ridge_network(stack) if name == "ridge" else made_network(name, stack).eval()
    present = np.tile(np.float32([0, 1, 0]), (len(stack.scores), 1))
    other = stack.scores.copy()
    other[:, [0, 2]] = 0.9

    found, again = (
        fit_fusion.logits_of(network, scores, present, stack.features_of(slice(None))) for scores in (stack.scores, other)
    )

    assert found.shape == stack.truth.shape
    assert np.isfinite(found).all()
    np.testing.assert_array_equal(found, again)


def ridge_network(stack):
    return fusions.Ridge(ridge.fit(stack.scores, stack.present, stack.truth, np.ones(len(stack.scores)), stack.groups % 3 == 0)[0])


@pytest.mark.parametrize("name", KINDS)
def test_the_graph_gives_what_the_network_gives_for_every_subset(name):
    fusion = fitted(name)  # `graph` holds itself against PyTorch, in a batch and one by one

    graph = fusion.graph()

    inputs = [one.name for one in onnx.load_from_string(graph).graph.input]
    assert inputs == ["m0", "m1", "m2", "present"] + (["m1.features"] if name == "early" else [])
    assert fusion.parameters > 0 or not KINDS[name].learns


def test_a_graph_that_differs_stops_the_export():
    fusion = fitted("mean")
    other = fit_fusion.Served(fusion.network, fusion.temperatures * 2, [None] * 3)

    with pytest.raises(graphs.GraphsDiffer, match="nothing was written"):
        fit_fusion._require_equal(fusion.graph(), other, fusion)


def test_the_graph_names_its_inputs_after_the_modalities_of_the_bundle():
    graph = onnx.load_from_string(dataclasses.replace(fitted("max", 2), names=["title", "image"]).graph())

    assert [one.name for one in graph.graph.input] == ["title", "image", "present"]


@pytest.mark.parametrize("name", ["ridge", "several"])
def test_four_base_models_and_a_hundred_labels_stay_small(name):
    random = np.random.default_rng(0)
    if name == "ridge":
        network = fusions.Ridge(random.normal(size=(16, 405, 101)).astype(np.float32))
    else:
        network = KINDS[name].make(
            Stack(
                ["a", "b", "c", "d"], None, None, np.zeros((1, 101), bool), None, None, None, np.full(101, -1), [list(range(50))]
            ),
            {},
        )
    fusion = fit_fusion.Fusion(name, ["a", "b", "c", "d"], network, np.ones(16, np.float32), notes={"labels": 101})

    assert len(fusion.graph()) < 5 * 2**20


def test_fused_scores_are_those_of_the_graph_and_nothing_where_nothing_is_there():
    stack = made_stack()
    fusion = fitted("paths")
    stack.present[0] = 0

    found = fusion.scores(stack.scores, stack.present)

    inputs = {name: np.ascontiguousarray(stack.scores[1:, index]) for index, name in enumerate(stack.names)}
    graph = session(fusion.graph()).run(["scores"], inputs | {"present": stack.present[1:]})[0]
    np.testing.assert_allclose(found[1:], graph, atol=2e-5)
    assert not found[0].any()


def test_the_largest_the_least_and_the_mean_are_of_those_present():
    scores, present = torch.tensor([[[0.2], [0.6], [0.0]]]), torch.tensor([[1.0, 1.0, 0.0]])

    found = [torch.sigmoid(kind()(scores, present)).item() for kind in (fusions.Largest, fusions.Smallest, fusions.Mean)]

    assert found == pytest.approx([0.6, 0.2, 0.4], abs=1e-5)


def test_paths_obey_the_tree_and_the_groups():
    stack = made_stack()
    network = made_network("paths", stack)
    torch.nn.init.normal_(network.body.correction.weight)

    found = 1 / (1 + np.exp(-fit_fusion.logits_of(network, stack.scores, stack.present)))

    assert (found[:, 1:3].sum(axis=1) <= found[:, 0] + 1e-4).all()
    assert (found[:, [0, 3]].sum(axis=1) <= 1 + 1e-4).all()


def test_the_top_three_policy_weighs_only_who_is_there():
    policy = fusions.TopThree(6, 3).eval()

    weights = policy.weights(torch.rand(20, 3, 6), torch.tensor([[1.0, 0.0, 1.0]] * 20))

    torch.testing.assert_close(weights.sum(dim=1), torch.ones(20))
    assert not weights[:, 1].any()


def test_a_pair_without_either_falls_back_on_the_others():
    stack = made_stack()
    network = KINDS["pair"].make(stack, {"pair": ["m0", "m1"]})
    present = np.tile(np.float32([0, 0, 1]), (len(stack.scores), 1))

    found = fit_fusion.logits_of(network, stack.scores, present)

    np.testing.assert_allclose(1 / (1 + np.exp(-found)), stack.scores[:, 2].clip(1e-5, 1 - 1e-5), atol=1e-5)


def test_the_penalty_that_does_better_on_unseen_groups_is_chosen():
    random = np.random.default_rng(0)
    scores = random.random((60, 1, 20), np.float32)  # as many columns as listings to learn from: little penalty learns noise
    noise = random.random((60, 20)) < 0.5
    present, ones, held_out = np.ones((60, 1), np.float32), np.ones(60), np.arange(60) >= 30

    _, of_noise = ridge.fit(scores, present, noise, ones, held_out, strengths=(0.001, 100.0))
    _, of_truth = ridge.fit(scores, present, scores[:, 0] > 0.5, ones, held_out, strengths=(0.001, 100.0))

    assert (of_noise[1], of_truth[1]) == (100.0, 0.001)


def test_the_ridge_of_a_subset_is_that_of_the_listings_that_have_it():
    stack = made_stack(modalities=2)
    ones, held_out = np.ones(len(stack.scores)), stack.groups % 3 == 0
    having = stack.present[:, 1] > 0

    weights, strengths = ridge.fit(stack.scores, stack.present, stack.truth, ones, held_out)

    x = np.hstack([stack.scores[having, 1], np.ones((having.sum(), 1))]).astype(np.float64)
    expected = ridge.solve(x.T @ x, x.T @ stack.truth[having], strengths[2])
    np.testing.assert_allclose(weights[2][6:], expected, rtol=1e-4, atol=1e-6)
    assert not weights[2][:6].any()


def test_the_search_is_seeded_and_its_best_comes_first():
    stack = made_stack()

    once, again, otherwise = (fit_fusion.search(KINDS["policy"], stack, 3, 1, seed) for seed in (1, 1, 2))

    assert once == again
    assert {str(one["options"]) for one in once} != {str(one["options"]) for one in otherwise}
    assert [one["micro_f1"] for one in once] == sorted((one["micro_f1"] for one in once), reverse=True)


def test_the_search_decides_the_options_and_is_kept():
    fusion = fitted("policy", search=2)

    assert fusion.notes["options"] == fusion.notes["search"][0]["options"]
    assert len(fusion.notes["search"]) == 2


def test_the_same_seed_fits_the_same_fusion():
    one, other = (fitted("evidence") for _ in range(2))

    np.testing.assert_array_equal(one.held_out, other.held_out)


def test_held_out_scores_are_of_networks_that_did_not_see_the_listing(monkeypatch):
    stack, seen = made_stack(), []
    trained = fit_fusion.trained
    monkeypatch.setattr(
        fit_fusion, "trained", lambda kind, stack, rows, *rest: seen.append(rows) or trained(kind, stack, rows, *rest)
    )

    fit("evidence", stack, size="small")

    assert [len(rows) for rows in seen][-1] == len(stack.rows)
    for rows in seen[:-1]:
        assert not set(stack.groups[rows]) & set(stack.groups[np.setdiff1d(stack.rows, rows)])
    assert set(np.concatenate([np.setdiff1d(stack.rows, rows) for rows in seen[:-1]])) == set(stack.rows)


def test_only_train_and_fusion_are_learned_from():
    stack, other = made_stack(), made_stack()
    for one in (stack, other):
        one.fusion = one.fusion[:40]
    unseen = np.setdiff1d(np.arange(240), stack.rows)
    other.truth[unseen] = ~other.truth[unseen]

    one, two = (fit("evidence", found, size="small") for found in (stack, other))

    np.testing.assert_array_equal(one.scores(stack.scores, stack.present), two.scores(stack.scores, stack.present))


@pytest.mark.parametrize("seed", range(5))
def test_dropping_leaves_at_least_one_of_what_is_there(seed):
    random = np.random.default_rng(seed)
    present = (random.random((100, 3)) < 0.6).astype(np.float32)

    kept = drop_modalities(present, random)

    assert (kept <= present).all()
    assert ((kept.sum(axis=1) > 0) == (present.sum(axis=1) > 0)).all()


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("median", {}, "median: no such fusion"),
        ("pair", {"pair": ["m0", "m9"]}, "name two of"),
        ("early", {}, "has a features.npy"),
    ],
)
def test_what_cannot_be_fitted_is_told(name, options, message):
    stack = made_stack(widths=(None,) * 3)

    with pytest.raises(BadInput, match=message):
        fit(name, stack, size="small", options=options)


class FakeWork:
    """Two base models in a folder."""

    def __init__(self, folder):
        stack = made_stack()
        self.folder, self.truth, self.groups, self.parents, self.labels = folder, stack.truth, stack.groups, PARENTS, LABELS
        self.parts = np.where(np.arange(240) < 160, TRAIN, FUSION)
        for index, name in enumerate(("title.a", "image.b")):
            self.model_folder(name).mkdir(parents=True)
            odds = np.log(stack.scores[:, index].clip(1e-6) / (1 - stack.scores[:, index].clip(1e-6)))
            logits = np.where(stack.present[:, [index]] > 0, odds, np.nan)
            if index:
                logits[:160] = np.nan
            np.save(self.model_folder(name) / "logits.npy", logits.astype(np.float32))

    def rows(self, part):
        return np.flatnonzero(self.parts == part)

    def model_folder(self, name):
        return self.folder / "models" / name


def test_a_work_folder_gives_all_that_an_export_needs(tmp_path):
    work = FakeWork(tmp_path)

    found = train_fusion.fit_all(work, "mean", ["title.a", "image.b"], size="small")

    assert set(found.temperatures) == {"title.a", "image.b"}
    assert all(0 < label["emit"] < 1 for label in found.labels)
    assert (found.fusion.kind, found.linear.kind) == ("mean", "ridge")
    assert set(found.notes["calibration"]) == {"none", "temperature", "platt", "isotonic"}
    assert found.held_out_f1 == found.notes["emission"]["held_out_micro_f1"][found.notes["emission"]["kept"]]
    json.dumps(found.notes)


def test_what_was_fitted_is_not_fitted_again(tmp_path, monkeypatch):
    work, names = FakeWork(tmp_path), ["title.a", "image.b"]
    stack, _ = train_fusion.stack_of(work, names)
    first = train_fusion.fit_once(work, "evidence", names, stack, size="small")
    monkeypatch.setattr(train_fusion, "fit", None)

    again = train_fusion.fit_once(work, "evidence", names, stack, size="small")

    np.testing.assert_array_equal(again.held_out, first.held_out)


def test_a_fusion_kept_under_a_module_that_is_gone_is_fitted_again(tmp_path, monkeypatch):
    work, names = FakeWork(tmp_path), ["title.a", "image.b"]
    stack, _ = train_fusion.stack_of(work, names)
    gone = ModuleType("gone")
    gone.Fusion = type("Fusion", (), {"__module__": "gone"})
    monkeypatch.setitem(sys.modules, "gone", gone)
    file = train_fusion.file_of(work, "mean", names)
    file.parent.mkdir(parents=True)
    torch.save({"asked": {"seed": 1, "size": "small", "options": {}}, "fusion": gone.Fusion()}, file)
    monkeypatch.delitem(sys.modules, "gone")

    assert train_fusion.fit_once(work, "mean", names, stack, size="small").kind == "mean"


def test_a_base_model_that_was_not_trained_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"run train.py .* --models title.zzz first"):
        train_fusion.stack_of(FakeWork(tmp_path), ["title.a", "title.zzz"])


def test_exclusive_groups_part_shelves_from_gender():
    truth = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]] * 20, bool)

    groups = exclusive_groups(truth, np.full(4, -1), np.zeros(4, bool))

    assert groups == [{"labels": [0, 1], "required": True}, {"labels": [2, 3], "required": True}]


def test_a_group_is_required_where_no_listing_ends_at_its_parent():
    truth = np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0]] * 20, bool)

    never_an_end, an_end = (exclusive_groups(truth, np.array([-1, 0, 0]), np.array([ends, True, True])) for ends in (False, True))

    assert {"labels": [1, 2], "required": True} in never_an_end
    assert {"labels": [1, 2], "required": False} in an_end


def test_the_graph_of_early_fusion_reads_no_scores_and_is_exported():
    graph = fit("early", made_stack(widths=(4, 5, 6)), size="small").graph()

    assert {one.name for one in session(graph).get_inputs()} == {"m0.features", "m1.features", "m2.features", "present"}
