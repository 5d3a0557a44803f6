# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Word n-grams of token ids: which there are, how often each stands in a text, and the ONNX node that counts them.

An n-gram that holds padding or an unknown word is not counted, so padding changes nothing.
"""

import numpy as np
from scipy.sparse import csr_matrix, hstack

from data.tokens import UNKNOWN


class Ngrams:
    """A chosen list of n-grams: `grams[n - 1]` is int64 [V_n,n], rows in ascending order; features are numbered in this order."""

    def __init__(self, grams):
        self.grams = grams
        width = 1 + max([UNKNOWN, *(int(gram.max()) for gram in grams if gram.size)])
        self._width = width
        self._keys = [gram @ _powers(width, gram.shape[1]) for gram in grams]

    def __len__(self):
        return sum(map(len, self.grams))

    @classmethod
    def of(cls, sequences, longest, fewest):
        """Every n-gram of one to `longest` words that at least `fewest` of the texts hold."""
        width = 1 + max([UNKNOWN, *(int(sequence.max()) for sequence in sequences if len(sequence))])
        grams = []
        for length in range(1, longest + 1):
            rows, keys = _occurrences(sequences, length, width)
            pairs = np.unique(np.stack([keys, rows]), axis=1)[0]
            found, texts = np.unique(pairs, return_counts=True)
            grams.append(found[texts >= fewest][:, None] // _powers(width, length) % width)
        return cls(grams)

    def chosen(self, keep):
        """The n-grams for which `keep`, bool [V], is true."""
        parts = np.split(keep, np.cumsum([len(gram) for gram in self.grams])[:-1])
        return Ngrams([gram[part] for gram, part in zip(self.grams, parts, strict=True)])

    def commonest(self, sequences, most):
        """At most `most` of the n-grams: those that most of the texts hold; among equals the first."""
        texts = np.bincount(self.counts(sequences).indices, minlength=len(self))
        keep = np.zeros(len(self), bool)
        keep[np.argsort(-texts, kind="stable")[:most]] = True
        return self.chosen(keep)

    def counts(self, sequences):
        """Sparse float32 [N,V]: how often each n-gram stands in each text."""
        blocks = []
        for gram, known in zip(self.grams, self._keys, strict=True):
            rows, keys = _occurrences(sequences, gram.shape[1], self._width)
            columns = np.searchsorted(known, keys)
            hit = np.flatnonzero(columns < len(known))
            hit = hit[known[columns[hit]] == keys[hit]]
            shape = (len(sequences), len(known))
            blocks.append(csr_matrix((np.ones(len(hit), np.float32), (rows[hit], columns[hit])), shape=shape))
        return hstack(blocks, format="csr")

    def node(self, build, tokens="tokens", result="counts"):
        """`counts` as a node of a graph: float32 [N,V]."""
        starts = np.cumsum([0, *(gram.size for gram in self.grams)])[:-1]
        return build.node(
            "TfIdfVectorizer",
            [tokens],
            result,
            mode="TF",
            min_gram_length=1,
            max_gram_length=len(self.grams),
            max_skip_count=0,
            ngram_counts=starts.tolist(),
            ngram_indexes=list(range(len(self))),
            pool_int64s=np.concatenate([gram.ravel() for gram in self.grams]).tolist(),
        )


def _powers(width, length):
    """int64 [length]: the place values of a number to the base `width`; 63 bits hold three places of 100,000 words."""
    return width ** np.arange(length - 1, -1, -1, dtype=np.int64)


def _occurrences(sequences, length, width):
    """(rows, keys), int64: every place where `length` known words stand in a row. A word beyond `width` counts as unknown."""
    words = np.concatenate([np.zeros(0, np.int64), *sequences])
    words = np.where(words < width, words, UNKNOWN)
    row = np.repeat(np.arange(len(sequences)), [len(sequence) for sequence in sequences])
    last = max(0, len(words) - length + 1)
    columns = np.stack([words[start : start + last] for start in range(length)])
    whole = (columns > UNKNOWN).all(axis=0) & (row[:last] == row[length - 1 : length - 1 + last])
    return row[:last][whole], _powers(width, length) @ columns[:, whole]
