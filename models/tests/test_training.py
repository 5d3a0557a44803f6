# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""One step of each network, and what an interrupted training comes to."""

import numpy as np
import pytest
import torch
from torch import nn

import train_image
import train_text
from nets import PictureNet, TextCnn
from split import FUSION, TRAIN


def moved(model, step):
    before = [parameter.detach().clone() for parameter in model.parameters()]
    loss = step()
    return np.isfinite(loss) and any((old != new).any() for old, new in zip(before, model.parameters()))


def test_a_step_moves_the_text_network():
    model = TextCnn(20, 5, embedding=8, filters=6, hidden=7)
    optimizer = torch.optim.AdamW(model.parameters())
    padded, truth = torch.randint(0, 20, (4, 9)), torch.rand(4, 5).round()

    assert moved(model, lambda: train_text.train_step(model, optimizer, padded, truth))


def test_a_step_moves_the_picture_network_on_two_replicas():
    model = PictureNet(5)
    optimizer = torch.optim.AdamW(model.parameters())
    replicas = train_image.Replicas(model, 2)
    images, truth = torch.rand(4, 3, 40, 30) * 255, torch.rand(4, 5).round()

    assert moved(model, lambda: train_image.train_step(replicas, optimizer, images, truth))


def test_padding_changes_no_score():
    model = TextCnn(50, 5).eval()
    words = torch.randint(1, 50, (1, 7))
    padded = torch.cat([words, torch.zeros(1, 30, dtype=torch.long)], dim=1)

    with torch.inference_mode():
        difference = (model(words) - model(padded)).abs().max().item()

    assert difference <= 1e-5


def test_augmented_pictures_have_the_size_asked_for_and_stay_in_range():
    images = torch.randint(0, 256, (6, 3, 80, 60), dtype=torch.uint8)

    found = train_image.augment(images, (64, 48), torch.Generator().manual_seed(0))

    assert found.shape == (6, 3, 64, 48)
    assert 0 <= found.min() and found.max() <= 255


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
