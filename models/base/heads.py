# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Heads: ways to make labels of a tree from the vector of a text.

A head is built from the width of the vector and the labels of labels.json. It maps vectors float32 [N,width] to logits [N,L], log
odds in the order of the labels. `loss(vectors, truth)`, with truth float32 [N,L], is what a batch costs, mean over the listings.

The tree is what hangs from the roots below which listings are shelved. The other labels (gender, use) are no part of it and get a
sigmoid each, whatever the head.
"""

import numpy as np
import torch
from torch import nn

from base.losses import binary_loss
from data.bad_input import BadInput
from data.labels import descent, in_tree, parents

LEAST = 1e-12  # keeps log odds within about 28
NO_ANSWER = -1e9  # the score of what cannot be chosen


class Independent(nn.Module):
    """A sigmoid for each label; it knows nothing of the tree."""

    def __init__(self, width, labels):
        super().__init__()
        self.output = nn.Linear(width, len(labels))

    def forward(self, vectors):
        return self.output(vectors)

    def loss(self, vectors, truth):
        return binary_loss(self(vectors), truth)


class TwoHeads(nn.Module):
    """First the categories, then the rest: the first head's probabilities stand beside the vector that the second one reads.

    Categories are the labels that have labels below them. Each head pays its cross-entropy, weighted by `weights`. `teacher` is
    the share of the training listings for which the second head reads the true categories (teacher forcing).
    """

    split: torch.Tensor
    joined: torch.Tensor

    def __init__(self, width, labels, weights=(1.0, 1.0), teacher=0.0):
        super().__init__()
        above = np.isin(np.arange(len(labels)), parents(labels))
        if not above.any():
            raise BadInput(
                "two heads need categories, and no label of labels.json has a label below it; train a model of another family"
            )
        self.weights, self.teacher = weights, teacher
        self.first = nn.Linear(width, int(above.sum()))
        self.second = nn.Linear(width + int(above.sum()), int((~above).sum()))
        order = np.concatenate([np.flatnonzero(above), np.flatnonzero(~above)])
        self.register_buffer("split", torch.from_numpy(order), persistent=False)
        self.register_buffer("joined", torch.from_numpy(np.argsort(order)), persistent=False)

    def forward(self, vectors):
        first = self.first(vectors)
        second = self.second(torch.cat([vectors, torch.sigmoid(first)], dim=1))
        return torch.cat([first, second], dim=1)[:, self.joined]

    def loss(self, vectors, truth):
        categories, rest = truth[:, self.split].split([self.first.out_features, self.second.out_features], dim=1)
        first = self.first(vectors)
        taught = torch.rand(len(vectors), 1, device=vectors.device) < self.teacher
        second = self.second(torch.cat([vectors, torch.where(taught, categories, torch.sigmoid(first))], dim=1))
        return self.weights[0] * binary_loss(first, categories) + self.weights[1] * binary_loss(second, rest)


class Flat(nn.Module):
    """One softmax over the places where a listing can end; a label is as likely as all ends at or below it together.

    Ends are the shelves, for each other label of the tree "its shelf is none of the known", and "nowhere in the tree".
    """

    within: torch.Tensor
    descendants: torch.Tensor
    joined: torch.Tensor

    def __init__(self, width, labels):
        super().__init__()
        self.tree, self.others = (torch.from_numpy(np.flatnonzero(which)) for which in (in_tree(labels), ~in_tree(labels)))
        chosen = [labels[index] for index in self.tree]
        at_or_below = descent(chosen)
        self._buffer("within", np.hstack([at_or_below, np.zeros((len(chosen), 1), bool)]).T.astype(np.float32))
        self._buffer("descendants", (at_or_below & ~np.eye(len(chosen), dtype=bool)).T.astype(np.float32))
        self._buffer("joined", np.argsort(np.concatenate([self.tree.numpy(), self.others.numpy()])))
        self.choices = self._arranged(chosen)
        self.output = nn.Linear(width, self.choices + len(self.others))

    def _buffer(self, name, value):
        self.register_buffer(name, torch.from_numpy(np.ascontiguousarray(value)), persistent=False)

    def _arranged(self, chosen):
        """The number of scores from which `_log_ends` makes the ends' probabilities."""
        return len(chosen) + 1

    def _log_ends(self, scores):
        """float32 [N, ends]: log probabilities of the tree's labels as ends, then of nowhere."""
        return torch.log_softmax(scores, dim=1)

    def forward(self, vectors):
        scores = self.output(vectors)
        ends = self._log_ends(scores[:, : self.choices]).exp()
        # the odds' other side is summed as well, not taken from 1: near certainty 1 - p would keep no digit
        tree = torch.log(ends @ self.within + LEAST) - torch.log(ends @ (1 - self.within) + LEAST)
        return torch.cat([tree, scores[:, self.choices :]], dim=1)[:, self.joined]

    def loss(self, vectors, truth):
        scores = self.output(vectors)
        costs = -(self._true_ends(truth[:, self.tree]) * self._log_ends(scores[:, : self.choices])).sum() / len(truth)
        return costs + binary_loss(scores[:, self.choices :], truth[:, self.others])

    def _true_ends(self, truth):
        """float32 [N, ends]: the deepest true labels, evenly where there are several."""
        deepest = truth * (truth @ self.descendants == 0)
        ends = torch.cat([deepest, (truth.sum(dim=1, keepdim=True) == 0).to(truth.dtype)], dim=1)
        return ends / ends.sum(dim=1, keepdim=True)


class PerParent(Flat):
    """A local classifier per parent: softmax over the roots and nowhere, then below each label over its children and "ends here".

    An end is as likely as all choices on the way to it together: P(shelf) = P(parent) P(shelf | parent).
    """

    rivals: torch.Tensor
    place: torch.Tensor
    ways: torch.Tensor

    def _arranged(self, chosen):
        above = parents(chosen)
        inner = sorted(set(above[above >= 0].tolist()))
        # choices: a label each, then nowhere, then "ends here" for each label that has children
        nowhere, ends_here = len(chosen), {label: len(chosen) + 1 + place for place, label in enumerate(inner)}
        rivals = [[*np.flatnonzero(above < 0), nowhere]]
        rivals += [[*np.flatnonzero(above == label), ends_here[label]] for label in inner]
        choices, longest = len(chosen) + 1 + len(inner), max(map(len, rivals))
        self._buffer("rivals", np.array([group + [choices] * (longest - len(group)) for group in rivals]))
        place = {choice: row * longest + column for row, group in enumerate(rivals) for column, choice in enumerate(group)}
        self._buffer("place", np.array([place[choice] for choice in range(choices)]))
        ways = np.zeros((choices, len(chosen) + 1), np.float32)
        ways[: len(chosen), : len(chosen)] = descent(chosen)
        ways[nowhere, -1] = 1
        for label, choice in ends_here.items():
            ways[choice, label] = 1
        self._buffer("ways", ways)
        return choices

    def _log_ends(self, scores):
        padded = torch.cat([scores, torch.full_like(scores[:, :1], NO_ANSWER)], dim=1)
        local = torch.log_softmax(padded[:, self.rivals], dim=2)
        return local.flatten(1)[:, self.place] @ self.ways


class Unified(nn.Module):
    """A sigmoid for each label of every level, none above its parent, with the max constraint loss of C-HMCNN
    (Giunchiglia and Lukasiewicz, NeurIPS 2020, arXiv 2010.10151): a label scores as its best descendant does, and a true label is
    only rewarded for descendants that are true.
    """

    below: torch.Tensor

    def __init__(self, width, labels):
        super().__init__()
        self.output = nn.Linear(width, len(labels))
        below = [np.flatnonzero(row) for row in descent(labels)]
        longest = max(map(len, below))
        self.register_buffer(
            "below",
            torch.from_numpy(
                np.array([np.pad(found, (0, longest - len(found)), constant_values=label) for label, found in enumerate(below)])
            ),
            persistent=False,
        )

    def forward(self, vectors):
        return self.output(vectors)[:, self.below].amax(dim=2)

    def loss(self, vectors, truth):
        scores = self.output(vectors)
        of_all = scores[:, self.below].amax(dim=2)
        of_true = torch.where(truth > 0, scores, NO_ANSWER)[:, self.below].amax(dim=2)
        return binary_loss(torch.where(truth > 0, of_true, of_all), truth)


HEADS = {"independent": Independent, "two": TwoHeads, "flat": Flat, "per_parent": PerParent, "unified": Unified}
