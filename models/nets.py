# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The networks for pictures and for fusion; those for texts are in encoders.py, transformer.py and heads.py. All give logits [N,L];
sigmoid and temperature are added for the export."""

import torch
import torchvision
from torch import nn

EVIDENCE_BOUND = 1e-5
EVIDENCE_SCALE = 4.0


class PictureNet(nn.Module):
    """A ResNet (`trunk`: resnet18 or resnet50) over uint8 or float pictures [N,3,h,w] of 0..255, normalisation inside."""

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


class FusionNet(nn.Module):
    """Fuses scores [N,M,L] of the modalities that are present [N,M] (1 or 0) into logits [N,L].

    The evidence of a modality is the log odds of its scores, nothing where it is absent. Layers sigmoid, tanh and (outside)
    sigmoid correct a weighted sum of the evidence, whose weights depend on which modalities are there.
    """

    def __init__(self, labels, modalities, hidden=96, dropout=0.3):
        super().__init__()
        self.subsets = nn.Parameter(self._even_weights(modalities))
        self.by_label = nn.Parameter(torch.zeros(modalities, labels))
        self.first = nn.Linear(modalities * labels + modalities, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.correction = nn.Linear(hidden, labels)
        nn.init.zeros_(self.correction.weight)
        nn.init.zeros_(self.correction.bias)
        self.dropout = nn.Dropout(dropout)

    @staticmethod
    def _even_weights(modalities):
        """[2^M, M]: row k is the subset whose bits k has; one modality alone weighs 1, several together a little more."""
        bits = torch.tensor([[(subset >> modality) & 1 for modality in range(modalities)] for subset in range(2 ** modalities)])
        return bits / bits.sum(dim=1, keepdim=True).clamp(min=1).sqrt()

    def forward(self, scores, present):
        found = evidence(scores) * present.unsqueeze(2)
        weights = self.subsets[subset_index(present)].unsqueeze(2) * (1 + self.by_label)
        flat = torch.cat([found.flatten(1) / EVIDENCE_SCALE, present], dim=1)
        inner = torch.tanh(self.second(self.dropout(torch.sigmoid(self.first(flat)))))
        return (weights * found).sum(dim=1) + self.correction(self.dropout(inner))


def evidence(scores):
    """Log odds of scores, bounded at about 11.5."""
    bounded = scores.clamp(EVIDENCE_BOUND, 1 - EVIDENCE_BOUND)
    return torch.log(bounded) - torch.log(1 - bounded)


def subset_index(present):
    """int64 [N]: modality m is bit m."""
    powers = 2 ** torch.arange(present.shape[1], device=present.device)
    return (present.round().long() * powers).sum(dim=1)
