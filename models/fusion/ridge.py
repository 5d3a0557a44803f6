# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Ridge regression of the truth on the scores of each subset of the base models: stacking as Wolpert and Breiman have it.

The strength of the penalty is chosen for each subset by the squared error on twin groups that were left out.
"""

import numpy as np

STRENGTHS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)


def subsets_of(modalities):
    """(bits, float32 [M]) of every subset that is not empty; bit m is modality m."""
    for bits in range(1, 2**modalities):
        yield bits, np.array([(bits >> modality) & 1 for modality in range(modalities)], np.float32)


def products(scores, present, truth, weights):
    """{bits of what is present: (X'WX, X'WY, y'Wy)}, X being all scores and a constant. All subsets are sums of these."""
    modalities = scores.shape[1]
    bits = (present @ 2 ** np.arange(modalities)).astype(int)
    sums = {}
    for pattern in np.unique(bits):
        rows = np.flatnonzero(bits == pattern)
        gram, cross, square = 0.0, 0.0, 0.0
        for start in range(0, len(rows), 4096):
            chosen = rows[start : start + 4096]
            x = np.hstack([scores[chosen].reshape(len(chosen), -1), np.ones((len(chosen), 1), np.float32)]).astype(np.float64)
            y, weighted = truth[chosen].astype(np.float64), x * weights[chosen, None]
            gram, cross = gram + weighted.T @ x, cross + weighted.T @ y
            square = square + weights[chosen] @ np.square(y)
        sums[int(pattern)] = (gram, cross, square)
    return sums


def of_subset(sums, bits, mask, labels):
    """The products of the listings that have all of a subset, on its columns; None if there is no such listing."""
    used = np.append(np.repeat(mask, labels), 1).astype(bool)
    having = [found for pattern, found in sums.items() if pattern & bits == bits]
    if not having:
        return None
    return (
        sum(found[0] for found in having)[np.ix_(used, used)],
        sum(found[1] for found in having)[used],
        sum(found[2] for found in having),
    )


def solve(gram, cross, strength):
    """The weights that minimise the squared error with a penalty of `strength`; the offset, the last row, is hardly penalised."""
    penalty = strength * np.eye(len(gram))
    penalty[-1, -1] = 1e-6
    return np.linalg.solve(gram + penalty, cross)


def fit(scores, present, truth, weights, held_out, strengths=STRENGTHS):
    """Weights [2^M, M*L+1, L] and the chosen strength of each subset, {bits: strength}.

    scores float32 [N,M,L], present float32 [N,M], truth bool [N,L], weights float [N] of the listings, held_out bool [N]: whole
    twin groups to choose the strength by; the regression is then fitted again on all.
    """
    _, modalities, labels = scores.shape
    learned, unseen = (products(scores[rows], present[rows], truth[rows], weights[rows]) for rows in (~held_out, held_out))
    found = np.zeros((2**modalities, modalities * labels + 1, labels), np.float32)
    chosen = {}
    for bits, mask in subsets_of(modalities):
        inside, outside = of_subset(learned, bits, mask, labels), of_subset(unseen, bits, mask, labels)
        both = [part for part in (inside, outside) if part is not None]
        if not both:
            continue
        chosen[bits] = 1.0
        if inside is not None and outside is not None:
            errors = []
            for strength in strengths:
                w = solve(inside[0], inside[1], strength)
                errors.append(np.sum(w * (outside[0] @ w)) - 2 * np.sum(w * outside[1]) + outside[2].sum())
            chosen[bits] = strengths[int(np.argmin(errors))]
        gram, cross = (sum(part[index] for part in both) for index in (0, 1))
        used = np.append(np.repeat(mask, labels), 1).astype(bool)
        found[bits, used] = solve(gram, cross, chosen[bits])
    return found, chosen
