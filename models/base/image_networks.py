# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Image models: residual networks (He et al., CVPR 2016), trained from scratch or fine-tuned from a file of weights.

They learn from the pictures that prepare.py made. If a listing has a second picture, that one is taken half of the time. Smaller
pictures in the first epochs would be cheaper and cost accuracy: what is learned at one size does not carry over. A checkpoint is
written after every epoch, and an interrupted training goes on from it. A GPU is used if there is one.

Options (`--option image.resnet18:NAME=VALUE`):
    weights           a local file with a state dictionary of torchvision's ResNet, as those trained on ImageNet
    trainable_layers  how many of the last layers are trained, all by default; a layer is a convolution, a normalisation or a linear
                      map. The paper trains the last 40 (Wirojwatanakul and Wangperawong, arXiv 1907.00420)
    epochs            passes over the training pictures
    bundle            a folder whose image model is taken as it is; nothing is trained
    seconds           with `bundle`: how long its training took
"""

import copy
import dataclasses
import functools
import json
import math
import pickle
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

from base import quantization
from base.families import Family, chosen_options
from base.graphs import session
from base.nets import PictureNet
from base.picture import prepare_graph
from base.schedule import one_cycle
from data.bad_input import BadInput
from data.labels import micro_f1

BATCHES = {4000: 128, 0: 32}  # pictures: batch
FEWEST_STEPS, MOST_EPOCHS = 600, 40  # a small catalogue is passed more often
PEAK_RATE = 1.5e-3
WEIGHT_DECAY = 0.05
SIZE = (80, 60)
OPTIONS = ("weights", "trainable_layers", "epochs", "bundle", "seconds")
EPOCHS = {"full": 6, "small": 2}
IMAGENET_MEAN, IMAGENET_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class Pictures:
    """The prepared pictures of some listings; half of the time the larger one is drawn, if a listing has one."""

    def __init__(self, work):
        self.small = np.load(work / "small.npy", mmap_mode="r")
        self.large = np.load(work / "large.npy", mmap_mode="r")
        self.large_row = np.load(work / "large_row.npy")
        self.has = np.load(work / "has_picture.npy")

    def draw(self, rows, random):
        """uint8 [len(rows),3,h,w]: half of the time the larger picture of a listing that has one."""
        batch = self.small[rows]
        take = np.flatnonzero((self.large_row[rows] >= 0) & (random.random(len(rows)) < 0.5))
        batch[take] = self.large[self.large_row[rows[take]]]
        return torch.from_numpy(batch)

    def plain(self, rows):
        """uint8 [len(rows),3,h,w]: the pictures as they are served."""
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


class Replicas:
    """Copies of a model that share its weights; each works on its slice of a batch, in a thread of its own on one core.

    Threads that wait for one another in every layer lose most of their time on a machine with other work; these wait once a step.
    """

    def __init__(self, model, count):
        self.models = [model] + [copy.deepcopy(model) for _ in range(count - 1)]
        for replica in self.models[1:]:
            for own, shared in zip(replica.parameters(), model.parameters(), strict=True):
                own.data = shared.data
        self._threads = ThreadPoolExecutor(count)

    def backward(self, images, truth):
        """Adds the gradient of the mean loss over the whole batch to the first model; returns the loss."""
        parts = len(self.models)
        run = functools.partial(self._backward, batch=len(truth))
        losses = list(self._threads.map(run, self.models, images.chunk(parts), truth.chunk(parts)))  # few pictures make fewer parts
        for replica in self.models[1:]:
            for own, shared in zip(replica.parameters(), self.models[0].parameters(), strict=True):
                if own.grad is not None:  # a frozen layer has none
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
    """One step over a batch; returns its loss."""
    optimizer.zero_grad(set_to_none=True)
    loss = replicas.backward(images, truth)
    torch.nn.utils.clip_grad_norm_(replicas.models[0].parameters(), 5.0)
    optimizer.step()
    return loss


@torch.inference_mode()
def logits_of(model, pictures, rows, device, batch=256):
    """float32 [len(rows),L]: log odds that the network gives the pictures."""
    model.eval()
    found = [
        model(pictures.plain(rows[start : start + batch]).to(device).contiguous(memory_format=torch.channels_last))
        for start in tqdm(range(0, len(rows), batch), desc="score", leave=False)
    ]
    return torch.cat(found).float().cpu().numpy()


def decayed_apart(model):
    """Weight decay for the weights, none for biases and normalisation."""
    weights = [parameter for parameter in model.parameters() if parameter.ndim > 1]
    others = [parameter for parameter in model.parameters() if parameter.ndim <= 1]
    return [{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]


def paced(pictures, size):
    """(batch, epochs) for so many training pictures."""
    batch = next(batch for fewest, batch in BATCHES.items() if pictures >= fewest)
    enough = min(MOST_EPOCHS, math.ceil(FEWEST_STEPS * batch / max(1, pictures)))
    return batch, max(EPOCHS[size], enough) if size == "full" else EPOCHS[size]


def train(net, pictures, truth, task, batch, epochs, device):
    """Trains to the last epoch, from the checkpoint if there is one; returns the learning curve."""
    torch.manual_seed(task.seed)
    net.to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(decayed_apart(net), lr=PEAK_RATE)
    checkpoint, first, curve = task.checkpoint / "state.pt", 0, []
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device, weights_only=True)
        net.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        first, curve = state["epoch"], state["curve"]
    workers = Replicas(net, task.threads if device == "cpu" else 1)
    for epoch in range(first, epochs):
        started = time.monotonic()
        random = np.random.default_rng([task.seed, epoch])
        generator = torch.Generator().manual_seed(task.seed + epoch)
        order = random.permutation(task.rows)
        steps = max(1, len(order) // batch)
        losses = []
        for step in tqdm(range(steps), desc=f"{task.name} epoch {epoch + 1}/{epochs}", mininterval=10):
            for group in optimizer.param_groups:
                group["lr"] = one_cycle((epoch + step / steps) / epochs, PEAK_RATE)
            chosen = order[step * batch : (step + 1) * batch]
            images = augment(pictures.draw(chosen, random).to(device), SIZE, generator)
            losses.append(train_step(workers, optimizer, images, torch.from_numpy(truth[chosen]).float().to(device)))
        watched = task.watched
        figure = micro_f1(logits_of(net, pictures, watched, device) > 0, truth[watched]) if len(watched) else None
        before = curve[-1]["seconds"] if curve else 0.0
        curve.append(
            {
                "epoch": epoch + 1,
                "loss": float(np.mean(losses)),
                "micro_f1": figure,
                "seconds": round(before + time.monotonic() - started, 1),
            }
        )
        partial = checkpoint.with_suffix(".partial")
        torch.save({"model": net.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1, "curve": curve}, partial)
        partial.replace(checkpoint)
    return curve


def load_weights(net, path):
    """Copies torchvision's weights into the trunk; the output layer, which knows other labels, is left as it is.

    BadInput if the file is no state dictionary, or one of another network.
    """
    try:
        weights = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, EOFError, KeyError, RuntimeError, ValueError, pickle.UnpicklingError) as error:
        raise BadInput(
            f"{path}: cannot be read as a PyTorch state dictionary ({error}); give a file of torchvision's weights"
        ) from error
    weights = {name: value for name, value in weights.items() if not name.startswith("fc.")}
    try:
        missing, unexpected = net.trunk.load_state_dict(weights, strict=False)
    except RuntimeError as error:
        raise BadInput(
            f"{path}: holds the weights of another network ({error}); give those of the ResNet that is trained"
        ) from error
    if unexpected or {name for name in missing if not name.startswith("fc.")}:
        raise BadInput(
            f"{path}: holds the weights of another network (lacks {missing[:3]}, has {unexpected[:3]} too many); "
            "give those of the ResNet that is trained"
        )


def freeze(net, trainable_layers):
    """Leaves only the last layers to be trained; frozen normalisations keep their statistics."""
    layers = [module for module in net.trunk.modules() if next(module.parameters(recurse=False), None) is not None]
    for layer in layers[:-trainable_layers]:
        layer.requires_grad_(False)
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.eval()
            # a frozen layer, which `net.train()` shall not wake
            layer.train = functools.partial(_unchanged, layer)  # type: ignore[method-assign]  # of this one object alone


def _unchanged(layer, mode=True):
    return layer


class TrainedPicture:
    """A network in PyTorch, as it comes out of the training."""

    def __init__(self, net, task, curve):
        self._net, self._task, self.curve = net.cpu().eval(), task, curve
        self._pictures = Pictures(task.work.folder)

    @property
    def parameters(self):
        return sum(parameter.numel() for parameter in self._net.parameters())

    def logits(self, rows):
        return with_pictures(self._pictures, rows, lambda known: logits_of(self._net, self._pictures, known, "cpu"))

    def save(self, folder):
        """Quantises; what is saved, loaded and measured from here on is the int8 graph that will serve."""
        rows = self._task.rows[self._pictures.has[self._task.rows]]
        graph, loss = quantization.quantized(
            self._net, self._pictures.small, rows, self._task.watched, self._task.work.truth, self._task.threads
        )
        (folder / "logits.onnx").write_bytes(graph)
        (folder / "about.json").write_text(json.dumps({"parameters": self.parameters, "curve": self.curve, "notes": loss}))


class PictureModel:
    """An int8 graph from `images` uint8 [N,3,80,60] to `logits` float32 [N,L] and `features` float32 [N,F]."""

    def __init__(self, work, graph, about):
        self._graph, self._pictures = graph, Pictures(work.folder)
        self.parameters, self.curve, self.notes = about["parameters"], about["curve"], about["notes"]

    def logits(self, rows):
        return self._run(rows, "logits")

    def features(self, rows):
        return self._run(rows, "features")

    def _run(self, rows, output, batch=64):
        runs = session(self._graph, 2)
        return with_pictures(
            self._pictures,
            rows,
            lambda known: np.concatenate(
                [
                    runs.run([output], {"images": self._pictures.small[known[start : start + batch]]})[0]
                    for start in tqdm(range(0, len(known), batch), desc=f"{output} of pictures", mininterval=10)
                ]
            ),
        )

    def graph(self, temperature, with_features=False):
        return quantization.scored(self._graph, temperature, with_features)

    def files(self):
        return {"prepare.onnx": prepare_graph(*SIZE).SerializeToString()}

    def inputs(self, rows):
        return [self._pictures.small[row] for row in rows]

    def modality(self):
        return {"kind": "image", "height": SIZE[0], "width": SIZE[1]}


def with_pictures(pictures, rows, compute):
    """float32 [len(rows),...]: what `compute` makes of the rows with a picture, nan for the others. BadInput if none has one."""
    rows = np.asarray(rows)
    known = pictures.has[rows]
    if not known.any():
        raise BadInput(
            "none of {len(rows)} listings has a picture that could be decoded; run prepare.py with the --images of this catalogue"
        )
    computed = compute(rows[known])
    found = np.full((len(rows), *computed.shape[1:]), np.nan, np.float32)
    found[known] = computed
    return found


def fit(task, trunk):
    """Trains a ResNet, or takes one from a bundle. BadInput if the work folder has no pictures."""
    options = chosen_options(task, dict.fromkeys(OPTIONS))
    options = {name: value for name, value in options.items() if value is not None}
    if not task.work.has_pictures:
        raise BadInput(f"{task.name}: the work folder has no pictures; run prepare.py with --images")
    if "bundle" in options:
        return quantization.Reused(options["bundle"], task.work, options.get("seconds"))
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(task.seed)
    net = PictureNet(task.work.truth.shape[1], trunk)
    if "weights" in options:
        load_weights(net, options["weights"])
        net.normalize(IMAGENET_MEAN, IMAGENET_DEVIATION)
    if "trainable_layers" in options:
        freeze(net, int(options["trainable_layers"]))
    pictures = Pictures(task.work.folder)
    task = dataclasses.replace(task, rows=task.rows[pictures.has[task.rows]], watched=task.watched[pictures.has[task.watched]])
    batch, epochs = paced(len(task.rows), task.size)
    curve = train(net, pictures, task.work.truth, task, batch, int(options.get("epochs", epochs)), device)
    return TrainedPicture(net, task, curve)


def load(work, reads, folder):
    return PictureModel(work, (folder / "logits.onnx").read_bytes(), json.loads((folder / "about.json").read_text()))


FAMILIES = [
    Family(
        trunk, f"{title} (He et al. 2016), {SIZE[0]}x{SIZE[1]} pixels, int8", ("image",), functools.partial(fit, trunk=trunk), load
    )
    for trunk, title in (("resnet18", "ResNet-18"), ("resnet50", "ResNet-50"))
]
