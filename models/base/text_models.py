# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What text models over counts and bags share: token ids in, log odds out, and the ONNX graph around them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from base.graphs import GraphBuilder
from data import tokens
from data.bad_input import BadInput

LONGEST_TEXT = {"title": 57, "description": 300, "text": 360}  # in tokens
BOUND = 16.0  # of log odds
CHUNK = 4096  # texts scored at once


class TextModel:
    """A trained model that reads token ids. A kind adds what raises NotImplementedError here."""

    curve: Sequence[dict] = ()
    feature_count = 0

    def __init__(self, work, reads, tokenizer):
        self.work, self.reads, self.tokenizer = work, reads, tokenizer

    def logits_of(self, sequences):
        """float32 [n,L] of token ids int64 [T] each, none of them empty."""
        raise NotImplementedError

    def features_of(self, sequences):
        """float32 [n,feature_count]; asked only of kinds whose `feature_count` is not 0."""
        raise NotImplementedError

    def add_logits(self, build):
        """`logits_of` as nodes of a graph, from `tokens` to the result that it returns the name of; with features as `features`."""
        raise NotImplementedError

    def arrays(self):
        """{name: array}: what `save` writes besides the tokenizer."""
        raise NotImplementedError

    def logits(self, rows):
        """float32 [len(rows),L], nan if there is nothing to read."""
        return self._by_row(rows, self.logits_of, self.work.truth.shape[1], np.nan)

    def features(self, rows):
        """float32 [len(rows),F], zero if there is nothing to read; None if the kind has no such vector."""
        return self._by_row(rows, self.features_of, self.feature_count, 0) if self.feature_count else None

    def _by_row(self, rows, of_sequences, width, empty):
        found = np.full((len(rows), width), empty, np.float32)
        sequences = self.inputs(rows)
        readable = np.flatnonzero([len(sequence) for sequence in sequences])
        for start in range(0, len(readable), CHUNK):
            chosen = readable[start : start + CHUNK]
            found[chosen] = of_sequences([sequences[row] for row in chosen])
        return found

    def inputs(self, rows):
        texts = self.work.texts(self.reads)
        return tokens.encode(self.tokenizer, [texts[row] for row in rows], LONGEST_TEXT[self.reads])

    def graph(self, temperature, with_features=False):
        build = GraphBuilder()
        logits = self.add_logits(build)
        build.node("Div", [logits, build.constant("temperature", temperature)], "tempered")
        build.node("Sigmoid", ["tempered"], "scores")
        return build.model(
            self.reads,
            [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["N", "T"])],
            self.work.truth.shape[1],
            self.feature_count if with_features else 0,
        ).SerializeToString()

    def files(self):
        return {"tokenizer.json": self.tokenizer.to_str().encode()}

    def modality(self):
        return {"kind": "text", "max_tokens": LONGEST_TEXT[self.reads], "unknown_token": tokens.UNKNOWN}

    def save(self, folder):
        self.tokenizer.save(str(Path(folder) / "tokenizer.json"))
        np.savez(Path(folder) / "model.npz", **self.arrays())


def saved(folder):
    """(tokenizer, arrays by name) as `save` wrote them."""
    with np.load(Path(folder) / "model.npz") as arrays:
        return Tokenizer.from_file(str(Path(folder) / "tokenizer.json")), dict(arrays)


def learned_tokenizer(task, fewest):
    """(tokenizer, token ids, rows) of those listings of the task that have a token, int64 [T] each and int64 [n].

    The tokenizer's words are those that at least `fewest` of the task's listings hold. BadInput where no listing has a text.
    """
    texts = task.work.texts(task.reads)
    texts = [texts[row] for row in task.rows]
    if not any(text.strip() for text in texts):
        raise BadInput(f"{task.name}: no training listing has a text to read; train models that read another part of the listing")
    tokenizer = tokens.train_tokenizer(tokens.bag_rules(), texts, fewest)
    sequences = tokens.encode(tokenizer, texts, LONGEST_TEXT[task.reads])
    readable = np.flatnonzero([len(sequence) for sequence in sequences])
    return tokenizer, [sequences[row] for row in readable], task.rows[readable]
