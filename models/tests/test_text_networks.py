# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Every neural text model: one step, a training, what is kept of it, and the graph it becomes."""

import dataclasses
import json

import numpy as np
import onnx
import pytest
import torch
from tokenizers import Tokenizer

from base import text_networks, transformer
from base.encoders import turned
from base.families import Task
from base.graphs import session
from base.text_networks import FAMILIES, Recipe
from data import labels as labelling
from data import tokens
from data.bad_input import BadInput
from data.listings import read_listings
from data.split import FUSION, TRAIN
from data.work import Work

BY_NAME = {family.name: family for family in FAMILIES}
SMALL = {
    "cnn": {"embedding_width": 16, "filters": 12, "spans": (2, 5), "mean": True, "hidden": 10},
    "lstm": {"embedding_width": 16, "cells": 12, "directions": 2, "hidden": 10},
    "transformer": {"embedding_width": 16, "layers": 2, "attention_heads": 2, "inner": 24, "positions": 64, "hidden": 10},
}
TEXTS = {
    ("Kitchen", "Pans"): ["iron pan with a lid", "wok, non-stick", "saucepan two litres", "grill pan black"],
    ("Kitchen", "Kettles"): ["whistling kettle", "kettle with a filter", "tea kettle steel", "red kettle one litre"],
    ("Garden", "Hoses"): ["hose thirty metres", "garden hose with a nozzle", "soaker hose", "hose reel green"],
    ("Garden", "Spades"): ["border spade", "spade with an ash shaft", "digging spade steel", "shovel and spade"],
}


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    random = np.random.default_rng(0)
    with open(folder / "listings.jsonl", "w", encoding="utf-8") as lines:
        for number in range(100):
            path = list(TEXTS)[number % 4]
            title = f"{random.choice(TEXTS[path])} {random.choice(['new', 'classic', 'small'])}" if number != 97 else "!!!"
            description = f"{random.choice(TEXTS[path])}, {random.choice(TEXTS[path])}" if number % 9 else ""
            categories = [list(path)] + ([["Gift"]] if "red" in title or number % 3 == 0 else [])
            print(
                json.dumps({"listing_id": str(number), "title": title, "description": description, "categories": categories}),
                file=lines,
            )
    parts = np.where(np.arange(100) < 80, TRAIN, FUSION)
    listings = read_listings(folder / "listings.jsonl")
    labels = labelling.choose(listings, parts == TRAIN, 5)
    (folder / "labels.json").write_text(json.dumps(labels))
    for name, array in (("truth", labelling.truth(listings, labels)), ("parts", parts), ("groups", np.arange(100))):
        np.save(folder / f"{name}.npy", array)
    return Work(folder)


@pytest.fixture
def task(work, tmp_path):
    return Task(work, "title", work.training, work.rows(FUSION), tmp_path, "title.some", threads=1, options={"epochs": 2})


@pytest.fixture(autouse=True)
def small_shapes(monkeypatch):
    """Encoders as they are, but small."""
    for kind, recipes in text_networks.RECIPES.items():
        monkeypatch.setitem(
            text_networks.RECIPES,
            kind,
            {reads: dataclasses.replace(recipe, shape=SMALL[kind], batch=16) for reads, recipe in recipes.items()},
        )


@pytest.fixture
def vectors(tmp_path):
    file = tmp_path / "vectors.txt"
    words = ["pan", "kettle", "hose", "spade", "steel", "unheard"]
    file.write_text(
        "".join(f"{word} {' '.join(str(0.1 * place + column) for column in range(8))}\n" for place, word in enumerate(words))
    )
    return file


def options_of(name, vectors):
    return {"epochs": 2} | ({"vectors": str(vectors)} if name.endswith("_glove") else {})


@pytest.mark.parametrize("head", text_networks.HEADS)
@pytest.mark.parametrize("kind", SMALL)
def test_a_step_moves_every_weight_that_the_texts_reach(kind, head, work):
    tokenizer = tokens.train_tokenizer(tokens.title_rules(), ["red kettle", "blue pan"], 1)
    network = text_networks.network_of(Recipe(kind, 20, 1, head, SMALL[kind]), tokenizer, work.labels)
    before = {name: parameter.detach().clone() for name, parameter in network.named_parameters()}
    optimizer = torch.optim.AdamW(network.parameters())

    loss = text_networks.train_step(
        network, optimizer, torch.tensor([[2, 3, 4], [5, 2, 0]]), torch.from_numpy(work.truth[:2]).float()
    )

    assert np.isfinite(loss)
    assert network(torch.tensor([[2, 3, 4, 5]])).shape == (1, len(work.labels))
    still = [name for name, parameter in network.named_parameters() if (parameter == before[name]).all()]
    assert still == []


@pytest.mark.parametrize("name", BY_NAME)
def test_a_model_is_loaded_as_it_was_saved_and_its_graph_gives_its_scores(name, task, work, vectors, tmp_path):
    family = BY_NAME[name]
    rows = np.array([97, 81, 99, 84])
    folder = tmp_path / "model"
    folder.mkdir()

    model = family.fit(dataclasses.replace(task, options=options_of(name, vectors)))
    model.save(folder)
    loaded = family.load(work, "title", folder)
    logits = model.logits(rows)

    np.testing.assert_array_equal(loaded.logits(rows), logits)
    assert logits.dtype == np.float32 and logits.shape == (4, len(work.labels))
    assert np.isnan(logits[0]).all() and not np.isnan(logits[1:]).any()
    assert [set(entry) for entry in model.curve] == [{"epoch", "loss", "micro_f1", "seconds"}] * 2
    assert loaded.curve == model.curve and loaded.parameters == model.parameters and loaded.notes == model.notes
    graph = loaded.graph(1.7, with_features=True)
    padded = tokens.pad([*loaded.inputs(rows[1:]), np.ones(30, np.int64)])
    scores, features = session(graph).run(["scores", "features"], {"tokens": padded})
    np.testing.assert_allclose(scores[:3], 1 / (1 + np.exp(-logits[1:] / 1.7)), atol=2e-5)
    np.testing.assert_allclose(features[:3], loaded.features(rows)[1:], atol=1e-4)
    assert {"tokenizer.json"} == set(loaded.files()) and loaded.modality()["unknown_token"] == 1


def test_the_graph_names_what_java_expects_and_holds_the_embedding_in_half_precision(task):
    graph = onnx.load_from_string(BY_NAME["cnn"].fit(task).graph(1.0)).graph

    assert [(one.name, one.type.tensor_type.elem_type) for one in graph.input] == [("tokens", onnx.TensorProto.INT64)]
    assert [one.name for one in graph.output] == ["scores"]
    assert graph.output[0].type.tensor_type.shape.dim[1].dim_value == len(task.work.labels)
    halves = [weights for weights in graph.initializer if weights.data_type == onnx.TensorProto.FLOAT16]
    assert [list(weights.dims)[1] for weights in halves] == [16]


@pytest.mark.parametrize("kind", SMALL)
def test_padding_and_company_change_no_vector(kind):
    encoder = text_networks.ENCODERS[kind](words=30, **SMALL[kind]).eval()
    long, short = torch.randint(1, 30, (1, 40)), torch.randint(1, 30, (1, 3))
    padded = torch.cat([long, torch.cat([short, torch.zeros(1, 37, dtype=torch.long)], dim=1)])

    with torch.inference_mode():
        torch.testing.assert_close(encoder(padded), torch.cat([encoder(long), encoder(short)]), atol=1e-5, rtol=0)


def test_the_second_direction_of_an_lstm_reads_the_last_word_first():
    assert turned(torch.tensor([[5, 6, 7, 0, 0], [1, 2, 3, 4, 5]])).tolist() == [[7, 6, 5, 0, 0], [5, 4, 3, 2, 1]]


@pytest.mark.parametrize("name", ["cnn", "lstm", "transformer", "per_parent"])
def test_a_resumed_training_ends_where_an_uninterrupted_one_does(name, task, tmp_path, monkeypatch):
    class Interrupted(Exception):
        pass

    one_cycle = text_networks.one_cycle

    def stop_in_third_epoch(progress, peak):
        if progress > 0.6:
            raise Interrupted
        return one_cycle(progress, peak)

    folders = [tmp_path / "whole", tmp_path / "cut"]
    for folder in folders:
        folder.mkdir()
    whole, cut = (dataclasses.replace(task, checkpoint=folder, options={"epochs": 4}) for folder in folders)

    expected = BY_NAME[name].fit(whole)
    monkeypatch.setattr(text_networks, "one_cycle", stop_in_third_epoch)
    with pytest.raises(Interrupted):
        BY_NAME[name].fit(cut)
    monkeypatch.setattr(text_networks, "one_cycle", one_cycle)
    resumed = BY_NAME[name].fit(cut)

    for weight, value in expected.network.state_dict().items():
        torch.testing.assert_close(resumed.network.state_dict()[weight], value, rtol=0, atol=0)
    assert [entry["loss"] for entry in resumed.curve] == [entry["loss"] for entry in expected.curve]


def test_a_training_learns(task):
    model = BY_NAME["cnn"].fit(dataclasses.replace(task, options={"epochs": 20, "peak_rate": 0.02}))

    assert model.curve[-1]["loss"] < 0.5 * model.curve[0]["loss"]
    assert model.curve[-1]["micro_f1"] > 0.7


def test_a_small_catalogue_is_passed_more_often_in_smaller_batches():
    recipe = Recipe("cnn", 57, 10)

    paces = [text_networks.paced(recipe, listings) for listings in (24_000, 5_000, 600)]

    assert [(pace.batch, pace.epochs) for pace in paces] == [(64, 10), (32, 20), (16, 40)]


def test_no_text_at_all_is_told(task, work):
    with pytest.raises(BadInput, match="no training listing has a text"):
        BY_NAME["cnn"].fit(dataclasses.replace(task, rows=np.array([97])))


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("cnn", {"colour": 1}, "knows no option colour"),
        ("cnn_subword", {"vectors": "file"}, "takes no option vectors"),
        ("cnn", {"pretrained": "folder"}, "takes no option pretrained"),
        ("lstm_glove", {}, "give their file as the option vectors"),
        ("lstm", {"teacher": 0.5}, "knows no option teacher"),
    ],
)
def test_an_option_that_a_family_does_not_have_is_refused(name, options, message, task):
    with pytest.raises(BadInput, match=message):
        BY_NAME[name].fit(dataclasses.replace(task, options=options))


def test_the_options_of_the_two_heads_reach_them(task):
    model = BY_NAME["transformer"].fit(dataclasses.replace(task, options={"epochs": 1, "weights": [1, 2], "teacher": 0.5}))

    assert (model.network.head.weights, model.network.head.teacher) == ([1, 2], 0.5)


def test_vectors_start_the_embedding_and_their_coverage_is_kept(task, vectors):
    model = BY_NAME["cnn"].fit(dataclasses.replace(task, options={"epochs": 1, "peak_rate": 0.0, "vectors": str(vectors)}))

    vocabulary = model.tokenizer.get_vocab()
    expected = {word for word in ("pan", "kettle", "hose", "spade", "steel") if word in vocabulary}
    sequences = np.concatenate(model.inputs(task.rows))
    running = np.mean([number in {vocabulary[word] for word in expected} for number in sequences])
    assert model.notes["vectors"] == {
        "vocabulary_words": len(vocabulary) - 2,
        "running_words": pytest.approx(running, abs=1e-4),
        "vocabulary": pytest.approx(len(expected) / (len(vocabulary) - 2), abs=1e-4),
    }
    kettle = model.network.encoder.embedding.weight[vocabulary["kettle"]]
    np.testing.assert_allclose(kettle.detach(), 0.1 + np.arange(8), rtol=1e-3)


@pytest.mark.parametrize(
    ("lines", "place", "message"),
    [
        ("pan 1 2 3\nkettle 1 2\n", ":2", "a word and 3 numbers wanted, 2 numbers found"),
        ("pan 1 2 3\nkettle 1 x 3\n", ":2", "could not convert"),
        ("2 3\npan 1 2 3\nkettle 1 nan 3\n", ":3", "not finite"),
        ("pan\n", ":1", "a word and 2 numbers wanted"),
        ("unheard 1 2 3\n", "", "knows no word of the vocabulary"),
    ],
)
def test_a_bad_line_of_vectors_is_named(lines, place, message, task, tmp_path):
    (tmp_path / "bad.txt").write_text(lines)

    with pytest.raises(BadInput, match=f"bad.txt{place}: .*{message}"):
        BY_NAME["cnn"].fit(dataclasses.replace(task, options={"vectors": str(tmp_path / "bad.txt")}))


def test_missing_vectors_are_told(task):
    with pytest.raises(BadInput, match=r"nowhere.txt: cannot be read"):
        BY_NAME["cnn"].fit(dataclasses.replace(task, options={"vectors": "nowhere.txt"}))


def test_pieces_of_words_leave_no_word_unknown_and_read_no_text_as_padding():
    tokenizer = tokens.train_subword_tokenizer(tokens.title_rules(), ["red kettle", "red pan", "kettle lid"] * 3, 60)
    texts = ["lidpan kettle", "[PAD] pan", "🔥"]

    found = tokens.encode(Tokenizer.from_str(tokenizer.to_str()), texts, 50)

    assert tokens.UNKNOWN not in found[0] and len(found[0]) > 2
    assert tokens.PAD not in np.concatenate(found)
    assert len(found[2]) == 0


@pytest.fixture
def pretrained(tmp_path):
    """A folder as Hugging Face writes it, with random weights; file by file of the form asked for."""
    folder = tmp_path / "bert"
    folder.mkdir()
    tokenizer = tokens.train_tokenizer(tokens.title_rules(), [text for texts in TEXTS.values() for text in texts], 1)
    tokenizer.enable_padding(length=50)
    tokenizer.enable_truncation(3)
    tokenizer.save(str(folder / "tokenizer.json"))
    words = tokenizer.get_vocab_size()
    (folder / "config.json").write_text(
        json.dumps(
            {
                "model_type": "bert",
                "hidden_act": "gelu",
                "pad_token_id": 0,
                "vocab_size": words,
                "hidden_size": 8,
                "num_hidden_layers": 2,
                "num_attention_heads": 2,
                "intermediate_size": 12,
                "max_position_embeddings": 20,
                "layer_norm_eps": 1e-12,
            }
        )
    )
    shapes = {
        "word_embeddings.weight": (words, 8),
        "position_embeddings.weight": (20, 8),
        "token_type_embeddings.weight": (2, 8),
        "LayerNorm.weight": (8,),
        "LayerNorm.bias": (8,),
    }
    weights = {f"bert.embeddings.{name}": torch.randn(shape) for name, shape in shapes.items()}
    for layer in range(2):
        for name in transformer.LAYER_NAMES.values():
            rows = {"intermediate.dense": (12, 8), "output.dense": (8, 12)}.get(name, (8,) if "Norm" in name else (8, 8))
            weights[f"bert.encoder.layer.{layer}.{name}.weight"] = torch.randn(rows)
            weights[f"bert.encoder.layer.{layer}.{name}.bias"] = torch.randn(rows[0])
    return folder, weights


def write_safetensors(file, weights):
    header, content = {"__metadata__": {"format": "pt"}}, b""
    for name, value in weights.items():
        numbers = value.numpy().astype(np.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(content), len(content) + len(numbers)]}
        content += numbers
    head = json.dumps(header).encode()
    file.write_bytes(len(head).to_bytes(8, "little") + head + content)


@pytest.mark.parametrize("form", ["model.safetensors", "pytorch_model.bin"])
def test_pretrained_weights_start_the_transformer(form, pretrained, task):
    folder, weights = pretrained
    if form == "model.safetensors":
        write_safetensors(folder / form, weights)
    else:
        torch.save(weights, folder / form)

    model = BY_NAME["transformer"].fit(
        dataclasses.replace(task, options={"epochs": 1, "peak_rate": 0.0, "pretrained": str(folder)})
    )

    encoder = model.network.encoder
    torch.testing.assert_close(encoder.layers[1].outer.weight, weights["bert.encoder.layer.1.output.dense.weight"])
    torch.testing.assert_close(
        encoder.positions.weight,
        weights["bert.embeddings.position_embeddings.weight"] + weights["bert.embeddings.token_type_embeddings.weight"][0],
    )
    torch.testing.assert_close(encoder.embedding.weight, weights["bert.embeddings.word_embeddings.weight"].half())
    assert model.modality()["max_tokens"] == 20
    assert max(map(len, model.inputs(task.rows))) > 3 and 0 not in np.concatenate(model.inputs(task.rows))
    assert model.graph(1.0)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda folder, weights: (folder / "config.json").unlink(), "config.json: cannot be read"),
        (
            lambda folder, weights: (folder / "config.json").write_text('{"model_type": "roberta"}'),
            "model_type must be 'bert', was 'roberta'",
        ),
        (lambda folder, weights: (folder / "tokenizer.json").unlink(), "tokenizer.json: is missing"),
        (lambda folder, weights: (folder / "model.safetensors").unlink(), "neither model.safetensors nor pytorch_model.bin"),
        (lambda folder, weights: (folder / "model.safetensors").write_bytes(b"\xff" * 40), "not a whole safetensors file"),
        (
            lambda folder, weights: write_safetensors(folder / "model.safetensors", dict(list(weights.items())[1:])),
            "holds nothing for embeddings.word_embeddings.weight",
        ),
    ],
)
def test_a_spoilt_folder_of_pretrained_weights_is_told(spoil, message, pretrained, task):
    folder, weights = pretrained
    write_safetensors(folder / "model.safetensors", weights)
    spoil(folder, weights)

    with pytest.raises(BadInput, match=message):
        BY_NAME["transformer"].fit(dataclasses.replace(task, options={"epochs": 1, "pretrained": str(folder)}))
