# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The network for pictures. Those for texts are in `encoders`, `transformer` and `heads`."""

import torch
import torchvision
from torch import nn


class PictureNet(nn.Module):
    """A ResNet (`trunk`: resnet18 or resnet50) over uint8 or float pictures [N,3,h,w] of 0..255, normalisation inside."""

    mean: torch.Tensor
    deviation: torch.Tensor

    def __init__(self, labels, trunk="resnet50", mean=(0.79, 0.77, 0.76), deviation=(0.30, 0.31, 0.31)):
        super().__init__()
        self.register_buffer("mean", torch.empty(1, 3, 1, 1))
        self.register_buffer("deviation", torch.empty(1, 3, 1, 1))
        self.normalize(mean, deviation)
        self.trunk = getattr(torchvision.models, trunk)(weights=None, num_classes=labels, zero_init_residual=True)

    def normalize(self, mean, deviation):
        """Mean and standard deviation of each colour, in parts of 255."""
        self.mean.copy_(255 * torch.tensor(mean).view(1, 3, 1, 1))
        self.deviation.copy_(255 * torch.tensor(deviation).view(1, 3, 1, 1))

    def forward(self, images):
        return self.trunk((images.float() - self.mean) / self.deviation)
