# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Image models: a step of training, an interrupted training, weights from a file, and the graph that serves."""

import dataclasses
import json

import numpy as np
import onnxruntime
import pytest
import torch

from base import image_networks, quantization
from base.families import Task
from base.nets import PictureNet
from data.bad_input import BadInput
from data.split import FUSION, TRAIN
from data.work import Work

LABELS = [
    {"path": ["Kitchen"], "training_listings": 9, "shelf": False},
    {"path": ["Kitchen", "Pans"], "training_listings": 5, "shelf": True},
    {"path": ["Kitchen", "Pots"], "training_listings": 4, "shelf": True},
]


@pytest.fixture
def task(tmp_path):
    random = np.random.default_rng(0)
    listings = [{"listing_id": f"p{row}", "title": "Pan", "categories": [["Kitchen", "Pans"]]} for row in range(16)]
    (tmp_path / "listings.jsonl").write_text("\n".join(map(json.dumps, listings)))
    (tmp_path / "labels.json").write_text(json.dumps(LABELS))
    truth = np.array([[True, row % 2 == 0, row % 2 == 1] for row in range(16)])
    pictures = (truth[:, 1, None, None, None] * 120 + random.integers(0, 120, (16, 3, 80, 60))).astype(np.uint8)
    arrays = {
        "truth": truth,
        "parts": np.array([TRAIN] * 12 + [FUSION] * 4),
        "groups": np.arange(16),
        "small": pictures,
        "large": pictures[:2],
        "large_row": np.array([0, 1] + [-1] * 14),
        "has_picture": np.arange(16) != 15,
    }
    for name, array in arrays.items():
        np.save(tmp_path / f"{name}.npy", array)
    checkpoint = tmp_path / "checkpoint"
    checkpoint.mkdir()
    return Task(
        Work(tmp_path), "image", np.arange(12), np.arange(12, 16), checkpoint, "image.resnet18", threads=1, options={"epochs": "2"}
    )


@pytest.fixture
def trained(task):
    return image_networks.fit(task, "resnet18")


def test_a_step_moves_the_network_on_two_replicas():
    net = PictureNet(5, "resnet18")
    before = [parameter.detach().clone() for parameter in net.parameters()]
    replicas = image_networks.Replicas(net, 2)
    images, truth = torch.rand(4, 3, 40, 30) * 255, torch.rand(4, 5).round()

    loss = image_networks.train_step(replicas, torch.optim.AdamW(net.parameters()), images, truth)

    assert np.isfinite(loss)
    assert any((old != new).any() for old, new in zip(before, net.parameters(), strict=True))


def test_augmented_pictures_have_the_size_asked_for_and_stay_in_range():
    images = torch.randint(0, 256, (6, 3, 80, 60), dtype=torch.uint8)

    found = image_networks.augment(images, (64, 48), torch.Generator().manual_seed(0))

    assert found.shape == (6, 3, 64, 48)
    assert found.min() >= 0 and found.max() <= 255


def test_a_resumed_training_ends_where_an_uninterrupted_one_does(task, tmp_path, monkeypatch):
    class Interrupted(Exception):
        pass

    def stop_in_second_epoch(progress, peak):
        if progress >= 0.5:
            raise Interrupted
        return one_cycle(progress, peak)

    other = dataclasses.replace(task, checkpoint=tmp_path / "other")
    other.checkpoint.mkdir()
    one_cycle = image_networks.one_cycle
    whole = image_networks.fit(task, "resnet18").logits(np.arange(12))
    monkeypatch.setattr(image_networks, "one_cycle", stop_in_second_epoch)
    with pytest.raises(Interrupted):
        image_networks.fit(other, "resnet18")
    monkeypatch.setattr(image_networks, "one_cycle", one_cycle)
    resumed = image_networks.fit(other, "resnet18").logits(np.arange(12))

    np.testing.assert_array_equal(resumed, whole)


def test_a_listing_without_a_picture_has_no_logits(trained):
    logits = trained.logits(np.array([14, 15]))

    assert np.isfinite(logits[0]).all() and np.isnan(logits[1]).all()


def test_the_graph_that_serves_gives_the_scores_of_the_saved_model(trained, task, tmp_path, monkeypatch):
    monkeypatch.setattr(quantization, "DEAREST", 1.0)
    folder = tmp_path / "model"
    folder.mkdir()
    trained.save(folder)
    model = image_networks.load(task.work, "image", folder)
    served = onnxruntime.InferenceSession(model.graph(2.0, with_features=True))

    scores, features = served.run(["scores", "features"], {"images": np.stack(model.inputs(np.arange(4)))})

    np.testing.assert_allclose(scores, 1 / (1 + np.exp(-model.logits(np.arange(4)) / 2)), atol=1e-5)
    np.testing.assert_allclose(features, model.features(np.arange(4)), atol=1e-4)
    assert features.shape == (4, 512)


def test_int8_that_costs_too_much_is_refused(trained, tmp_path, monkeypatch):
    monkeypatch.setattr(quantization, "DEAREST", -2.0)

    with pytest.raises(quantization.QuantizationTooDear, match="nothing was written"):
        trained.save(tmp_path)


def test_weights_of_another_network_are_refused(tmp_path):
    torch.save({"layer.weight": torch.zeros(3)}, tmp_path / "weights.pt")

    with pytest.raises(BadInput, match="weights of another network"):
        image_networks.load_weights(PictureNet(3, "resnet18"), tmp_path / "weights.pt")


def test_weights_are_taken_from_a_file_but_for_the_output_layer(tmp_path):
    source, net = PictureNet(7, "resnet18"), PictureNet(3, "resnet18")
    torch.save(source.trunk.state_dict(), tmp_path / "weights.pt")

    image_networks.load_weights(net, tmp_path / "weights.pt")

    torch.testing.assert_close(net.trunk.conv1.weight, source.trunk.conv1.weight)
    assert net.trunk.fc.weight.shape == (3, 512)


def test_only_the_last_layers_are_trained_where_so_many_are_asked_for():
    net = PictureNet(3, "resnet18")

    image_networks.freeze(net, 2)
    net.train()

    trained = {name for name, parameter in net.trunk.named_parameters() if parameter.requires_grad}
    assert trained == {"layer4.1.bn2.weight", "layer4.1.bn2.bias", "fc.weight", "fc.bias"}
    assert not net.trunk.bn1.training and net.trunk.layer4[1].bn2.training


def test_frozen_layers_stay_as_the_file_has_them(task, tmp_path):
    source = PictureNet(3, "resnet18")
    torch.save(source.trunk.state_dict(), tmp_path / "weights.pt")
    options = {"epochs": "1", "weights": str(tmp_path / "weights.pt"), "trainable_layers": "2"}

    image_networks.fit(dataclasses.replace(task, options=options, threads=2), "resnet18")

    state = torch.load(task.checkpoint / "state.pt", weights_only=True)["model"]
    torch.testing.assert_close(state["trunk.conv1.weight"], source.trunk.conv1.weight, rtol=0, atol=0)
    assert (state["trunk.fc.weight"] != 0).any()


def test_a_catalogue_without_pictures_cannot_train_an_image_model(task):
    (task.work.folder / "small.npy").unlink()

    with pytest.raises(BadInput, match=r"prepare.py with --images"):
        image_networks.fit(task, "resnet18")
