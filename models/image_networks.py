# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Image models: residual networks (He et al., CVPR 2016), from scratch or fine-tuned from a file of weights.

Trained on the pictures that prepare.py made; the first two thirds of the epochs see them smaller, which is cheaper. Where a
listing has a second picture, that one is taken half of the time. A checkpoint is written after every epoch; an interrupted
training goes on from there. A GPU is used where there is one.

Options (of `train.py --options`): `weights`, a local file with a state dictionary of torchvision's ResNet, as those trained
on ImageNet; `trainable_layers`, how many of its last layers are trained, all by default (a layer is a convolution, a normalisation or
a linear map; the paper trains the last 40, Zahavy et al. arXiv 1611.09534); `epochs`.
"""

import argparse
import copy
import math
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

from decoding import micro_f1
from nets import PictureNet
from split import FUSION, TRAIN

SEED = 1
BATCH = 128
WATCHED = 512  # unseen listings scored after each epoch, to see that it learns
PEAK_RATE = 1.5e-3
WEIGHT_DECAY = 0.05
SMALL_SIZE, FULL_SIZE = (64, 48), (80, 60)


class Pictures:
    """The prepared pictures of some listings; draws the larger one half of the time where there is one."""

    def __init__(self, work):
        self.small = np.load(work / "small.npy", mmap_mode="r")
        self.large = np.load(work / "large.npy", mmap_mode="r")
        self.large_row = np.load(work / "large_row.npy")

    def draw(self, rows, random):
        batch = self.small[rows]
        take = np.flatnonzero((self.large_row[rows] >= 0) & (random.random(len(rows)) < 0.5))
        batch[take] = self.large[self.large_row[rows[take]]]
        return torch.from_numpy(batch)

    def plain(self, rows):
        return torch.from_numpy(self.small[rows])


def augment(images, size, generator):
    """Random flip, shift, zoom, stretch and brightness: uint8 [N,3,h,w] to float [N,3,*size]."""
    count = len(images)

    def uniform(low, high):
        return (low + (high - low) * torch.rand(count, generator=generator)).to(images.device)

    zoom = uniform(0.82, 1.08)
    stretch = uniform(0.94, 1.06)
    flip = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    angle = uniform(-0.10, 0.10)
    grid = torch.zeros(count, 2, 3, device=images.device)
    grid[:, 0, 0] = flip * zoom * stretch * angle.cos()
    grid[:, 0, 1] = -angle.sin()
    grid[:, 1, 0] = flip * angle.sin()
    grid[:, 1, 1] = zoom / stretch * angle.cos()
    grid[:, :, 2] = torch.stack([uniform(-0.1, 0.1), uniform(-0.1, 0.1)], dim=1)
    places = functional.affine_grid(grid, [count, 3, *size], align_corners=False)
    moved = functional.grid_sample(images.float(), places, padding_mode="border", align_corners=False)
    return (moved * uniform(0.9, 1.1).view(-1, 1, 1, 1)).clamp(0, 255)


def one_cycle(progress, peak, warm=0.2):
    """Learning rate at progress 0..1 of the training: a linear rise, then a cosine fall to nothing."""
    if progress < warm:
        return peak * (0.04 + 0.96 * progress / warm)
    return peak * 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm)))


class Replicas:
    """Copies of a model that share its weights; each works on its slice of a batch, in a thread of its own on one core.

    Threads that wait for one another in every layer lose most of their time on a machine with other work; these wait once a step.
    """

    def __init__(self, model, count):
        self.models = [model] + [copy.deepcopy(model) for _ in range(count - 1)]
        for replica in self.models[1:]:
            for own, shared in zip(replica.parameters(), model.parameters()):
                own.data = shared.data
        self._threads = ThreadPoolExecutor(count)

    def backward(self, images, truth):
        """Adds the gradient of the mean loss over the whole batch to the first model; returns the loss."""
        slices = zip(self.models, images.chunk(len(self.models)), truth.chunk(len(self.models)))
        losses = list(self._threads.map(lambda work: self._backward(*work, len(truth)), slices))
        for replica in self.models[1:]:
            for own, shared in zip(replica.parameters(), self.models[0].parameters()):
                shared.grad.add_(own.grad)
                own.grad = None
        return sum(losses)

    @staticmethod
    def _backward(model, images, truth, batch):
        model.train()
        with torch.autocast(images.device.type, torch.bfloat16):
            logits = model(images.contiguous(memory_format=torch.channels_last))
        loss = functional.binary_cross_entropy_with_logits(logits.float(), truth, reduction="sum") / batch
        loss.backward()
        return loss.item()


def train_step(replicas, optimizer, images, truth):
    optimizer.zero_grad(set_to_none=True)
    loss = replicas.backward(images, truth)
    torch.nn.utils.clip_grad_norm_(replicas.models[0].parameters(), 5.0)
    optimizer.step()
    return loss


@torch.inference_mode()
def logits_of(model, pictures, rows, device, batch=256):
    model.eval()
    found = [model(pictures.plain(rows[start:start + batch]).to(device).contiguous(memory_format=torch.channels_last))
             for start in tqdm(range(0, len(rows), batch), desc="score", leave=False)]
    return torch.cat(found).float().cpu().numpy()


def decayed_apart(model):
    """Weight decay for the weights, none for biases and normalisation."""
    weights = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in model.parameters() if parameter.ndim <= 1]
    return [{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]


def train(pictures, truth, rows, watched, checkpoint, trunk, epochs, small_epochs, device, replicas=1, batch=BATCH):
    """Trains to the last epoch, from the checkpoint where there is one; returns the model."""
    torch.manual_seed(SEED)
    model = PictureNet(truth.shape[1], trunk).to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(decayed_apart(model), lr=PEAK_RATE)
    first, curve = 0, []
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first, curve = state["epoch"], state["curve"]
    workers = Replicas(model, replicas)
    for epoch in range(first, epochs):
        started = time.monotonic()
        random = np.random.default_rng([SEED, epoch])
        generator = torch.Generator().manual_seed(SEED + epoch)
        order = random.permutation(rows)
        steps = max(1, len(order) // batch)
        size = SMALL_SIZE if epoch < small_epochs else FULL_SIZE
        losses = []
        for step in tqdm(range(steps), desc=f"epoch {epoch + 1}/{epochs}", mininterval=10):
            for group in optimizer.param_groups:
                group["lr"] = one_cycle((epoch + step / steps) / epochs, PEAK_RATE)
            chosen = order[step * batch:(step + 1) * batch]
            images = augment(pictures.draw(chosen, random).to(device), size, generator)
            losses.append(train_step(workers, optimizer, images, torch.from_numpy(truth[chosen]).float().to(device)))
        figure = micro_f1(logits_of(model, pictures, watched, device) > 0, truth[watched]) if len(watched) else None
        curve.append({"epoch": epoch + 1, "loss": float(np.mean(losses)), "micro_f1": figure, "seconds": time.monotonic() - started})
        partial = checkpoint.with_suffix(".partial")
        torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1, "curve": curve}, partial)
        partial.replace(checkpoint)
        print(curve[-1], flush=True)
    return model


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--trunk", default="resnet18")
    arguments.add_argument("--epochs", type=int, default=9)
    arguments.add_argument("--small-epochs", type=int, default=6)
    arguments.add_argument("--folds", type=int, default=3)
    arguments.add_argument("--threads", type=int, default=2)
    given = arguments.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    replicas = given.threads if device == "cpu" else 1
    torch.set_num_threads(1)

    pictures, parts, groups = Pictures(given.work), np.load(given.work / "parts.npy"), np.load(given.work / "groups.npy")
    truth = np.load(given.work / "truth.npy")
    folder = given.work / "models" / f"image.{given.trunk}"
    folder.mkdir(parents=True, exist_ok=True)
    watched = np.flatnonzero(parts == FUSION)[:WATCHED]
    training = np.flatnonzero(parts == TRAIN)
    def fitted(rows, name):
        return train(pictures, truth, rows, watched, folder / name, given.trunk, given.epochs, given.small_epochs, device, replicas)
    logits = np.full(truth.shape, np.nan, np.float32)
    unseen = np.flatnonzero(parts != TRAIN)
    model = fitted(training, "checkpoint.pt")
    logits[unseen] = logits_of(model, pictures, unseen, device)
    np.save(folder / "logits.npy", logits)
    for fold in range(given.folds):
        inside = groups[training] % given.folds == fold
        model = fitted(training[~inside], f"fold{fold}.pt")
        logits[training[inside]] = logits_of(model, pictures, training[inside], device)
        np.save(folder / "logits.npy", logits)


if __name__ == "__main__":
    main()
