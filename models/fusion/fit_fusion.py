# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Fits one fusion of the base models of a `Stack`.

    fusion = fit("paths", stack)                     # KINDS names the kinds; `options` are those of the module in `fusions`
    fusion.scores(scores, present, features)         # float32 [N,L]
    fusion.graph()                                   # bytes, an ONNX graph that was compared with PyTorch
    fusion.parameters, fusion.seconds, fusion.held_out_f1, fusion.notes

A fusion learns from the rows `train`, scored out of fold, and `fusion`, which no base model has seen; never from another part. Its
scores of the rows it learned from are too good to calibrate by. So it is fitted FOLDS times more, each time without a third of the
twin groups, whose rows it then scores. Temperatures, emission thresholds and the choice between kinds stand on these scores
(`fusion.held_out`, only rows of `fusion`, as the base models score them when they serve). That takes a minute or two on one core;
`several` takes four times that. Compare kinds through the decoder, each with its own emission threshold:
train_fusion.Fitted.held_out_f1.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from base.graphs import require_close, session
from base.tracing import traced
from data.bad_input import BadInput
from data.labels import micro_f1
from deciding import calibration
from fusion import fusions, ridge
from fusion.ridge import subsets_of

SEED = 1
FOLDS = 3
BATCH = 256
CLOSE = 2e-5
SIZES = {"small": 2, "full": 10}  # epochs
STEPS_AN_EPOCH = 50  # at least, where little is learned from: then an epoch goes over it several times


@dataclass
class Stack:
    """What base models say of the N listings."""

    names: list  # M base models, in the order of all arrays
    scores: np.ndarray  # float32 [N,M,L], 0..1, zero where a model has nothing to read
    present: np.ndarray  # float32 [N,M], 1 or 0
    truth: np.ndarray  # bool [N,L]
    groups: np.ndarray  # int64 [N], twin group
    train: np.ndarray  # int64, rows scored out of fold
    fusion: np.ndarray  # int64, rows that no base model has seen
    parents: np.ndarray  # int64 [L], -1 for a root
    exclusive: list  # lists of labels of which a listing has one at most, see deciding.groups
    features: list | None = None  # M of float32 [N,F] or None

    @property
    def labels(self):
        return self.truth.shape[1]

    @property
    def rows(self):
        """int64: the rows to learn from, `train` if any model reads them, and `fusion`."""
        return np.concatenate([self.train[self.present[self.train].any(axis=1)], self.fusion])

    def weights(self, rows):
        """float64: a row of `fusion` weighs as much as makes the part weigh half as much as `train`, and at least 1.

        Only `fusion` has the scores of the models that will serve.
        """
        ratio = len(self.rows) / max(1, len(self.fusion)) - 1
        return np.where(np.isin(rows, self.fusion), max(1.0, ratio / 2), 1.0)

    def folds(self, rows, seed=SEED, folds=FOLDS):
        """int64: the fold of each row, 0..folds-1; whole twin groups, and not the folds of the base models."""
        found, inverse = np.unique(self.groups[rows], return_inverse=True)
        return np.random.default_rng(seed).permutation(len(found))[inverse] % folds

    def features_of(self, rows):
        """The features of these rows, one tensor a base model, None for one without."""
        return (
            None
            if self.features is None
            else [None if one is None else torch.from_numpy(one[rows].astype(np.float32)) for one in self.features]
        )


@dataclass(frozen=True)
class Kind:
    """A kind of fusion: how one is made, and with which settings it learns."""

    what: str
    make: Callable | None  # (stack, options) -> fusions.Fusing; None for `ridge`, which is solved
    learns: bool = True  # by gradient descent
    rate: float = 3e-3
    slower: float = 0.1  # the correcting layers correct little and slowly
    weight_decay: float = 0.02
    epochs: float = 1.0  # times SIZES
    rows: str = "both"  # "fusion": only these; for what the base models' own training listings would mislead
    needs: int = 1  # base models at least
    space: dict = field(default_factory=dict)  # option: values that `search` draws from


def _pair(stack, options):
    pair = options.get("pair", stack.names[:2])
    unknown = [name for name in pair if name not in stack.names]
    if len(pair) != 2 or unknown:
        raise BadInput(f"pair {pair}: is not a pair of these base models; name two of {stack.names}")
    return fusions.Pair(
        stack.labels,
        [stack.names.index(name) for name in pair],
        **{name: value for name, value in options.items() if name != "pair"},
    )


def _early(stack, options):
    if stack.features is None or all(one is None for one in stack.features):
        raise BadInput(f"early fusion: none of {stack.names} has a features.npy; fuse a network with them, or choose another kind")
    means, deviations = [], []
    for index, found in enumerate(stack.features):
        known = stack.fusion[stack.present[stack.fusion, index] > 0]
        means.append(None if found is None else found[known].astype(np.float64).mean(axis=0))
        deviations.append(None if found is None else found[known].astype(np.float64).std(axis=0) + 1e-2)
    return fusions.Early(stack.labels, means, deviations, **options)


def _several(stack, options):
    """Members of different beginnings: half of them paths, half evidence."""
    size = (stack.labels, len(stack.names))
    return fusions.Several(
        [
            fusions.Paths(*size, stack.parents, stack.exclusive, **options)
            if index % 2 == 0
            else fusions.Evidence(*size, **options)
            for index in range(4)
        ]
    )


KINDS = {
    "max": Kind("largest score", lambda stack, options: fusions.Largest(), learns=False),
    "min": Kind("least score", lambda stack, options: fusions.Smallest(), learns=False),
    "mean": Kind("mean score", lambda stack, options: fusions.Mean(), learns=False),
    "ridge": Kind("ridge regression for each subset, penalty by validation", None, learns=False),
    "pair": Kind("bi-modal network (200, 150, labels)", _pair, slower=1.0, rate=2e-3, weight_decay=0.01, epochs=1.5, needs=2),
    "policy": Kind(
        "policy network (sigmoid, tanh, sigmoid), searched",
        lambda stack, options: fusions.Network(stack.labels, len(stack.names), **options),
        slower=1.0,
        rate=2e-3,
        weight_decay=0.01,
        epochs=1.5,
        space={
            "layers": [(100,), (200,), (300,), (100, 100), (200, 150), (300, 200), (200, 150, 100)],
            "activations": ["sigmoid", "tanh", "relu"],
            "sees": ["scores", "odds"],
            "dropout": [0.1, 0.3],
        },
    ),
    "top3": Kind(
        "policy over the top-3 probabilities (Zahavy et al. 2016)",
        lambda stack, options: fusions.TopThree(stack.labels, len(stack.names), **options),
        slower=1.0,
    ),
    "early": Kind(
        "early fusion of penultimate vectors", _early, slower=1.0, rate=1e-3, weight_decay=0.1, epochs=2.0, rows="fusion"
    ),
    "evidence": Kind(
        "weighted log odds and a correction", lambda stack, options: fusions.Evidence(stack.labels, len(stack.names), **options)
    ),
    "paths": Kind(
        "weighted log odds and a correction, then one choice at each fork",
        lambda stack, options: fusions.Paths(stack.labels, len(stack.names), stack.parents, stack.exclusive, **options),
    ),
    "several": Kind("two of `paths` and two of `evidence`, mean log odds", _several),
}


@dataclass
class Fusion:
    """A fitted fusion of the base models `names`."""

    kind: str
    names: list
    network: nn.Module
    temperatures: np.ndarray  # float32 [2^M], 1 for the empty subset
    held_out: np.ndarray | None = None  # float32 [len(stack.fusion),L], scores of listings that it was not fitted on
    held_out_f1: float = 0.0  # micro-F1 of these at 0.5
    seconds: float = 0.0
    notes: dict = field(default_factory=dict)
    widths: list | None = None  # F of each base model with features that are read, None for the others

    @property
    def parameters(self):
        """Learned numbers."""
        learned = sum(parameter.numel() for parameter in self.network.parameters())
        return learned + (self.network.weights.numel() if isinstance(self.network, fusions.Ridge) else 0)

    @property
    def reads_features(self):
        """The base models whose features the fusion reads."""
        return [name for name, width in zip(self.names, self.widths or [None] * len(self.names), strict=True) if width]

    def scores(self, scores, present, features=None):
        """float32 [N,L], zero if nothing is present; `features` as in `fusions`."""
        found = logits_of(self.network, scores, present, features) / self.temperatures[_bits(present)][:, None]
        return (1 / (1 + np.exp(-found)) * present.any(axis=1, keepdims=True)).astype(np.float32)

    def graph(self):
        """The ONNX graph, bytes.

        For each base model an input `NAME` float32 [N,L]; `present` float32 [N,M]; for those in `reads_features` `NAME.features`
        float32 [N,F]. Output `scores` float32 [N,L]. Raises graphs.GraphsDiffer if it does not compute what the network does.
        """
        served = Served(self.network, self.temperatures, self.widths or [None] * len(self.names)).eval()
        graph = traced(served, _sample_inputs(self, 3), ["scores"], fold_constants=False)
        _require_equal(graph, served, self)
        return graph


class Served(nn.Module):
    """A fusion as it is served: an argument a base model, `present`, and the features; the temperature of the subset; sigmoid."""

    temperatures: torch.Tensor

    def __init__(self, network, temperatures, widths):
        super().__init__()
        self.network, self.widths = network, widths
        self.register_buffer("temperatures", torch.as_tensor(temperatures, dtype=torch.float32).reshape(-1, 1))

    def forward(self, *inputs):
        count = len(self.widths)
        present, features = inputs[count], list(inputs[count + 1 :])
        scores = torch.stack(inputs[:count], dim=1) * present.unsqueeze(2)
        seen = [features.pop(0) if width else None for width in self.widths]
        logits = self.network(scores, present, seen)
        return torch.sigmoid(logits / self.temperatures[fusions.subset_index(present)])


def _sample_inputs(fusion, count, seed=0):
    """Scores of every subset of the base models in turn."""
    random = np.random.default_rng(seed)
    subsets = [mask for _, mask in subsets_of(len(fusion.names))]
    present = np.stack([subsets[-1 - row % len(subsets)] for row in range(count)])
    labels = fusion.notes["labels"]
    inputs = {
        name: (random.random((count, labels)) ** 4 * present[:, [index]]).astype(np.float32)
        for index, name in enumerate(fusion.names)
    } | {"present": present}
    for index, name in enumerate(fusion.names):
        if fusion.widths and fusion.widths[index]:
            vectors = random.normal(size=(count, fusion.widths[index])) * present[:, [index]]
            inputs[f"{name}.features"] = vectors.astype(np.float32)
    return inputs


def _require_equal(graph, served, fusion):
    runs = session(graph)
    inputs = _sample_inputs(fusion, 2 ** len(fusion.names) + 5, seed=1)
    with torch.inference_mode():
        trained = served(*map(torch.from_numpy, inputs.values())).numpy()
    kept = {one.name for one in runs.get_inputs()}  # the exporter drops what a pair among more models does not read
    inputs = {name: value for name, value in inputs.items() if name in kept}
    require_close(f"{fusion.kind} against PyTorch", runs.run(["scores"], inputs)[0], trained, CLOSE)
    alone = np.concatenate(
        [runs.run(["scores"], {name: value[[row]] for name, value in inputs.items()})[0] for row in range(len(trained))]
    )
    require_close(f"{fusion.kind} against PyTorch, one by one", alone, trained, CLOSE)


def _bits(present):
    return (present @ 2 ** np.arange(present.shape[1])).astype(int)


@torch.inference_mode()
def logits_of(network, scores, present, features=None):
    """float32 [N,L], in evaluation mode."""
    network.eval()
    found = []
    for start in range(0, len(scores), 2048):
        part = slice(start, start + 2048)
        seen = None if features is None else [None if one is None else one[part] for one in features]
        there = torch.from_numpy(np.ascontiguousarray(present[part], np.float32))
        found.append(network(torch.from_numpy(scores[part]) * there.unsqueeze(2), there, seen))
    return torch.cat(found).numpy()


def drop_modalities(present, random):
    """A copy of `present`, float32 [N,M], with modalities dropped at random.

    Half of the listings keep all; for the others every subset of what is there is equally likely. No listing loses everything.
    """
    kept = present * (random.random(present.shape) < 0.5)
    kept[random.random(len(present)) < 0.5] = 1
    kept *= present
    empty = kept.sum(axis=1) == 0
    kept[empty] = present[empty]
    return kept.astype(np.float32)


def _optimizer(network, kind):
    """The weights of the evidence are not drawn to zero, and learn faster than the layers."""
    named = list(network.named_parameters())
    weights = [parameter for name, parameter in named if name.endswith(("subsets", "by_label"))]
    layers = [parameter for name, parameter in named if not name.endswith(("subsets", "by_label"))]
    groups = [(weights, 0.0, kind.rate), (layers, kind.weight_decay, kind.rate * (kind.slower if weights else 1))]
    groups = [group for group in groups if group[0]]
    return (
        torch.optim.AdamW([{"params": params, "weight_decay": decay} for params, decay, _ in groups], lr=kind.rate),
        [rate for _, _, rate in groups],
    )


def train_step(network, optimizer, scores, present, features, truth):
    """One step over a batch; returns its loss."""
    loss = network.loss(scores * present.unsqueeze(2), present, features, truth)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def trained(kind, stack, rows, epochs, options, seed, name="fusion"):
    """A network of the kind, fitted on the rows; those of `fusion` come as often as they weigh."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    network = kind.make(stack, options)
    rows = np.repeat(rows, np.maximum(1, stack.weights(rows).round().astype(int))) if kind.rows == "both" else rows
    optimizer, rates = _optimizer(network, kind)
    batches = -(-len(rows) // BATCH)
    epochs = max(1, round(epochs * kind.epochs))
    if kind.rows == "fusion":
        rows = np.tile(rows, max(1, STEPS_AN_EPOCH // batches))
        batches = -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=epochs * batches, pct_start=0.2)
    network.train()
    with tqdm(total=epochs * batches, desc=name, mininterval=10) as bar:
        for _ in range(epochs):
            order = random.permutation(rows)
            for start in range(0, len(order), BATCH):
                chosen = order[start : start + BATCH]
                train_step(
                    network,
                    optimizer,
                    torch.from_numpy(stack.scores[chosen]),
                    torch.from_numpy(drop_modalities(stack.present[chosen], random)),
                    stack.features_of(chosen) if kind.rows == "fusion" else None,
                    torch.from_numpy(stack.truth[chosen]).float(),
                )
                schedule.step()
                bar.update()
    return network.eval()


def search(kind, stack, budget, epochs, seed=SEED):
    """Tries `budget` settings of a kind, its own first: [{"options", "micro_f1", "log_loss"}], the best first.

    Each is fitted without a third of the twin groups and scored on those of `fusion` among them, by micro-F1 at 0.5.
    """
    random = np.random.default_rng(seed)
    rows = stack.rows
    unseen = stack.folds(rows, seed) == 0
    judged = rows[unseen & np.isin(rows, stack.fusion)]
    tried: list[dict] = [{}]
    while len(tried) < budget:
        drawn = {name: values[random.integers(len(values))] for name, values in kind.space.items()}
        if "layers" in drawn:
            names = kind.space["activations"]
            drawn["activations"] = tuple(names[random.integers(len(names))] for _ in drawn["layers"])
        if drawn not in tried:
            tried.append(drawn)
    found = []
    for number, options in enumerate(tried, start=1):
        network = trained(kind, stack, rows[~unseen], epochs, options, seed, f"search {number} of {budget}")
        logits = logits_of(network, stack.scores[judged], stack.present[judged])
        found.append(
            {
                "options": options,
                "micro_f1": round(micro_f1(logits > 0, stack.truth[judged]), 5),
                "log_loss": round(calibration.log_loss(logits, stack.truth[judged]), 6),
            }
        )
    return sorted(found, key=lambda one: (-one["micro_f1"], one["log_loss"]))


def subset_temperatures(stack, logits_by_subset):
    """float32 [2^M]: the temperature of each subset, from the rows of `fusion` that have all of it; 1 if there is none."""
    temperatures = np.ones(2 ** len(stack.names), np.float32)
    for bits, mask in subsets_of(len(stack.names)):
        having = (stack.present[stack.fusion] >= mask).all(axis=1)
        if having.any():
            temperatures[bits] = calibration.temperature(logits_by_subset[bits][having], stack.truth[stack.fusion][having])
    return temperatures


def fit(name, stack, seed=SEED, size="full", options=None):
    """A `Fusion`.

    `options` are those of the module in `fusions`; `search` (the number of settings to try) for kinds with a space; `pair` (two
    names) for "pair". BadInput if the kind or a base model does not exist, or if there are too few of them.
    """
    started = time.monotonic()
    if name not in KINDS:
        raise BadInput(f"{name}: no such fusion; there are {' '.join(KINDS)}")
    kind, options = KINDS[name], dict(options or {})
    if len(stack.names) < kind.needs:
        raise BadInput(f"{name}: needs {kind.needs} base models, and there are {stack.names}; name more, or choose another kind")
    if name != "early":
        stack = Stack(**{key: value for key, value in vars(stack).items() if key != "features"})
    epochs, notes = SIZES[size], {"labels": stack.labels}
    budget = options.pop("search", 0)
    if kind.space and budget:
        notes["search"] = search(kind, stack, budget, max(1, epochs // 2), seed)
        options = notes["search"][0]["options"] | options
    rows = stack.rows if kind.rows == "both" else stack.fusion

    def fitted(chosen, what):
        if kind.make is None:
            held_out = stack.folds(chosen, seed, 5) == 0
            weights, strengths = ridge.fit(
                stack.scores[chosen], stack.present[chosen], stack.truth[chosen], stack.weights(chosen), held_out
            )
            notes["strengths"] = strengths
            return fusions.Ridge(weights)
        return trained(kind, stack, chosen, epochs, options, seed, f"{name} {what}") if kind.learns else kind.make(stack, options)

    logits = {bits: np.zeros((len(stack.fusion), stack.labels), np.float32) for bits, _ in subsets_of(len(stack.names))}
    folds, fusion_folds = stack.folds(rows, seed), _folds_of_fusion(stack, rows, seed)
    fixed = not kind.learns and name != "ridge"
    for fold in range(1 if fixed else FOLDS):
        inside = np.ones(len(stack.fusion), bool) if fixed else fusion_folds == fold
        network = fitted(rows if fixed else rows[folds != fold], f"without third {fold + 1}")
        unseen = stack.fusion[inside]
        for bits, mask in subsets_of(len(stack.names)):
            logits[bits][inside] = logits_of(network, stack.scores[unseen], stack.present[unseen] * mask, stack.features_of(unseen))
    temperatures = subset_temperatures(stack, logits)
    whole = logits[2 ** len(stack.names) - 1] / temperatures[_bits(stack.present[stack.fusion])][:, None]
    network = network if fixed else fitted(rows, "whole")
    widths = [None if one is None else one.shape[1] for one in stack.features] if stack.features is not None else None
    known = stack.present[stack.fusion].any(axis=1, keepdims=True)
    held_out = (known / (1 + np.exp(-whole.astype(np.float64)))).astype(np.float32)
    return Fusion(
        name,
        list(stack.names),
        network,
        temperatures,
        held_out,
        round(micro_f1(held_out >= 0.5, stack.truth[stack.fusion]), 5),
        round(time.monotonic() - started, 1),
        notes | {"options": options},
        widths,
    )


def _folds_of_fusion(stack, rows, seed):
    """The folds of the rows of `fusion`, as they stand in `rows`."""
    place = dict(zip(rows.tolist(), stack.folds(rows, seed), strict=True))
    return np.array([place[row] for row in stack.fusion.tolist()])


def possible(stack):
    """The kinds that these base models allow."""
    has_features = stack.features is not None and any(one is not None for one in stack.features)
    return [name for name, kind in KINDS.items() if len(stack.names) >= kind.needs and (name != "early" or has_features)]
