# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Runs a bundle in ONNX Runtime, without PyTorch, as Java does: tokenise, prepare, score each modality, fuse."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import UnidentifiedImageError
from tokenizers import Tokenizer
from tqdm import tqdm

import tokens
from decoding import Decoder
from listings import BadInput, decode
from picture import Preparer

SCORED, ABSENT, UNREADABLE = "scored", "absent", "unreadable"


@dataclass
class Scored:
    scores: dict[str, np.ndarray]         # by modality and "fused", float32 [N,L]; zero where not scored
    status: dict[str, np.ndarray]         # by modality, [N] of SCORED, ABSENT, UNREADABLE
    sequences: dict[str, list]            # by text modality, token ids of every listing, after truncation
    unknown_share: dict[str, np.ndarray]  # by text modality, float [N]
    present: np.ndarray                   # float32 [N,M]


def session(graph, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class Bundle:
    def __init__(self, folder, threads=1):
        self.folder = Path(folder)
        try:
            self.spec = json.loads((self.folder / "bundle.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise BadInput(f"{folder}: no bundle.json there") from error
        self.labels = self.spec["labels"]
        self.modalities = self.spec["modalities"]
        self.names = [modality["name"] for modality in self.modalities]
        self.decoder = Decoder(self.labels, self.spec["decoding"])
        self._sessions = {modality["name"]: session(self._bytes(modality["graph"]), threads) for modality in self.modalities}
        self._tokenizers = {modality["name"]: Tokenizer.from_str(self._bytes(modality["tokenizer"]).decode())
                            for modality in self.modalities if modality["kind"] == "text"}
        self._preparers = {modality["name"]: Preparer(self._bytes(modality["prepare"]))
                           for modality in self.modalities if modality["kind"] == "image"}
        self._fusions = {name: session(self._bytes(graph), threads) for name, graph in self.spec["fusion"].items()}

    def _bytes(self, name):
        return (self.folder / name).read_bytes()

    def score(self, listings, pictures, batch=64, progress=False):
        """`pictures`: encoded bytes by file name. Returns Scored."""
        count, labels = len(listings), len(self.labels)
        found = Scored({name: np.zeros((count, labels), np.float32) for name in self.names}, {}, {}, {},
                       np.zeros((count, len(self.names)), np.float32))
        inputs = {}
        for modality in self.modalities:
            read = self._read_texts if modality["kind"] == "text" else self._read_pictures
            found.status[modality["name"]], inputs[modality["name"]] = read(modality, listings, pictures, found)
        for start in tqdm(range(0, count, batch), desc="score", disable=not progress):
            for index, modality in enumerate(self.modalities):
                name = modality["name"]
                rows = np.arange(start, min(start + batch, count))
                rows = rows[found.status[name][rows] == SCORED]
                if len(rows):
                    found.scores[name][rows] = self.score_inputs(name, [inputs[name][row] for row in rows])
                    found.present[rows, index] = 1
        found.scores["fused"] = self.fuse(found.scores, found.present)
        return found

    def score_inputs(self, name, inputs):
        """Scores of one batch of a modality: token ids, or prepared pictures."""
        if name in self._tokenizers:
            return self._sessions[name].run(["scores"], {"tokens": tokens.pad(inputs)})[0]
        return self._sessions[name].run(["scores"], {"images": np.stack(inputs)})[0]

    def fuse(self, scores, present, graph="graph"):
        """Fused scores [N,L] of those modalities that are present, by the fusion network (`graph`) or the `linear` one."""
        inputs = {name: scores[name] * present[:, [index]] for index, name in enumerate(self.names)}
        return self._fusions[graph].run(["scores"], inputs | {"present": present})[0]

    def unfamiliar(self, scored):
        """bool [N]: a text whose share of unknown words is above the limit of its modality."""
        limits = {modality["name"]: modality["max_unknown_share"] for modality in self.modalities if modality["kind"] == "text"}
        return np.any([scored.unknown_share[name] > limit for name, limit in limits.items()], axis=0)

    def _read_texts(self, modality, listings, pictures, found):
        name = modality["name"]
        texts = [getattr(listing, modality["field"]) for listing in listings]
        sequences = tokens.encode(self._tokenizers[name], texts, modality["max_tokens"])
        found.sequences[name] = sequences
        found.unknown_share[name] = np.array([tokens.unknown_share(sequence) for sequence in sequences])
        status = [SCORED if len(sequence) else UNREADABLE if text.strip() else ABSENT
                  for text, sequence in zip(texts, sequences)]
        return np.array(status), sequences

    def _read_pictures(self, modality, listings, pictures, found):
        status, prepared = [], []
        for listing in listings:
            name = getattr(listing, modality["field"])
            prepared.append(None)
            if name is None:
                status.append(ABSENT)
                continue
            try:
                prepared[-1] = self._preparers[modality["name"]](decode(pictures[name]))
                status.append(SCORED)
            except (KeyError, UnidentifiedImageError, OSError):
                status.append(UNREADABLE)
        return np.array(status), prepared
