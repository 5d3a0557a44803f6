# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Networks that read a text: tokens int64 [N,T], 0 where padded at the right, to vectors float32 [N,width].

Padding changes no vector. `embedding` may be stored in half precision; what is computed from it is not.
"""

import torch
from torch import nn
from torch.nn import functional

from data.tokens import PAD

BELOW_ALL = -2.0  # under what a cell of an LSTM can give


def embedding(words, width):
    """A table of `words` vectors of `width`, drawn at random; that of padding is zero."""
    found = nn.Embedding(words, width, padding_idx=PAD)
    nn.init.normal_(found.weight, std=0.3)
    found.weight.data[PAD] = 0
    return found


class Cnn(nn.Module):
    """Kim's convolutional sentence classifier (EMNLP 2014, arXiv 1408.5882), as Zahavy et al. modified it (arXiv 1611.09534).

    Filters over neighbouring words, the maximum over the text, a layer of rectified units. With `mean`, the mean over the text
    stands beside the maximum, for texts in which no single place tells the label.
    """

    def __init__(self, words, embedding_width=128, filters=200, spans=(5,), hidden=170, mean=False, embedding_dropout=0.2):
        super().__init__()
        self.embedding_dropout, self.mean, self.width = embedding_dropout, mean, hidden
        self.embedding = embedding(words, embedding_width)
        self.spans = tuple(spans)
        self.convolutions = nn.ModuleList(nn.Conv1d(embedding_width, filters, span) for span in spans)
        self.hidden = nn.Linear(filters * len(spans) * (2 if mean else 1), hidden)

    def forward(self, tokens):
        embedded = functional.dropout(self.embedding(tokens).float(), self.embedding_dropout, self.training).transpose(1, 2)
        is_word = (tokens != PAD).unsqueeze(1).float()
        pooled = []
        for span, convolution in zip(self.spans, self.convolutions, strict=True):
            found = functional.relu(convolution(functional.pad(embedded, ((span - 1) // 2, span // 2))))
            # after the rectifier nothing is below zero, so a padded place that counts as zero never wins
            found = found * is_word.to(found.dtype)
            pooled.append(found.amax(dim=2))
            if self.mean:
                pooled.append(found.float().sum(dim=2) / is_word.sum(dim=2).clamp(min=1))
        return functional.relu(self.hidden(torch.cat(pooled, dim=1)))


class Lstm(nn.Module):
    """Long short-term memory (Hochreiter and Schmidhuber 1997), read from the left and, with two directions, from the right;
    the maximum over the text, a layer of rectified units.

    The second direction reads the tokens turned round within each text, so that its padding is at the end too.
    """

    def __init__(self, words, embedding_width=128, cells=128, directions=2, hidden=170, embedding_dropout=0.2):
        super().__init__()
        self.embedding_dropout, self.width = embedding_dropout, hidden
        self.embedding = embedding(words, embedding_width)
        self.readers = nn.ModuleList(nn.LSTM(embedding_width, cells, batch_first=True) for _ in range(directions))
        self.hidden = nn.Linear(cells * directions, hidden)

    def forward(self, tokens):
        pooled = []
        for reader, ordered in zip(self.readers, (tokens, turned(tokens)), strict=False):
            embedded = functional.dropout(self.embedding(ordered).float(), self.embedding_dropout, self.training)
            states, _ = reader(embedded)
            pooled.append(states.masked_fill((ordered == PAD).unsqueeze(2), BELOW_ALL).amax(dim=1))
        return functional.relu(self.hidden(torch.cat(pooled, dim=1)))


def turned(tokens):
    """Tokens int64 [N,T] with each text from its last word to its first; the padding stays at the right."""
    places = torch.arange(tokens.shape[1], device=tokens.device).unsqueeze(0)
    mirrored = (tokens != PAD).sum(dim=1, keepdim=True) - 1 - places
    return tokens.gather(1, torch.where(mirrored >= 0, mirrored, places))
