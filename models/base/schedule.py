# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""How the learning rate goes over a training."""

import math


def one_cycle(progress, peak, warm=0.2):
    """The learning rate at `progress` 0..1 of the training: it rises in a line to `peak` until `warm`, then falls as a cosine."""
    if progress < warm:
        return peak * (0.04 + 0.96 * progress / warm)
    return peak * 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm)))
