# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The score that each label needs to be emitted: `emit` of bundle.json.

One threshold for all is the one at which the decoded labels have the best micro-F1. A label's own threshold is drawn towards the
common one, the more the rarer the label is. Thresholds by label are kept only if they decode unseen twin groups better.
"""

import numpy as np

from data.labels import micro_f1
from deciding.decoding import Decoder

TRIALS = np.round(np.arange(0.10, 0.81, 0.05), 2)
DEAD_END = 0.999
PRIOR = 50.0  # the common curve counts as much as so many listings that have the label
MARGIN = 5e-4  # of micro-F1: what a threshold for each label must be better by


def with_thresholds(labels, parent_of, thresholds):
    """The labels with `emit`; `thresholds` is a number or [L].

    A dead end, where no listing ends and below which no label is known, gets DEAD_END and so is hardly ever emitted. The group it
    stands in is then left without a label, and the listing goes to a person, who knows the shelf.
    """
    thresholds = np.broadcast_to(thresholds, len(labels))
    childless = np.setdiff1d(np.arange(len(labels)), parent_of)
    dead_ends = {int(label) for label in childless if parent_of[label] >= 0 and not labels[label]["shelf"]}
    return [
        label | {"emit": DEAD_END if index in dead_ends else round(float(thresholds[index]), 2)}
        for index, label in enumerate(labels)
    ]


def figure(labels, parent_of, decoding, scores, truth, thresholds):
    """Micro-F1, 0..1, of the labels that the decoder emits."""
    return micro_f1(Decoder(with_thresholds(labels, parent_of, thresholds), decoding).decode(scores).emitted, truth)


def common(labels, parent_of, decoding, scores, truth):
    """The threshold for all labels with the best micro-F1; among equals the middle one."""
    figures = [figure(labels, parent_of, decoding, scores, truth, trial) for trial in TRIALS]
    best = np.flatnonzero(np.isclose(figures, max(figures), atol=2e-4, rtol=0))
    return float(TRIALS[best[len(best) // 2]])


def by_label(labels, parent_of, decoding, scores, truth, one_for_all):
    """float64 [L]: the threshold of each label, near `one_for_all` if the label is rare.

    A further label that is right with probability p raises micro-F1 if p > F/2, F being what it is now. So a label's gain at a
    threshold is its right ones less F/2 for each one emitted, among the listings whose decoder could emit it.
    """
    free = Decoder([label | {"emit": 0.0} for label in with_thresholds(labels, parent_of, 0.0)], decoding).decode(scores)
    half = figure(labels, parent_of, decoding, scores, truth, one_for_all) / 2
    gains = np.array([((truth - half) * (free.emitted & (free.coherent >= np.float32(trial)))).sum(axis=0) for trial in TRIALS])
    positives = np.maximum(1, truth.sum(axis=0))
    pooled = gains.sum(axis=1) / positives.sum()
    drawn = gains + PRIOR * pooled[:, None]
    # of equals the one next to the common threshold
    nearest = np.abs(TRIALS - one_for_all)[:, None]
    return TRIALS[np.argmax(drawn - 1e-3 * nearest, axis=0)]


def fit(labels, parent_of, decoding, scores, truth, folds):
    """([L] or a number, notes).

    scores float32 [N,L] and truth bool [N,L] are of listings that the scores were not fitted on; `folds` int [N] of whole twin
    groups: the thresholds by label are judged on the fold that they were not fitted on.
    """
    one_for_all = common(labels, parent_of, decoding, scores, truth)
    predicted = {"common": np.zeros_like(truth), "by_label": np.zeros_like(truth)}
    for fold in np.unique(folds):
        learned, judged = folds != fold, folds == fold
        one = common(labels, parent_of, decoding, scores[learned], truth[learned])
        many = by_label(labels, parent_of, decoding, scores[learned], truth[learned], one)
        for name, thresholds in (("common", one), ("by_label", many)):
            decoder = Decoder(with_thresholds(labels, parent_of, thresholds), decoding)
            predicted[name][judged] = decoder.decode(scores[judged]).emitted
    figures = {name: micro_f1(found, truth) for name, found in predicted.items()}
    better = figures["by_label"] >= figures["common"] + MARGIN
    notes = {
        "common": one_for_all,
        "held_out_micro_f1": {name: round(found, 5) for name, found in figures.items()},
        "kept": "by_label" if better else "common",
    }
    return (by_label(labels, parent_of, decoding, scores, truth, one_for_all) if better else one_for_all), notes
