# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Runs a bundle in ONNX Runtime, without PyTorch, as Java does: tokenise, prepare, score each modality, fuse."""

import json
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
from PIL import UnidentifiedImageError
from tokenizers import Tokenizer
from tqdm import tqdm

from base.graphs import session
from base.picture import Preparer
from data import tokens
from data.bad_input import BadInput
from data.listings import decode, joined_text
from deciding import cascade
from deciding.decoding import Decoder

SCORED, ABSENT, UNREADABLE, SKIPPED = "scored", "absent", "unreadable", "skipped"
PRESENT, FEATURES = "present", ".features"


@dataclass
class Scored:
    """What the models of a bundle make of N listings, before anything is decided."""

    scores: dict[str, np.ndarray]  # by modality and "fused", float32 [N,L]; zero where not scored
    status: dict[str, np.ndarray]  # by modality, [N] of SCORED, ABSENT, UNREADABLE
    sequences: dict[str, list]  # by text modality, token ids of every listing, after truncation
    unknown_share: dict[str, np.ndarray]  # by text modality, float [N]
    present: np.ndarray  # float32 [N,M]
    features: dict[str, np.ndarray]  # by modality whose features a fusion reads, float32 [N,F]; zero where not scored


class Bundle:
    """A bundle folder, open to score listings. BadInput if it is none, or if a fusion graph has an input that nothing gives."""

    def __init__(self, folder, threads=1):
        self.folder = Path(folder)
        try:
            self.spec = json.loads((self.folder / "bundle.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise BadInput(f"{folder}: has no bundle.json; give the folder of a bundle") from error
        self.labels = self.spec["labels"]
        self.modalities = self.spec["modalities"]
        self.names = [modality["name"] for modality in self.modalities]
        self.decoder = Decoder(self.labels, self.spec["decoding"])
        self._sessions = {modality["name"]: session(self._bytes(modality["graph"]), threads) for modality in self.modalities}
        self._tokenizers = {
            modality["name"]: Tokenizer.from_str(self._bytes(modality["tokenizer"]).decode())
            for modality in self.modalities
            if modality["kind"] == "text"
        }
        self._preparers = {
            modality["name"]: Preparer(self._bytes(modality["prepare"]))
            for modality in self.modalities
            if modality["kind"] == "image"
        }
        self._fusions = {name: session(self._bytes(graph), threads) for name, graph in self.spec["fusion"].items() if graph}
        self.feature_widths = {}  # by modality whose features a fusion reads
        for name, fusion in self._fusions.items():
            for given in fusion.get_inputs():
                if given.name not in (PRESENT, *self.names):
                    self._read_features(self.folder / self.spec["fusion"][name], given)

    def _read_features(self, file, given):
        """Notes that a fusion graph reads the features of a modality. BadInput if that modality gives none of that shape."""
        name = given.name.removesuffix(FEATURES)
        if name not in self.names:
            raise BadInput(
                f"{file}: has an input {given.name}, and the bundle no such modality (it has {', '.join(self.names)}); "
                f"inputs are {PRESENT} and, of each modality, NAME or NAME{FEATURES}"
            )
        outputs = {output.name: output.shape[-1] for output in self._sessions[name].get_outputs()}
        width = given.shape[-1]
        if not isinstance(width, int):
            raise BadInput(f"{file}: the input {given.name} does not say how many features it reads; its shape must be [N,F]")
        if "features" not in outputs or (isinstance(outputs["features"], int) and outputs["features"] != width):
            raise BadInput(
                f"{file}: has an input {given.name} [N,{width}], and the graph of {name} no output features of that shape"
            )
        self.feature_widths[name] = width

    def _bytes(self, name):
        return (self.folder / name).read_bytes()

    def score(self, listings, pictures, batch=64, progress=False):
        """A `Scored` of listings; `pictures`: encoded bytes by file name; `batch` listings are scored at once."""
        count, labels = len(listings), len(self.labels)
        found = Scored(
            {name: np.zeros((count, labels), np.float32) for name in self.names},
            {},
            {},
            {},
            np.zeros((count, len(self.names)), np.float32),
            {name: np.zeros((count, width), np.float32) for name, width in self.feature_widths.items()},
        )
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
                    found.scores[name][rows], *features = self.score_inputs(name, [inputs[name][row] for row in rows])
                    found.present[rows, index] = 1
                    if features:
                        found.features[name][rows] = features[0]
        found.scores["fused"] = self.fuse(found.scores, found.present, features=found.features)
        return found

    def score_inputs(self, name, inputs):
        """[scores] of one batch of a modality (token ids, or prepared pictures), or [scores, features] if a fusion reads the
        features.
        """
        outputs = ["scores", "features"] if name in self.feature_widths else ["scores"]
        given = {"tokens": tokens.pad(inputs)} if name in self._tokenizers else {"images": np.stack(inputs)}
        return self._sessions[name].run(outputs, given)

    def fuse(self, scores, present, graph="graph", features=None):
        """Fused scores float32 [N,L] of those modalities that are present, by the fusion network (`graph`) or the `linear` one.

        The graph is fed those of the scores, the features and `present` that it has inputs for.
        """
        inputs = {PRESENT: present}
        for index, name in enumerate(self.names):
            inputs[name] = scores[name] * present[:, [index]]
            if features and name in features:
                inputs[name + FEATURES] = features[name] * present[:, [index]]
        fusion = self._fusions[graph]
        return fusion.run(["scores"], {given.name: inputs[given.name] for given in fusion.get_inputs()})[0]

    def unfamiliar(self, scored, names=None):
        """bool [N]: a text has a larger share of unknown words than its modality allows; of all modalities, or of those named."""
        limits = {
            modality["name"]: modality["max_unknown_share"]
            for modality in self.modalities
            if modality["kind"] == "text" and (names is None or modality["name"] in names)
        }
        return np.any(
            [np.zeros(len(scored.present), bool)] + [scored.unknown_share[name] > limit for name, limit in limits.items()], axis=0
        )

    def heard(self, scored, stages):
        """A cascade.Heard for each of the `stages` [[modality]]; if nothing was scored yet, no label scores."""
        found = []
        for so_far in accumulate(stages):
            present = scored.present * np.array([name in so_far for name in self.names], np.float32)
            fused = self.fuse(scored.scores, present, features=scored.features) * present.any(axis=1, keepdims=True)
            found.append(cascade.heard(self.decoder, fused, self.unfamiliar(scored, so_far)))
        return found

    def cascaded(self, scored, target):
        """What the cascade would have scored: (Scored, int64 [N] of the deciding stage, [Heard]).

        `target` is an entry of the cascade's acceptance.targets. What no stage asked for is SKIPPED if the listing has it; its
        scores are zero and not present.
        """
        stages = [stage["modalities"] for stage in self.spec["cascade"]["stages"]]
        heard = self.heard(scored, stages)
        chosen = cascade.decided(heard, cascade.thresholds_of(self.spec["cascade"]), self.labels, target)
        asked = self.asked(stages, chosen)
        status = {
            name: np.where(asked[:, index] | (scored.status[name] == ABSENT), scored.status[name], SKIPPED)
            for index, name in enumerate(self.names)
        }
        scores = {name: scored.scores[name] * asked[:, [index]] for index, name in enumerate(self.names)}
        features = {name: values * asked[:, [self.names.index(name)]] for name, values in scored.features.items()}
        scores["fused"], _ = cascade.through(heard, chosen)
        return Scored(scores, status, scored.sequences, scored.unknown_share, scored.present * asked, features), chosen, heard

    def asked(self, stages, chosen):
        """bool [N,M]: the modality belongs to the deciding stage or to one before it."""
        stage_of = {name: index for index, names in enumerate(stages) for name in names}
        return np.array([stage_of[name] for name in self.names]) <= chosen[:, None]

    def _read_texts(self, modality, listings, pictures, found):
        name = modality["name"]
        texts = [
            joined_text(listing.title, listing.description) if modality["field"] == "text" else getattr(listing, modality["field"])
            for listing in listings
        ]
        sequences = tokens.encode(self._tokenizers[name], texts, modality["max_tokens"])
        found.sequences[name] = sequences
        found.unknown_share[name] = np.array([tokens.unknown_share(sequence, modality["unknown_token"]) for sequence in sequences])
        status = [
            SCORED if len(sequence) else UNREADABLE if text.strip() else ABSENT
            for text, sequence in zip(texts, sequences, strict=True)
        ]
        return np.array(status), sequences

    def _read_pictures(self, modality, listings, pictures, found):
        status: list[str] = []
        prepared: list[np.ndarray | None] = []
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
