# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The networks. All give logits [N,L]; sigmoid and temperature are added for the export."""

import torch
import torchvision
from torch import nn
from torch.nn import functional

PAD, UNKNOWN = 0, 1


class TextCnn(nn.Module):
    """Kim's convolutional sentence classifier as Zahavy et al. modified it (arXiv 1611.09534).

    tokens int64 [N,T], 0 where padded: embedding, 200 filters of width 5, maximum over the text, 170 rectified units, dropout.
    """

    def __init__(self, words, labels, embedding=128, filters=200, width=5, hidden=170, dropout=0.5, embedding_dropout=0.2):
        super().__init__()
        self.embedding_dropout = embedding_dropout
        self.embedding = nn.Embedding(words, embedding, padding_idx=PAD)
        nn.init.normal_(self.embedding.weight, std=0.3)
        self.embedding.weight.data[PAD] = 0
        self.convolution = nn.Conv1d(embedding, filters, width, padding=width // 2)
        self.hidden = nn.Linear(filters, hidden)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(hidden, labels)

    def forward(self, tokens):
        embedded = functional.dropout(self.embedding(tokens), self.embedding_dropout, self.training)
        features = functional.relu(self.convolution(embedded.transpose(1, 2)))
        # after the rectifier nothing is below zero, so a padded place that counts as zero never wins
        features = features * (tokens != PAD).unsqueeze(1).to(features.dtype)
        pooled = features.amax(dim=2)
        return self.output(self.dropout(functional.relu(self.hidden(pooled))))


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
