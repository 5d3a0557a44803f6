# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""One step of each network, and what an interrupted training comes to."""

import numpy as np
import pytest
import torch
from torch import nn

import train_fusion
import train_image
from nets import FusionNet, PictureNet
from split import FUSION, TRAIN


def moved(model, step):
    before = [parameter.detach().clone() for parameter in model.parameters()]
    loss = step()
    return np.isfinite(loss) and any((old != new).any() for old, new in zip(before, model.parameters()))


def test_a_step_moves_the_picture_network_on_two_replicas():
    model = PictureNet(5)
    optimizer = torch.optim.AdamW(model.parameters())
    replicas = train_image.Replicas(model, 2)
    images, truth = torch.rand(4, 3, 40, 30) * 255, torch.rand(4, 5).round()

    assert moved(model, lambda: train_image.train_step(replicas, optimizer, images, truth))


def test_a_step_moves_the_fusion_network():
    model = FusionNet(5, 3, hidden=6)
    optimizer = torch.optim.AdamW(model.parameters())
    scores, present, truth = torch.rand(4, 3, 5), torch.ones(4, 3), torch.rand(4, 5).round()

    assert moved(model, lambda: train_fusion.train_step(model, optimizer, scores, present, truth))


def test_augmented_pictures_have_the_size_asked_for_and_stay_in_range():
    images = torch.randint(0, 256, (6, 3, 80, 60), dtype=torch.uint8)

    found = train_image.augment(images, (64, 48), torch.Generator().manual_seed(0))

    assert found.shape == (6, 3, 64, 48)
    assert 0 <= found.min() and found.max() <= 255


@pytest.mark.parametrize("seed", range(5))
def test_dropping_leaves_at_least_one_of_what_is_there(seed):
    random = np.random.default_rng(seed)
    present = (random.random((100, 3)) < 0.6).astype(np.float32)

    kept = train_fusion.drop_modalities(present, random)

    assert (kept <= present).all()
    assert ((kept.sum(axis=1) > 0) == (present.sum(axis=1) > 0)).all()


class SmallNet(nn.Module):
    def __init__(self, labels):
        super().__init__()
        self.convolution = nn.Conv2d(3, 4, 5, stride=5)
        self.norm = nn.BatchNorm2d(4)
        self.output = nn.Linear(4, labels)

    def forward(self, images):
        return self.output(self.norm(self.convolution(images.float() / 255)).mean(dim=(2, 3)))


@pytest.fixture
def prepared(tmp_path, monkeypatch):
    monkeypatch.setattr(train_image, "PictureNet", SmallNet)
    random = np.random.default_rng(0)
    np.save(tmp_path / "small.npy", random.integers(0, 256, (12, 3, 80, 60), dtype=np.uint8))
    np.save(tmp_path / "large.npy", random.integers(0, 256, (2, 3, 80, 60), dtype=np.uint8))
    np.save(tmp_path / "large_row.npy", np.array([0, 1] + [-1] * 10))
    return train_image.Pictures(tmp_path), random.random((12, 3)) < 0.5, np.array([TRAIN] * 10 + [FUSION] * 2), tmp_path


def test_a_resumed_training_ends_where_an_uninterrupted_one_does(prepared, monkeypatch):
    pictures, truth, parts, folder = prepared

    class Interrupted(Exception):
        pass

    def stop_in_second_epoch(progress, peak):
        if progress >= 0.75:
            raise Interrupted
        return one_cycle(progress, peak)

    one_cycle = train_image.one_cycle
    whole = train_image.train(pictures, truth, parts, folder / "whole.pt", 4, 1, "cpu", batch=4)
    monkeypatch.setattr(train_image, "one_cycle", stop_in_second_epoch)
    with pytest.raises(Interrupted):
        train_image.train(pictures, truth, parts, folder / "cut.pt", 4, 1, "cpu", batch=4)
    monkeypatch.setattr(train_image, "one_cycle", one_cycle)
    resumed = train_image.train(pictures, truth, parts, folder / "cut.pt", 4, 1, "cpu", batch=4)

    for name, value in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0)


def test_exclusive_groups_part_shelves_from_gender():
    truth = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]] * 20, bool)

    groups = train_fusion.exclusive_groups(truth, np.full(4, -1), np.zeros(4, bool))

    assert groups == [{"labels": [0, 1], "required": True}, {"labels": [2, 3], "required": True}]


def test_temperature_cools_what_is_too_sure():
    random = np.random.default_rng(0)
    logits = random.normal(size=(4000, 3)).astype(np.float32)
    truth = random.random(logits.shape) < 1 / (1 + np.exp(-logits))

    assert train_fusion.fit_temperature(3 * logits, truth) == pytest.approx(3, rel=0.1)


def test_a_group_is_required_where_no_listing_ends_at_its_parent():
    truth = np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0]] * 20, bool)

    never_an_end, an_end = (train_fusion.exclusive_groups(truth, np.array([-1, 0, 0]), np.array([ends, True, True]))
                            for ends in (False, True))

    assert {"labels": [1, 2], "required": True} in never_an_end
    assert {"labels": [1, 2], "required": False} in an_end


def test_a_dead_end_is_as_good_as_never_emitted():
    labels = [{"shelf": False}, {"shelf": False}, {"shelf": True}]

    found = train_fusion.emission_thresholds(labels, np.array([-1, 0, 0]), 0.5)

    assert [label["emit"] for label in found] == [0.5, train_fusion.DEAD_END_EMISSION, 0.5]
