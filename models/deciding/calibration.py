# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""From scores to probabilities.

A temperature divides all logits (Guo et al., arXiv 1706.04599). Platt scaling gives each label its own scale and offset, drawn
towards the common ones if a label is rare. Isotonic regression fits any increasing function. `compare` measures them on twin groups
that they were not fitted on. Bundles hold a temperature for each base model and for each subset of them: for a fusion that is
trained on probabilities neither of the others was better. For `max`, `min` and `mean` they are, but a trained fusion is better
still.
"""

import numpy as np
import torch
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression
from torch.nn import functional

from deciding.decoding import reliability

BINS = 15
PLATT_PRIOR = 20.0  # a label's own scale and offset count as much as the common ones at about so many listings near the boundary


def log_loss(logits, truth):
    """The mean binary cross-entropy of logits [N,L]; truth bool [N,L]."""
    return float(np.mean(np.logaddexp(0, logits) - truth * logits))


def temperature(logits, truth):
    """The divisor above 0 at which the logits, float [N,L], predict the truth, bool [N,L], best."""
    logits, truth = torch.from_numpy(np.ascontiguousarray(logits, np.float32)), torch.from_numpy(truth).float()

    def loss(log_temperature):
        return functional.binary_cross_entropy_with_logits(logits / np.exp(log_temperature), truth).item()

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 3), method="bounded").x))


def tempered(logits, divisor):
    """(float32 [N,L]: sigmoid of logits / divisor, zero where they are nan; bool [N]: the rows where they are not)."""
    present = ~np.isnan(logits[:, 0])
    scores = np.zeros(logits.shape, np.float32)
    scores[present] = expit(logits[present].astype(np.float64) / divisor)
    return scores, present


def fit_temperature(logits, truth):
    """One divisor for all labels."""
    divisor = temperature(logits, truth)
    return lambda found: found / divisor


def fit_platt(logits, truth):
    """A scale and an offset a label, shrunk to one scale and no offset around the temperature."""
    common = 1 / temperature(logits, truth)
    scales, offsets = np.full(logits.shape[1], common), np.zeros(logits.shape[1])

    def loss(point, x, y):
        z = np.exp(point[0]) * common * x + point[1]
        error = expit(z) - y
        value = np.sum(np.logaddexp(0, z) - y * z) + PLATT_PRIOR / 2 * np.sum(np.square(point))
        return value, np.array([np.sum(error * (z - point[1])), error.sum()]) + PLATT_PRIOR * point

    for label in range(logits.shape[1]):
        of_label = (logits[:, label].astype(np.float64), truth[:, label])
        point = minimize(loss, np.zeros(2), of_label, jac=True, method="L-BFGS-B").x
        scales[label], offsets[label] = np.exp(point[0]) * common, point[1]
    return lambda found: found * scales + offsets


def fit_isotonic(logits, truth):
    """One increasing function for all labels."""
    fitted = IsotonicRegression(y_min=1e-5, y_max=1 - 1e-5, out_of_bounds="clip").fit(logits.ravel(), truth.ravel())

    def calibrated(found):
        chance = fitted.predict(found.ravel()).reshape(found.shape)
        return np.log(chance) - np.log1p(-chance)

    return calibrated


METHODS = {
    "none": lambda logits, truth: lambda found: found,
    "temperature": fit_temperature,
    "platt": fit_platt,
    "isotonic": fit_isotonic,
}


def compare(logits, truth, folds):
    """{method: {"log_loss", "calibration_error"}} on listings left out; `folds` int [N]. logits float [N,L]."""
    found = {}
    for name, fit in METHODS.items():
        out = np.zeros(logits.shape)
        for fold in np.unique(folds):
            out[folds == fold] = fit(logits[folds != fold], truth[folds != fold])(logits[folds == fold])
        found[name] = {"log_loss": round(log_loss(out, truth), 6), "calibration_error": round(error(expit(out), truth), 5)}
    return found


def error(scores, truth, bins=BINS, least=0.3):
    """The expected calibration error, 0..1, of all scores of at least `least`: of those that could be emitted."""
    chosen = scores >= least
    if not chosen.any():
        return 0.0
    parts = reliability(scores[chosen], truth[chosen], bins)
    return float(sum(part["count"] * abs(part["score"] - part["right"]) for part in parts) / chosen.sum())
