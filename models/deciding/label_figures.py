# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Figures of each label: how well it is told from the others, and what it is confused with."""

import numpy as np
from scipy.stats import rankdata

MOST_MISCLASSIFIED = 15
FEWEST_LISTINGS = 5  # a label of fewer listings is no evidence for a ranking


def f1_by_label(predicted, truth):
    """float64 [L]; nan if the label is neither true nor predicted of any listing."""
    both = predicted.sum(axis=0) + truth.sum(axis=0)
    return np.where(both > 0, 2 * np.sum(predicted & truth, axis=0) / np.maximum(both, 1), np.nan)


def auc_by_label(scores, truth):
    """Area under the ROC curve, float64 [L]: how often a listing that has the label scores above one that has not; ties count half.

    nan if all listings have the label, or none.
    """
    having = truth.sum(axis=0)
    lacking = len(truth) - having
    ranks = rankdata(scores, axis=0)
    above = np.sum(ranks * truth, axis=0) - having * (having + 1) / 2
    return np.where((having > 0) & (lacking > 0), above / np.maximum(having * lacking, 1), np.nan)


def most_misclassified(emitted, truth, groups, count=MOST_MISCLASSIFIED, fewest=FEWEST_LISTINGS):
    """The labels that are most often missing, worst first; among equals the one with more listings.

    `groups` are the index arrays of labels that exclude one another. Each entry has `label`; `listings` that have it; `missing`,
    how many of them lack it as decoded, and `share`, of them; `instead`, the label of its group that is emitted most often in its
    place, or None, and `instead_listings`, how often; `false_alarms`, listings that were given the label and do not have it.
    """
    listings, missed = truth.sum(axis=0), truth & ~emitted
    missing = missed.sum(axis=0)
    share = missing / np.maximum(listings, 1)
    false_alarms = np.sum(emitted & ~truth, axis=0)
    order = [label for label in np.lexsort((-listings, -share)) if listings[label] >= fewest and missing[label]]
    found = []
    for label in order[:count]:
        others = [other for group in groups if label in group for other in group if other != label]
        instead = emitted[missed[:, label]][:, others].sum(axis=0)
        best = int(instead.argmax()) if len(others) else 0
        confused = len(others) > 0 and instead[best] > 0
        found.append(
            {
                "label": int(label),
                "listings": int(listings[label]),
                "missing": int(missing[label]),
                "share": round(float(share[label]), 4),
                "instead": int(others[best]) if confused else None,
                "instead_listings": int(instead[best]) if confused else 0,
                "false_alarms": int(false_alarms[label]),
            }
        )
    return found


def by_label(scores, emitted, truth):
    """{"listings", "f1", "auc", "missing_share"}, each a list [L] in the order of the labels; None for no figure."""
    listings = truth.sum(axis=0)
    missing = np.where(listings > 0, np.sum(truth & ~emitted, axis=0) / np.maximum(listings, 1), np.nan)
    return {
        "listings": listings.tolist(),
        "f1": plain(f1_by_label(emitted, truth)),
        "auc": plain(auc_by_label(scores, truth)),
        "missing_share": plain(missing),
    }


def plain(values, digits=4):
    """A list that JSON can hold: rounded, None for nan."""
    return [None if np.isnan(value) else round(float(value), digits) for value in values]
