# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The loss that heads and fusions learn by."""

from torch.nn import functional


def binary_loss(logits, truth):
    """Binary cross-entropy of logits [N,L] against truth float32 [N,L]: summed over a listing's labels, mean over the listings."""
    return functional.binary_cross_entropy_with_logits(logits, truth, reduction="sum") / len(truth)
