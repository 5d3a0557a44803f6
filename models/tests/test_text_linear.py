# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The linear models, the forest and the bags: what they learn, keep and export."""

import json

import numpy as np
import onnxruntime
import pytest
import torch

import tiny
from base import text_bags, text_forest, text_linear
from base.families import Task
from base.ngrams import Ngrams
from data import labels as labelling
from data import tokens
from data.listings import Listing
from data.split import FUSION, TRAIN
from data.work import Work

FAMILIES = {family.name: family for module in (text_linear, text_forest, text_bags) for family in module.FAMILIES}
EMPTY, UNHEARD, ONE_WORD = 0, 1, 2  # the first listings of the part `fusion`
CLOSE = 1e-5
EPOCHS = 12
OPTIONS = {"fasttext": {"buckets": 500, "epochs": EPOCHS, "rate": 0.05}, "dense": {"width": 16, "epochs": EPOCHS, "rate": 0.02}}


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    written = tiny.written_listings(260, np.random.default_rng(3))
    shelf = written[0].categories
    odd = [
        Listing("empty", "", " !! ", None, shelf),
        Listing("unheard", "qwrtz", "qwrtz pqrst", None, shelf),
        Listing("word", "kettle", "lid", None, shelf),
    ]
    listings = written[:200] + odd + written[200:]
    parts = np.array([TRAIN] * 200 + [FUSION] * 63)
    chosen = labelling.choose(listings, parts == TRAIN, 5)
    lines = [
        {
            "listing_id": one.listing_id,
            "title": one.title,
            "description": one.description,
            "image": None,
            "categories": [list(path) for path in one.categories],
        }
        for one in listings
    ]
    (folder / "listings.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "labels.json").write_text(json.dumps(chosen), encoding="utf-8")
    for name, array in {"truth": labelling.truth(listings, chosen), "parts": parts, "groups": np.arange(263)}.items():
        np.save(folder / f"{name}.npy", array)
    return Work(folder)


def task_of(work, family, folder, reads="text"):
    return Task(
        work, reads, work.training, work.rows(FUSION)[3:], folder, family, size="small", threads=1, options=OPTIONS.get(family)
    )


@pytest.fixture(scope="module", params=FAMILIES)
def trained(request, work, tmp_path_factory):
    family = FAMILIES[request.param]
    return family, family.fit(task_of(work, family.name, tmp_path_factory.mktemp("checkpoint")))


def scored(graph, padded, *outputs):
    session = onnxruntime.InferenceSession(graph, providers=["CPUExecutionProvider"])
    return session.run(list(outputs) or ["scores"], {"tokens": padded})


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits.astype(float)))


def test_a_model_learns_shelves(work, trained):
    rows = work.rows(FUSION)[3:]

    found = trained[1].logits(rows) > 0

    assert (found == work.truth[rows]).mean() > 0.85
    assert trained[1].parameters > 0


def test_an_empty_text_has_no_logits_and_an_unheard_one_has(work, trained):
    found = trained[1].logits(work.rows(FUSION)[:3])

    assert found.dtype == np.float32 and found.shape == (3, work.truth.shape[1])
    assert np.isnan(found[EMPTY]).all()
    assert np.isfinite(found[[UNHEARD, ONE_WORD]]).all()
    assert np.abs(found[[UNHEARD, ONE_WORD]]).max() <= 16


def test_the_graph_computes_the_logits(work, trained):
    rows = work.rows(FUSION)[1:]

    (scores,) = scored(trained[1].graph(1.7), tokens.pad(trained[1].inputs(rows)))

    np.testing.assert_allclose(scores, sigmoid(trained[1].logits(rows) / 1.7), rtol=0, atol=CLOSE)


def test_neither_padding_nor_the_batch_changes_a_score(work, trained):
    graph, inputs = trained[1].graph(1.0), trained[1].inputs(work.rows(FUSION)[1:9])
    (together,) = scored(graph, np.pad(tokens.pad(inputs), ((0, 0), (0, 30))))

    alone = np.concatenate([scored(graph, one[None])[0] for one in inputs])

    np.testing.assert_allclose(together, alone, rtol=0, atol=CLOSE)


@pytest.mark.parametrize("token", [1, 2])
def test_a_text_of_one_token_is_scored(trained, token):
    (scores,) = scored(trained[1].graph(1.0), np.array([[token]]))

    np.testing.assert_allclose(scores, sigmoid(trained[1].logits_of([np.array([token])])), rtol=0, atol=CLOSE)


def test_a_saved_model_is_the_same_when_loaded(work, trained, tmp_path):
    family, model = trained
    rows = work.rows(FUSION)

    model.save(tmp_path)
    loaded = family.load(work, "text", tmp_path)

    np.testing.assert_array_equal(loaded.logits(rows), model.logits(rows))
    assert loaded.parameters == model.parameters and loaded.curve == model.curve
    assert loaded.graph(1.3) == model.graph(1.3)


def test_a_model_says_what_the_bundle_must_know(trained):
    assert trained[1].modality() == {"kind": "text", "max_tokens": 360, "unknown_token": 1}
    assert json.loads(trained[1].files()["tokenizer.json"])["model"]["type"] == "WordLevel"


def test_a_training_can_be_repeated(work, trained, tmp_path):
    family, model = trained
    rows = work.rows(FUSION)

    again = family.fit(task_of(work, family.name, tmp_path))

    np.testing.assert_array_equal(again.logits(rows), model.logits(rows))


@pytest.mark.parametrize("name", ["fasttext", "dense"])
def test_a_step_moves_the_weights(work, tmp_path, name):
    model, sequences, truth, _ = text_bags.begun(task_of(work, name, tmp_path), name)
    before = [parameter.detach().clone() for parameter in model.net.parameters()]
    optimizer = torch.optim.AdamW(model.net.parameters())

    loss = text_bags.train_step(model, optimizer, sequences[:8], torch.from_numpy(truth[:8]).float())

    assert np.isfinite(loss)
    assert all((old != new).any() for old, new in zip(before, model.net.parameters(), strict=True))


def test_features_where_a_kind_has_them_are_those_of_the_graph(work, trained):
    model, rows = trained[1], work.rows(FUSION)
    if not model.feature_count:
        assert model.features(rows) is None
        return

    features, scores = scored(model.graph(1.0, with_features=True), tokens.pad(model.inputs(rows[1:])), "features", "scores")

    np.testing.assert_allclose(features, model.features(rows[1:]), rtol=0, atol=CLOSE)
    np.testing.assert_allclose(scores, sigmoid(model.logits(rows[1:])), rtol=0, atol=CLOSE)
    assert not model.features(rows[:1]).any()
    assert [entry["epoch"] for entry in model.curve] == list(range(1, EPOCHS + 1))


def test_ngrams_are_counted_where_all_words_are_known():
    texts = [np.array([2, 3, 2, 3]), np.array([3, 1, 2]), np.array([2, 3, 0, 0])]
    ngrams = Ngrams.of(texts, 2, 2)

    found = ngrams.counts([*texts, np.array([9, 3])]).toarray()

    assert [gram.tolist() for gram in ngrams.grams] == [[[2], [3]], [[2, 3]]]
    np.testing.assert_array_equal(found, [[2, 2, 2], [1, 1, 0], [1, 1, 1], [0, 1, 0]])


def test_the_commonest_ngrams_are_kept():
    texts = [np.array([2, 3, 4]), np.array([3, 4]), np.array([4])]

    found = Ngrams.of(texts, 2, 1).commonest(texts, 2)

    assert [gram.tolist() for gram in found.grams] == [[[3], [4]], []]


def test_tfidf_is_that_of_scikit_learn():
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = ["red kettle red", "red pan lid", "kettle lid lid lid"]
    sequences = [np.array(sequence) for sequence in ([4, 2, 4], [4, 5, 3], [2, 3, 3, 3])]  # kettle lid red pan

    counts = Ngrams.of(sequences, 1, 1).counts(sequences)
    found = text_linear.weighted(counts, text_linear.learned_idf(counts)).toarray()

    expected = TfidfVectorizer(sublinear_tf=True, vocabulary=["kettle", "lid", "red", "pan"]).fit_transform(texts).toarray()
    np.testing.assert_allclose(found, expected, rtol=1e-6)


@pytest.mark.parametrize("sets", [1, 2, 3])
def test_the_powerset_adds_up_the_sets_that_hold_a_label(work, sets):
    truth = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 1]], bool)[np.arange(30) % sets]
    features = text_linear.csr_matrix(np.eye(3, dtype=np.float32)[np.arange(30) % sets])
    task = task_of(work, "powerset", None)

    weights, bias, members = text_linear.label_powerset(features, truth, np.arange(30), 100.0, task)

    assert weights.shape == (3, sets) and bias.shape == (sets,)
    np.testing.assert_array_equal(members[(features[:sets] @ weights + bias).argmax(axis=1)], truth[:sets])
