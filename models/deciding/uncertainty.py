# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Which differences are more than chance.

Twins are right or wrong together, so listings are not independent; twin groups are. So groups, not listings, are drawn again with
replacement (the cluster bootstrap; Field and Welsh 2007). All rows are measured on the same draws, so the interval of a difference
is that of a paired comparison: much narrower than the two intervals beside each other suggest. Intervals are percentiles, 95%.
"""

import numpy as np

REPEATS = 2000
SEED = 1
TAILS = (2.5, 97.5)


def drawn(groups, repeats=REPEATS, seed=SEED):
    """float32 [repeats,G]: how often each twin group, in order of its number, is in each draw; groups int [N]."""
    count = len(np.unique(groups))
    return np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), size=repeats).astype(np.float32)


def micro_f1_samples(emitted, truth, groups, draws=None):
    """float64 [repeats]: the micro-F1 of each draw. emitted, truth bool [N,L], groups [N]."""
    draws = drawn(groups) if draws is None else draws
    place = np.unique(groups, return_inverse=True)[1]
    hits = np.bincount(place, np.sum(emitted & truth, axis=1))
    both = np.bincount(place, emitted.sum(axis=1) + truth.sum(axis=1))
    return 2 * (draws @ hits) / np.maximum(draws @ both, 1)


def mean_samples(values, groups, draws):
    """float64 [repeats]: the mean of values [N] in each draw."""
    place = np.unique(groups, return_inverse=True)[1]
    return (draws @ np.bincount(place, values)) / np.maximum(draws @ np.bincount(place), 1)


def interval(samples):
    """[low, high] of samples [repeats], 95%."""
    return [round(float(bound), 5) for bound in np.percentile(samples, TAILS)]


def error_reduction(fused, best):
    """The share of the best single model's errors that a fusion avoids: (F1 fused - F1 best) / (1 - F1 best)."""
    return (fused - best) / np.maximum(1 - best, 1e-9)


def compared(emitted, truth, groups):
    """The intervals of rows and of all their differences.

    `emitted` {row: bool [N,L]}. Returns {"repeats", "twin_groups", "intervals": {row: [low, high]}, "differences": {row: {other:
    [low, high]}}, "error_reductions": {row: {other: [low, high]}}}, where a difference is row minus other, of micro-F1; each pair
    stands there both ways.
    """
    draws = drawn(groups)
    samples = {row: micro_f1_samples(found, truth, groups, draws) for row, found in emitted.items()}

    def pairs(of):
        return {
            row: {other: interval(of(mine, theirs)) for other, theirs in samples.items() if other != row}
            for row, mine in samples.items()
        }

    return {
        "repeats": len(draws),
        "twin_groups": draws.shape[1],
        "intervals": {row: interval(found) for row, found in samples.items()},
        "differences": pairs(lambda mine, theirs: mine - theirs),
        "error_reductions": pairs(error_reduction),
    }
