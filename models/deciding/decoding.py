# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""From scores to labels, and from labels to a decision. Java does exactly the same.

1. No label scores above its parent: coherent[i] = min(score[i], coherent[parent]).
2. From the roots down, a label is emitted if its parent is, if it scores at least its emission threshold, and if it is the best of
   its group of labels that exclude one another (among equals, the first).
3. The shelf is the best emitted label at which a listing can end.
"""

from dataclasses import dataclass

import numpy as np

from data.labels import parents

NOWHERE = -1
NOTHING_RECOGNIZED, INCOMPLETE_PATH, NARROW_MARGIN, UNFAMILIAR_TEXT, LOW_CONFIDENCE = REASONS = (
    "NOTHING_RECOGNIZED",
    "INCOMPLETE_PATH",
    "NARROW_MARGIN",
    "UNFAMILIAR_TEXT",
    "LOW_CONFIDENCE",
)


@dataclass(frozen=True)
class Decoded:
    """What the decoder makes of the scores of N listings."""

    coherent: np.ndarray  # float32 [N,L]
    emitted: np.ndarray  # bool [N,L]
    shelf: np.ndarray  # int64 [N], NOWHERE when no shelf is emitted
    root: np.ndarray  # int64 [N], the root of the shelf, else of the best emitted label; NOWHERE when nothing is emitted
    confidence: np.ndarray  # float32 [N], the least coherent score of an emitted label; 0 when nothing is emitted
    narrow: np.ndarray  # bool [N], a group was decided by less than the margin
    incomplete: np.ndarray  # bool [N], a required group emitted nothing


class Decoder:
    """Decodes scores float32 [N,L] in 0..1; `labels` with `emit`, and `decoding`, as in bundle.json."""

    def __init__(self, labels, decoding):
        self.parents = parents(labels)
        self.emit = np.array([label["emit"] for label in labels], np.float32)
        self.is_shelf = np.array([label["shelf"] for label in labels])
        self.depth = np.array([len(label["path"]) for label in labels])
        self.groups = [(np.array(sorted(group["labels"])), group["required"]) for group in decoding["groups"]]
        self.margin = decoding["margin"]

    def coherent(self, scores):
        """float32 [N,L]: the scores, none above its parent's."""
        coherent = scores.copy()
        for label, parent in enumerate(self.parents):
            if parent >= 0:
                coherent[:, label] = np.minimum(coherent[:, label], coherent[:, parent])
        return coherent

    def best_shelf(self, coherent, allowed=None):
        """int64 [N]: the shelf with the highest score; among equals the deeper one, then the first. NOWHERE if none is allowed."""
        order = np.lexsort((np.arange(len(self.depth)), -self.depth))
        order = order[self.is_shelf[order]]
        ranked = coherent[:, order]
        if allowed is not None:
            ranked = np.where(allowed[:, order], ranked, -1.0)
        best = ranked.argmax(axis=1)
        return np.where(ranked[np.arange(len(ranked)), best] >= 0, order[best], NOWHERE)

    def decode(self, scores):
        """A `Decoded` of scores float32 [N,L]."""
        coherent = self.coherent(scores)
        rows = np.arange(len(scores))
        eligible = coherent >= self.emit
        for members, _ in self.groups:
            winner = np.zeros((len(scores), len(members)), bool)
            winner[rows, coherent[:, members].argmax(axis=1)] = True
            eligible[:, members] &= winner
        emitted = eligible.copy()
        for label, parent in enumerate(self.parents):
            if parent >= 0:
                emitted[:, label] &= emitted[:, parent]
        narrow = np.zeros(len(scores), bool)
        incomplete = np.zeros(len(scores), bool)
        for members, required in self.groups:
            emits = emitted[:, members].any(axis=1)
            if len(members) > 1:
                runner_up, winner = np.partition(coherent[:, members], -2, axis=1)[:, -2:].T
                narrow |= emits & ((winner - runner_up < np.float32(self.margin)) | (winner == runner_up))
            if required:
                parent = self.parents[members[0]]
                incomplete |= ~emits & (emitted[:, parent] if parent >= 0 else True)
        shelf = self.best_shelf(coherent, emitted)
        anything = emitted.any(axis=1)
        best = np.where(shelf != NOWHERE, shelf, np.where(emitted, coherent, -1).argmax(axis=1))
        root = np.where(anything, self._roots()[best], NOWHERE)
        confidence = np.where(anything, np.where(emitted, coherent, 2).min(axis=1), 0).astype(np.float32)
        return Decoded(coherent, emitted, shelf, root, confidence, narrow, incomplete)

    def _roots(self):
        roots = np.arange(len(self.parents))
        for label, parent in enumerate(self.parents):
            if parent >= 0:
                roots[label] = roots[parent]
        return roots


def doubts(decoded, unfamiliar):
    """Reasons for a review apart from low confidence: {reason: bool [N]}; `unfamiliar` bool [N]."""
    return {
        NOTHING_RECOGNIZED: decoded.root == NOWHERE,
        INCOMPLETE_PATH: decoded.incomplete,
        NARROW_MARGIN: decoded.narrow,
        UNFAMILIAR_TEXT: unfamiliar,
    }


def thresholds(decoded, labels, target):
    """float32 [N]: the acceptance threshold for each listing's root. `target` is an entry of acceptance.targets."""
    of_root = {
        index: target["roots"][label["path"][0]]["threshold"]
        for index, label in enumerate(labels)
        if len(label["path"]) == 1 and label["path"][0] in target["roots"]
    }
    default = target["default"]["threshold"]
    return np.array([of_root.get(int(root), default) for root in decoded.root], np.float32)


def leaf_accuracy(decoder, decoded, labels, leaf_paths):
    """The share, 0..1, of listings whose best shelf has the right last name.

    `leaf_paths` [N] of tuples. Listings whose first path is no label are left out.
    """
    known = {tuple(label["path"]) for label in labels}
    names = np.array([label["path"][-1] for label in labels])
    counted = np.array([path in known for path in leaf_paths])
    wanted = np.array([path[-1] for path in leaf_paths])
    return float(np.mean((names[decoder.best_shelf(decoded.coherent)] == wanted)[counted])) if counted.any() else 0.0


def calibration_error(decoded, truth, bins=15):
    """The expected calibration error, 0..1, of the emitted labels, in bins of equal mass (Guo et al., arXiv 1706.04599)."""
    found = reliability(decoded.coherent[decoded.emitted], truth[decoded.emitted], bins)
    return sum(part["count"] * abs(part["score"] - part["right"]) for part in found) / sum(part["count"] for part in found)


def reliability(scores, right, bins=15):
    """[{"count", "score", "right"}]: mean score and share of right ones in bins of equal mass; scores and right are [n]."""
    return [
        {"count": len(part), "score": float(scores[part].mean()), "right": float(right[part].mean())}
        for part in np.array_split(np.argsort(scores, kind="stable"), bins)
        if len(part)
    ]
