# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The graphs compute what PyTorch does, a bundle is written whole or not at all, and a batch changes no score."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import nn

import derive_gpu
import export
import tiny
from base import graphs, quantization
from base.graphs import session
from base.picture import Preparer, prepare_graph
from base.tracing import traced
from bundling import bundle, exporting, golden
from bundling.runner import SCORED, Bundle
from data.bad_input import BadInput
from fusion import candidate


@pytest.fixture
def tiny_folder(request):
    return request.path.parent.parent / "bundles" / "tiny"


class Constant:
    """A base model that says it has no other logits than these, and a graph that may differ."""

    def __init__(self, logits, of_graph):
        self._logits, self._of_graph = logits, of_graph

    def logits(self, rows):
        return np.tile(np.float32([self._logits]), (len(rows), 1))

    def inputs(self, rows):
        return [np.arange(1, 2 + row % 5) for row in rows]

    def modality(self):
        return {"kind": "text"}

    def graph(self, temperature, with_features):
        build = graphs.GraphBuilder()
        build.node("Cast", ["tokens"], "numbers", to=1)
        build.node("ReduceSum", ["numbers", build.constant("axis", [1], np.int64)], "sum")
        build.node("Mul", ["sum", build.constant("nothing", 0.0)], "zero")
        build.node("Add", ["zero", build.constant("logits", [self._of_graph])], "sums")
        build.node("Div", ["sums", build.constant("temperature", temperature)], "tempered")
        build.node("Sigmoid", ["tempered"], "scores")
        tokens = onnx.helper.make_tensor_value_info("tokens", onnx.TensorProto.INT64, ["N", "T"])
        return build.model("constant", [tokens], len(self._of_graph)).SerializeToString()


def test_a_graph_that_gives_what_was_measured_is_exported():
    graph = exporting.checked_graph("title", Constant([1.0, -2.0], [1.0, -2.0]), 1.3, np.arange(9), False)

    assert onnx.load_from_string(graph).graph.output[0].name == "scores"


def test_a_graph_that_differs_stops_the_export():
    with pytest.raises(graphs.GraphsDiffer, match="nothing was written"):
        exporting.checked_graph("title", Constant([1.0, -2.0], [1.0, -2.01]), 1.3, np.arange(9), False)


def test_modalities_are_named_after_what_they_read_and_further_ones_after_their_family_too():
    named = candidate.modality_names(["title.cnn", "image.resnet18", "title.tfidf", "text.tfidf"])

    assert named == {"title": "title.cnn", "image": "image.resnet18", "title_tfidf": "title.tfidf", "text": "text.tfidf"}


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        (
            ["title.cnn", "description.cnn", "image.resnet18"],
            {"title+description": [1, 1, 0], "title+image": [1, 0, 1], "description+image": [0, 1, 1]},
        ),
        (["title.cnn", "text.tfidf", "image.resnet18"], {"title+description": [1, 1, 0], "title+image": [1, 0, 1]}),
        (["title.cnn", "title.tfidf", "image.resnet18"], {"title only": [1, 1, 0]}),
        (["text.tfidf"], {}),
    ],
)
def test_rows_of_some_parts_take_the_models_that_read_nothing_else(models, expected):
    assert {name: keep.tolist() for name, keep in candidate.part_subsets(models)} == expected


def test_an_unknown_entry_about_the_bundle_is_refused(tmp_path):
    (tmp_path / "about.json").write_text('{"licence": "none"}')

    with pytest.raises(BadInput, match="unknown licence"):
        export.read_about(tmp_path / "about.json")


def test_a_failed_bundle_leaves_the_old_one(tmp_path):
    (tmp_path / "fashion").mkdir()
    (tmp_path / "fashion" / "bundle.json").write_text("old")

    with pytest.raises(KeyError):
        bundle.write(tmp_path / "fashion", {"labels": []}, {}, [])

    assert [file.name for file in tmp_path.rglob("*")] == ["fashion", "bundle.json"]


def test_a_folder_that_is_no_bundle_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(BadInput, match="is no bundle"):
        bundle.write(tmp_path, {}, {}, [])

    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_the_tiny_bundle_has_the_checksums_it_states(tiny_folder):
    files = json.loads((tiny_folder / "bundle.json").read_text())["files"]

    assert files == bundle.checksums(tiny_folder)
    assert sum(file["bytes"] for file in files.values()) < 200_000


def test_the_tiny_bundle_says_what_it_decides_on_unseen_listings(tiny_folder):
    found = Bundle(tiny_folder).spec["reference"]

    assert found["listings"] == sum(found["confidence"]["listings"]) == tiny.LISTINGS[tiny.VALIDATION]
    assert sum(found["labels"]) >= found["listings"] - found["unlabelled"]


def test_a_signature_is_not_a_file_of_the_bundle_and_does_not_outlive_an_export(tiny_folder, tmp_path):
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "tiny"))
    before = bundle.checksums(folder)
    (folder / "bundle.sig").write_text("old")
    source = Bundle(folder)
    assert bundle.checksums(folder) == before

    files = {name: (folder / name).read_bytes() for name in source.spec["files"] if name != "golden.jsonl"}
    bundle.write(folder, source.spec | {"files": {}}, files, derive_gpu.golden_inputs(source))

    assert not (folder / "bundle.sig").exists()


def test_the_tiny_bundle_gives_its_golden_scores(tiny_folder):
    lines = [json.loads(line) for line in (tiny_folder / "golden.jsonl").read_text(encoding="utf-8").splitlines()]
    loaded = Bundle(tiny_folder)

    scored = loaded.score([listing for listing, _ in tiny.golden_inputs()], {})

    for row, line in enumerate(lines):
        for name, expected in line["scores"].items():
            np.testing.assert_allclose(scored.scores[name][row], expected, atol=1e-4)
        for name, expected in line["tokens"].items():
            assert scored.sequences[name][row].tolist() == expected


def test_a_listing_scores_the_same_alone_and_in_a_batch(tiny_folder):
    loaded = Bundle(tiny_folder)
    listings = [listing for listing, _ in tiny.golden_inputs()]

    together = loaded.score(listings, {}, batch=64).scores["fused"]
    alone = loaded.score(listings, {}, batch=1).scores["fused"]

    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_golden_pictures_are_drawn_the_same_every_time():
    digests = [[hashlib.sha256(picture or b"").hexdigest() for _, picture in golden.inputs()] for _ in range(2)]

    assert digests[0] == digests[1]
    assert any(listing.image is None for listing, _ in golden.inputs())


@pytest.mark.parametrize("size", [(80, 60), (1, 1), (2, 300), (224, 224)])
def test_pictures_of_any_size_are_prepared(size):
    prepare = Preparer(prepare_graph(80, 60).SerializeToString())
    pixels = np.random.default_rng(0).integers(0, 256, (*size, 3), dtype=np.uint8)

    prepared = prepare(pixels)

    assert prepared.shape == (3, 80, 60) and prepared.dtype == np.uint8
    if size == (80, 60):
        np.testing.assert_array_equal(prepared, pixels.transpose(2, 0, 1))


class Pictures(nn.Module):
    """Small, but with what a residual network has: batch normalisation, a shortcut, pooling and a linear end."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(3, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16), nn.ReLU())
        self.second = nn.Sequential(nn.Conv2d(16, 16, 3, padding=1), nn.BatchNorm2d(16))
        self.output = nn.Linear(16, 5)

    def forward(self, images):
        found = self.first((images.float() - 128) / 64)
        return self.output(torch.relu(found + self.second(found)).mean(dim=(2, 3)))


@pytest.fixture
def quantised(tmp_path):
    pictures = np.random.default_rng(0).integers(0, 256, (64, 3, 24, 18), dtype=np.uint8)
    model = Pictures()
    model(torch.from_numpy(pictures))
    (tmp_path / "float.onnx").write_bytes(traced(model, {"images": pictures[:2]}, ["logits"]))
    quantization.quantize(tmp_path / "float.onnx", tmp_path / "int8.onnx", pictures)
    with torch.inference_mode():
        expected = torch.sigmoid(model(torch.from_numpy(pictures))).numpy()
    return quantization.scored((tmp_path / "int8.onnx").read_bytes(), 1.0), pictures, expected


def test_the_quantised_graph_is_close_and_has_no_batch_normalisation(quantised):
    graph, pictures, expected = quantised

    found = session(graph).run(["scores"], {"images": pictures})[0]

    np.testing.assert_allclose(found, expected, atol=0.05)
    operators = {node.op_type for node in onnx.load_from_string(graph).graph.node}
    assert "BatchNormalization" not in operators and "QuantizeLinear" in operators


def test_a_picture_scores_the_same_alone_and_in_a_batch(quantised):
    graph, pictures, _ = quantised
    runs = session(graph)

    together = runs.run(["scores"], {"images": pictures})[0]
    alone = np.concatenate([runs.run(["scores"], {"images": picture[None]})[0] for picture in pictures])

    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_the_derived_graph_is_in_half_precision_and_close(quantised):
    graph, pictures, expected = quantised

    half = derive_gpu.in_half(derive_gpu.without_quantisation(onnx.load_from_string(graph)))

    found = session(half.SerializeToString()).run(["scores"], {"images": pictures})[0]
    np.testing.assert_allclose(found, expected, atol=0.05)
    assert not {"QuantizeLinear", "DequantizeLinear"} & {node.op_type for node in half.graph.node}


def test_a_bundle_without_pictures_has_nothing_to_derive(tiny_folder, tmp_path):
    with pytest.raises(derive_gpu.BadInput, match="no image model"):
        derive_gpu.derive(tiny_folder, tmp_path / "gpu")


def test_absent_and_unreadable_texts_are_told_apart(tiny_folder):
    listings = [bundle.text_listing("1", "kettle", ""), bundle.text_listing("2", "!!!", "boils")]

    scored = Bundle(tiny_folder).score(listings, {})

    assert scored.status["title"].tolist() == [SCORED, "unreadable"]
    assert scored.status["description"].tolist() == ["absent", SCORED]
