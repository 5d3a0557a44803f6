# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The fusions: modules that make one answer from what several base models say.

Each is called as module(scores, present, features=None) and gives logits float32 [N,L]:
    scores    float32 [N,M,L]  0..1, the scores of the M base models; zero for a model that is not present
    present   float32 [N,M]    1 or 0, whether the model has scored; a fusion must do with any of them
    features  a list of float32 [N,F], one a base model, zero if it is not present; only `Early` reads them
`fit_fusion.Fusion` adds temperature and sigmoid. Nothing but what is present may change the answer.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import cast

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from base.losses import binary_loss

BOUND = 1e-5
EVIDENCE_SCALE = 4.0
ACTIVATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": functional.relu,
}


def evidence(scores):
    """Log odds of scores, bounded at about 11.5."""
    bounded = scores.clamp(BOUND, 1 - BOUND)
    return torch.log(bounded) - torch.log(1 - bounded)


def subset_index(present):
    """int64 [N]: modality m is bit m."""
    powers = torch.tensor([2**modality for modality in range(present.shape[1])], device=present.device)
    return (present.round().long() * powers).sum(dim=1)


class Fusing(nn.Module):
    """What all have in common: the loss that they learn by, which only `Paths` replaces."""

    def loss(self, scores, present, features, truth):
        """What a batch costs; truth float32 [N,L]."""
        return binary_loss(self(scores, present, features), truth)


class Largest(Fusing):
    """The largest score of those present."""

    def forward(self, scores, present, features=None):
        return evidence((scores * present.unsqueeze(2)).amax(dim=1))


class Smallest(Fusing):
    """The least score of those present."""

    def forward(self, scores, present, features=None):
        return evidence((1 - (1 - scores) * present.unsqueeze(2)).amin(dim=1))


class Mean(Fusing):
    """The mean score of those present."""

    def forward(self, scores, present, features=None):
        return evidence(mean_score(scores, present))


def mean_score(scores, present):
    """float32 [N,L]: the mean score of those present; zero if none is."""
    return (scores * present.unsqueeze(2)).sum(dim=1) / present.sum(dim=1, keepdim=True).clamp(min=1)


class Ridge(Fusing):
    """A linear regression of the truth on all scores, one for each subset of the base models.

    weights [2^M, M*L+1, L], the last row is the offset; fitted by `ridge.fit`. Kept in half precision: with five base models and a
    hundred labels they are 3 MiB. Its answer is no probability; 4 (x - 0.5) as the logit keeps 0.5 where it is, and the order.
    """

    weights: torch.Tensor

    def __init__(self, weights):
        super().__init__()
        self.subsets = len(weights)
        self.register_buffer("weights", torch.from_numpy(np.ascontiguousarray(weights, np.float16)).flatten(0, 1))

    def forward(self, scores, present, features=None):
        flat = torch.cat([(scores * present.unsqueeze(2)).flatten(1), torch.ones_like(present[:, :1])], dim=1)
        chosen = functional.one_hot(subset_index(present), self.subsets).to(flat.dtype)
        return 4 * ((chosen.unsqueeze(2) * flat.unsqueeze(1)).flatten(1) @ self.weights.float() - 0.5)


class Layers(nn.Module):
    """Hidden layers of given widths and activations, dropout before the last, linear output."""

    def __init__(self, inputs, layers, activations, outputs, dropout):
        super().__init__()
        widths = [inputs, *layers]
        self.layers = nn.ModuleList([nn.Linear(into, out) for into, out in pairwise(widths)])
        self.activations = list(activations)
        self.output = nn.Linear(widths[-1], outputs)
        self.dropout = nn.Dropout(dropout)

    def forward(self, inputs):
        for layer, name in zip(self.layers, self.activations, strict=True):
            inputs = ACTIVATIONS[name](layer(inputs))
        return self.output(self.dropout(inputs))


class Network(Fusing):
    """A network over all scores: the policy network (hidden layers sigmoid and tanh, sigmoid at the end).

    sees  "scores", or "odds": log odds, which tell 0.99 from 0.9999
    """

    def __init__(self, labels, modalities, layers=(200, 150), activations=("sigmoid", "tanh"), sees="scores", dropout=0.2):
        super().__init__()
        self.sees = sees
        self.dense = Layers(modalities * labels + modalities, layers, activations, labels, dropout)

    def forward(self, scores, present, features=None):
        seen = evidence(scores) / EVIDENCE_SCALE if self.sees == "odds" else scores
        return self.dense(torch.cat([(seen * present.unsqueeze(2)).flatten(1), present], dim=1))


class Pair(Fusing):
    """The bi-modal network: 200, 150, labels over two of the base models. If neither is present, the mean of the others."""

    def __init__(self, labels, pair, layers=(200, 150), activations=("relu", "relu"), sees="scores", dropout=0.2):
        super().__init__()
        self.pair = list(pair)
        self.network = Network(labels, 2, layers, activations, sees, dropout)

    def forward(self, scores, present, features=None):
        mine = present[:, self.pair]
        known = mine.amax(dim=1, keepdim=True)
        return known * self.network(scores[:, self.pair], mine) + (1 - known) * evidence(mean_score(scores, present))


class TopThree(Fusing):
    """Zahavy et al. (arXiv 1611.09534): two layers see the three highest probabilities of each base model and choose whom to trust.

    There the policy picks one of two networks. Here it weighs those present, softly, so that it learns by the labels themselves;
    the answer is the weighted sum of their scores.
    """

    def __init__(self, labels, modalities, hidden=100, dropout=0.1):
        super().__init__()
        self.top = min(3, labels)
        self.policy = Layers(modalities * (self.top + 1), [hidden], ["relu"], modalities, dropout)

    def weights(self, scores, present):
        """[N,M], sums to 1."""
        highest = scores.topk(self.top, dim=2).values * present.unsqueeze(2)
        preference = self.policy(torch.cat([highest.flatten(1), present], dim=1))
        return torch.softmax(preference - 1e4 * (1 - present), dim=1)

    def forward(self, scores, present, features=None):
        return evidence((scores * self.weights(scores, present).unsqueeze(2)).sum(dim=1))


class Early(Fusing):
    """Early fusion: a network over the concatenated vectors that the last layers of the base models see.

    `means` and `deviations` are lists of float32 [F], None for a base model without such a vector: its log odds stand in.
    """

    def __init__(self, labels, means, deviations, hidden=256, dropout=0.5, activation="relu"):
        super().__init__()
        self.has_features = [mean is not None for mean in means]
        for index, (mean, deviation) in enumerate(zip(means, deviations, strict=True)):
            if mean is not None:
                self.register_buffer(f"mean_{index}", torch.as_tensor(mean, dtype=torch.float32))
                self.register_buffer(f"deviation_{index}", torch.as_tensor(deviation, dtype=torch.float32))
        inputs = sum(labels if mean is None else len(mean) for mean in means) + len(means)
        self.dropout = nn.Dropout(0.2)
        self.dense = Layers(inputs, [hidden], [activation], labels, dropout)

    def forward(self, scores, present, features=None):
        seen = []
        for index, known in enumerate(self.has_features):
            mine = evidence(scores[:, index]) / EVIDENCE_SCALE
            if known:
                mine = (features[index] - getattr(self, f"mean_{index}")) / getattr(self, f"deviation_{index}")
            seen.append(mine * present[:, index : index + 1])
        return self.dense(torch.cat([self.dropout(torch.cat(seen, dim=1)), present], dim=1))


class Evidence(Fusing):
    """A weighted sum of log odds, and a correction.

    The weights depend on which modalities are present, and a little on the label. The correction of each label is read from the
    odds of all labels, by a linear map (`related`: parents, siblings, gender and use) and by layers sigmoid and tanh; both begin at
    nothing.
    """

    def __init__(self, labels, modalities, hidden=96, dropout=0.3, outputs=None, related=True):
        super().__init__()
        outputs = outputs or labels
        self.subsets = nn.Parameter(self._even_weights(modalities))
        self.by_label = nn.Parameter(torch.zeros(modalities, labels))
        self.related = nn.Linear(modalities * labels + modalities, outputs) if related else None
        self.first = nn.Linear(modalities * labels + modalities, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.correction = nn.Linear(hidden, outputs)
        for layer in filter(None, (self.related, self.correction)):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)
        self.dropout = nn.Dropout(dropout)

    @staticmethod
    def _even_weights(modalities):
        """[2^M, M]: row k is the subset whose bits k has; one modality alone weighs 1, several together a little more."""
        bits = torch.tensor([[(subset >> modality) & 1 for modality in range(modalities)] for subset in range(2**modalities)])
        return bits / bits.sum(dim=1, keepdim=True).clamp(min=1).sqrt()

    def forward(self, scores, present, features=None):
        total, correction = self.parts(scores, present)
        return total + correction

    def parts(self, scores, present):
        """The weighted sum [N,L] and the correction [N,outputs]."""
        found = evidence(scores) * present.unsqueeze(2)
        weights = self.subsets[subset_index(present)].unsqueeze(2) * (1 + self.by_label)
        flat = torch.cat([found.flatten(1) / EVIDENCE_SCALE, present], dim=1)
        inner = torch.tanh(self.second(self.dropout(torch.sigmoid(self.first(flat)))))
        correction = self.correction(self.dropout(inner))
        if self.related is not None:
            correction = correction + self.related(self.dropout(flat))
        return (weights * found).sum(dim=1), correction


class Paths(Fusing):
    """`Evidence`, and then one choice at each fork: a softmax over labels that exclude one another, and over none of them.

    A label's probability is that of its choice times that of its parent, so the answer obeys the tree and the groups (`parents`
    int64 [L], -1 for a root; `groups` lists of labels). Learns each choice from the listings that have the parent.
    """

    columns: torch.Tensor
    padding: torch.Tensor
    place: torch.Tensor
    lineage: torch.Tensor
    alone: torch.Tensor
    parents: torch.Tensor
    fork_parents: torch.Tensor

    def __init__(self, labels, modalities, parents, groups, hidden=96, dropout=0.3, related=True):
        super().__init__()
        groups = [list(group) for group in groups if len(group) > 1]
        self.labels, self.forks, self.widest = labels, len(groups), max([len(group) for group in groups], default=0) + 1
        self.body = Evidence(labels, modalities, hidden, dropout, outputs=labels + self.forks, related=related)
        # a row a group: its labels, its `none` (column L + group), and what pads it, which no softmax sees
        columns = torch.zeros(self.forks, self.widest, dtype=torch.long)
        padding = torch.full((self.forks, self.widest), -1e4)
        place = torch.arange(labels) + self.forks * self.widest
        grouped = torch.zeros(labels, dtype=torch.bool)
        for row, group in enumerate(groups):
            columns[row, : len(group) + 1] = torch.tensor([*group, labels + row])
            padding[row, : len(group) + 1] = 0
            place[group] = row * self.widest + torch.arange(len(group))
            grouped[group] = True
        lineage = torch.eye(labels)
        for label, parent in enumerate(parents):
            if parent >= 0:
                lineage[label] += lineage[parent]
        for name, value in {
            "columns": columns.flatten(),
            "padding": padding,
            "place": place,
            "lineage": lineage.T,
            "alone": (~grouped).float(),
            "parents": torch.as_tensor(np.array(parents)),
            "fork_parents": torch.tensor([int(parents[group[0]]) for group in groups], dtype=torch.long),
        }.items():
            self.register_buffer(name, value.contiguous())

    def _choices(self, scores, present):
        """Log probabilities [N, forks, widest] of the choices, and logits [N,L] of the labels that no group holds."""
        total, correction = self.body.parts(scores, present)
        logits = torch.cat([total + correction[:, : self.labels], correction[:, self.labels :]], dim=1)
        forks = logits[:, self.columns].unflatten(1, (self.forks, self.widest)) + self.padding
        return torch.log_softmax(forks, dim=2), logits[:, : self.labels]

    def forward(self, scores, present, features=None):
        chosen, alone = self._choices(scores, present)
        # softplus and not logsigmoid, which is exported as the log of a sigmoid: below -18 ONNX Runtime's is 0
        steps = torch.cat([chosen.flatten(1), -functional.softplus(-alone)], dim=1)[:, self.place]
        return evidence(torch.exp(steps @ self.lineage))

    def loss(self, scores, present, features, truth):
        chosen, alone = self._choices(scores, present)
        known = torch.cat([truth, torch.ones_like(truth[:, :1])], dim=1)  # a root's parent, column -1, is always there
        taken = torch.cat([truth, torch.zeros(len(truth), self.forks)], dim=1)[:, self.columns].unflatten(1, chosen.shape[1:])
        taken = taken * (self.padding == 0)
        ends = torch.arange(self.forks)
        none = (taken.sum(dim=2) == 0).float()
        lengths = (self.padding == 0).sum(dim=1) - 1
        picked = taken / taken.sum(dim=2, keepdim=True).clamp(min=1)
        choice = -(picked * chosen).sum(dim=2) - none * chosen[:, ends, lengths]
        each = functional.binary_cross_entropy_with_logits(alone, truth, reduction="none") * self.alone * known[:, self.parents]
        return ((choice * known[:, self.fork_parents]).sum() + each.sum()) / len(truth)


class Several(Fusing):
    """The mean of the logits of several fusions."""

    def __init__(self, members):
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, scores, present, features=None):
        return torch.stack([member(scores, present, features) for member in self.members]).mean(dim=0)

    def loss(self, scores, present, features, truth):
        members = cast("list[Fusing]", list(self.members))
        return torch.stack([member.loss(scores, present, features, truth) for member in members]).sum()
