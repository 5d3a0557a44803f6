# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What a kind of base model must offer, and which kinds there are.

A model is named READS.FAMILY, as in `title.cnn`, `text.tfidf` or `image.resnet18`. A new kind is a `Family` in one of the modules
that MODULES names. Training, comparison, fusion and export know no kind by name.
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from data.bad_input import BadInput
from data.work import Work

MODULES = ("base.text_linear", "base.text_forest", "base.text_bags", "base.text_networks", "base.image_networks")
SIZES = ("small", "full")


@dataclass(frozen=True)
class Task:
    """One training: a model that reads `reads`, on the listings `rows`."""

    work: Work
    reads: str
    rows: np.ndarray  # int64, the listings to learn from
    watched: np.ndarray  # int64, unseen listings for the learning curve; may be empty
    checkpoint: Path  # a folder of its own, for checkpoints; kept until the training is done
    name: str  # for the progress bar
    seed: int = 1
    size: str = "full"  # "small": a quick run that shows that everything works
    threads: int = 2
    options: dict | None = None  # of the family, by name; see its documentation


class Model(Protocol):
    """A trained base model."""

    parameters: int  # learned numbers
    curve: list  # [{"epoch", "loss", "micro_f1", "seconds" since the beginning}], empty where there are no epochs
    notes: dict  # whatever else is worth knowing; optional

    def logits(self, rows):
        """float32 [len(rows),L]: log odds of each label; nan where the listing has nothing that the model can read."""

    def features(self, rows):
        """float32 [len(rows),F]: what the last layer sees; None if the kind has no such vector."""

    def save(self, folder):
        """Writes everything that `Family.load` needs into the folder."""

    def graph(self, temperature, with_features=False):
        """The ONNX graph, bytes.

        Input `tokens` int64 [N,T], 0 where padded, or `images` uint8 [N,3,h,w]. Output `scores` float32 [N,L] = sigmoid(logits /
        temperature) and, with `with_features`, `features` float32 [N,F]. Neither padding nor the rest of the batch changes a score
        by more than 1e-5.
        """

    def files(self):
        """Other files of the bundle by their suffix: {"tokenizer.json": bytes} or {"prepare.onnx": bytes}."""

    def inputs(self, rows):
        """What the graph is fed: token ids int64 [n] of each row, or prepared pictures uint8 [3,h,w]."""

    def modality(self):
        """The entries of bundle.json that depend on the kind: {"kind": "text", "max_tokens", "unknown_token"} or
        {"kind": "image", "height", "width"}.
        """


@dataclass(frozen=True)
class Family:
    """A kind of base model: its name, what it can read, and how one is trained and loaded."""

    name: str
    what: str  # a row of the table: the method and its paper
    reads: tuple[str, ...]
    fit: Callable[[Task], Model]
    load: Callable[[Work, str, Path], Model]  # (work, reads, folder that `save` wrote)


def chosen_options(task, defaults):
    """The task's options over the defaults; BadInput if one is unknown."""
    unknown = (task.options or {}).keys() - defaults.keys()
    if unknown:
        raise BadInput(f"{task.name}: knows no option {', '.join(sorted(unknown))}; there are {', '.join(sorted(defaults))}")
    return defaults | (task.options or {})


def all_families():
    """{name: Family}"""
    return {family.name: family for module in MODULES for family in importlib.import_module(module).FAMILIES}


def parse(name):
    """(reads, Family) of a model's name; BadInput, with all names there are, if it is none."""
    reads, _, family = name.partition(".")
    found = all_families()
    if family not in found or reads not in found[family].reads:
        legal = " ".join(f"{reads}.{one.name}" for one in found.values() for reads in one.reads)
        raise BadInput(f"{name}: no such model; there are {legal}")
    return reads, found[family]
