# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What a bundle decides on listings like those it learned from. The service compares what it sees with this, to notice drift.

The listings are unseen ones of the same catalogue: the models are surer of those they learned from than they will ever be again.
"""

import numpy as np

BINS = 10


def reference(decoder, scores):
    """{"listings", "confidence": {"edges", "listings"}, "labels", "unlabelled"} of the fused scores [N,L] of unseen listings.

    `edges` cut the confidence of a listing, the least score of its emitted labels (0 without any), into bins of nearly equal mass;
    a value that equals an edge belongs above it. `labels` counts the listings for which each label was emitted, `unlabelled` those
    without any.
    """
    decoded = decoder.decode(scores)
    edges = np.unique(np.quantile(decoded.confidence, np.arange(1, BINS) / BINS).astype(np.float32))
    bins = np.searchsorted(edges, decoded.confidence, side="right")
    return {
        "listings": len(scores),
        "confidence": {
            "edges": [float(str(edge)) for edge in edges],
            "listings": np.bincount(bins, minlength=len(edges) + 1).tolist(),
        },
        "labels": decoded.emitted.sum(axis=0).tolist(),
        "unlabelled": int((~decoded.emitted.any(axis=1)).sum()),
    }
