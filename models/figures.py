# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The figures of a bundle on listings whose truth is known."""

import numpy as np

import acceptance
from decoding import (LOW_CONFIDENCE, calibration_error, doubts, leaf_accuracy, macro_f1, micro_f1, thresholds)


def simple_fusions(scores, present):
    """Largest and mean score of the modalities that are there. scores float32 [N,M,L], present [N,M]."""
    masked = scores * present[:, :, None]
    return {"max": masked.max(axis=1),
            "mean": masked.sum(axis=1) / np.maximum(present.sum(axis=1), 1)[:, None]}


def classification(decoder, labels, scores, truth, leaf_paths):
    decoded = decoder.decode(scores)
    return {"micro_f1": round(micro_f1(decoded.emitted, truth), 4),
            "leaf_accuracy": round(leaf_accuracy(decoder, decoded, labels, leaf_paths), 4),
            "macro_f1": round(macro_f1(decoded.emitted, truth), 4)}


def is_wrong(decoded, truth, outside):
    """bool [N]: the emitted set is not the true set; `outside` bool [N]: the listing has a label that the bundle lacks."""
    return (decoded.emitted != truth).any(axis=1) | outside


def automatic(decoder, labels, target, scores, unfamiliar, truth, outside):
    """What would be decided without a person: coverage, error, and how often each reason for review applies."""
    decoded = decoder.decode(scores)
    reasons = doubts(decoded, unfamiliar)
    reasons[LOW_CONFIDENCE] = decoded.emitted.any(axis=1) & (decoded.confidence < thresholds(decoded, labels, target))
    accepted = ~np.any(list(reasons.values()), axis=0)
    wrong = is_wrong(decoded, truth, outside)
    bound = acceptance.upper_bound(int(wrong[accepted].sum()), int(accepted.sum())) if accepted.any() else 1.0
    return {"coverage": round(float(accepted.mean()), 4),
            "error": round(float(wrong[accepted].mean()), 4) if accepted.any() else None,
            "error_upper_bound": round(bound, 4),
            "reasons": {name: round(float(found.mean()), 4) for name, found in reasons.items()}}


def calibration(decoder, scores, truth):
    return round(calibration_error(decoder.decode(scores), truth), 4)
