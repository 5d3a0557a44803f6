# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""A candidate: base models, their fusion, and everything it takes to serve them.

compare.py measures candidates, export.py writes one as a bundle.
"""

import dataclasses
from collections import Counter
from itertools import accumulate

import numpy as np

from base.families import parse
from base.graphs import session
from data import tokens
from data.labels import has_label_outside, shelf_roots
from data.split import CALIBRATION, FUSION, VALIDATION
from deciding import acceptance, cascade, figures, fit_cascade
from deciding.decoding import Decoder, doubts
from fusion.train_fusion import fit_all, stack_of

FAMILIAR_QUANTILE = 0.995
FAMILIAR_AT_LEAST = 0.25
LISTING_PARTS = ("title", "description", "image")


def modality_names(models):
    """{modality: base model}: a modality is named after what it reads; further ones that read the same also after their family."""
    named = {}
    for model in models:
        reads, family = parse(model)
        named[reads if reads not in named else f"{reads}_{family.name}"] = model
    return named


def parts_read(model):
    """The parts of a listing that a base model reads: title, description, image."""
    reads, _ = parse(model)
    return {"title", "description"} if reads == "text" else {reads}


def part_subsets(models):
    """(row name, float32 [M]) of each smaller set of a listing's parts: 1 for the base models that read nothing else.

    The rows are those of Java's `evaluate`.
    """
    read = [parts_read(model) for model in models]
    for parts in [{part} for part in LISTING_PARTS] + [
        {one, other} for place, one in enumerate(LISTING_PARTS) for other in LISTING_PARTS[place + 1 :]
    ]:
        within = [found <= parts for found in read]
        covered = set().union(*(found for found, is_within in zip(read, within, strict=True) if is_within))
        if covered != parts or all(within) or (len(parts) == 1 and sum(within) == 1):
            continue
        name = "+".join(part for part in LISTING_PARTS if part in parts)
        yield name + (" only" if len(parts) == 1 else ""), np.array(within, np.float32)


class Candidate:
    """`models`: names of one to six trained base models; `kind`: one of fit_fusion.KINDS; `size` and `options` as fit_fusion.fit
    has them.
    """

    def __init__(self, work, models, kind, size="full", options=None):
        self.work, self.modalities = work, modality_names(models)
        self.fitted = fit_all(work, kind, list(models), size=size, options=options)
        self.stack, _ = stack_of(work, list(models))
        names = list(self.modalities)
        self.fusion = dataclasses.replace(self.fitted.fusion, names=names)
        self.linear = dataclasses.replace(self.fitted.linear, names=names)
        self.labels, self.decoding = self.fitted.labels, self.fitted.decoding
        self.decoder = Decoder(self.labels, self.decoding)
        self.graphs = {"fusion.onnx": self.fusion.graph(), "fusion.linear.onnx": self.linear.graph()}
        self._sessions = {name: session(graph) for name, graph in self.graphs.items()}
        self.outside = has_label_outside(work.listings, self.labels)

    @property
    def name(self):
        """As the report names the row: KIND(A + B)."""
        return f"{self.fusion.kind}({' + '.join(self.modalities.values())})"

    def load(self):
        """{modality: the trained model}"""
        found = {}
        for modality, name in self.modalities.items():
            reads, family = parse(name)
            found[modality] = family.load(self.work, reads, self.work.model_folder(name) / "model")
        return found

    def inputs(self, rows, keep=None):
        """What the fusion graph is fed: {input: array}; `keep` float32 [M] leaves only some modalities."""
        present = (self.stack.present[rows] * (1 if keep is None else keep)).astype(np.float32)
        found = {name: self.stack.scores[rows, index] * present[:, [index]] for index, name in enumerate(self.modalities)}
        for name in self.fusion.reads_features:
            index = list(self.modalities).index(name)
            found[f"{name}.features"] = np.nan_to_num(self.stack.features[index][rows].astype(np.float32)) * present[:, [index]]
        return found | {"present": present}

    def fused(self, rows, keep=None, by="fusion.onnx"):
        """float32 [len(rows),L] by the exported graph named `by`; zero if no modality is left."""
        inputs, runs = self.inputs(rows, keep), self._sessions[by]
        needed = {one.name: inputs[one.name] for one in runs.get_inputs()}
        return runs.run(["scores"], needed)[0] * inputs["present"].any(axis=1, keepdims=True)

    def unknown_limits(self, models):
        """{text modality: the share, 0..1, of unknown words that all but 0.5% of unseen listings keep within}; at least 0.25."""
        return {
            name: max(FAMILIAR_AT_LEAST, float(np.ceil(100 * np.quantile(shares[self.work.rows(FUSION)], FAMILIAR_QUANTILE)) / 100))
            for name, shares in self._unknown_shares(models).items()
        }

    def unfamiliar(self, models, limits, names=None):
        """bool [N]: a text has more unknown words than the limit of its modality; of all modalities, or of those named."""
        shares = self._unknown_shares(models)
        return np.any(
            [np.zeros(len(self.work.truth), bool)]
            + [shares[name] > limit for name, limit in limits.items() if names is None or name in names],
            axis=0,
        )

    def _unknown_shares(self, models):
        if not hasattr(self, "_shares"):
            rows = np.arange(len(self.work.truth))
            self._shares = {
                name: np.array(
                    [tokens.unknown_share(sequence, model.modality()["unknown_token"]) for sequence in model.inputs(rows)]
                )
                for name, model in models.items()
                if model.modality()["kind"] == "text"
            }
        return self._shares

    def acceptance(self, unfamiliar):
        """(`acceptance` section, what is said of roots without a threshold), fitted on `calibration`; `targets` may be empty."""
        part = self.work.rows(CALIBRATION)
        rows = part[acceptance.one_of_each_group(self.work.groups[part], np.random.default_rng(0))]
        decoded = self.decoder.decode(self.fused(rows))
        doubted = np.any(list(doubts(decoded, unfamiliar[rows]).values()), axis=0)
        wrong = figures.is_wrong(decoded, self.work.truth[rows], self.outside[rows])
        root_names = np.array([self.labels[root]["path"][0] if root >= 0 else "" for root in decoded.root])
        accept = acceptance.fit(decoded, doubted, wrong, root_names)
        return accept, acceptance.fallbacks(accept, decoded, doubted, wrong, root_names, shelf_roots(self.labels))

    def heard(self, rows, models, limits, stages):
        """A cascade.Heard of the listings `rows` for each of the `stages` [[modality]]."""
        found = []
        for so_far in accumulate(stages):
            keep = np.array([name in so_far for name in self.modalities], np.float32)
            found.append(cascade.heard(self.decoder, self.fused(rows, keep), self.unfamiliar(models, limits, so_far)[rows]))
        return found

    def cascade(self, models, limits, exhaustive):
        """(the `cascade` section, what `evaluation` says of it), fitted on `calibration`, measured on `validation`.

        None if none can be certified, or if all models are equally cheap. `exhaustive` is the `acceptance` section.
        """
        stages = cascade.stages_of(
            [
                {"name": name, "field": parse(self.modalities[name])[0], "kind": model.modality()["kind"]}
                for name, model in models.items()
            ]
        )
        if not stages:
            return None

        def part(rows):
            there = {name: self.stack.present[rows, index] > 0 for index, name in enumerate(self.modalities)}
            return fit_cascade.Part(
                self.heard(rows, models, limits, stages), there, self.work.truth[rows], self.outside[rows], self.work.groups[rows]
            )

        return fit_cascade.fit(
            self.decoder, self.labels, stages, part(self.work.rows(CALIBRATION)), part(self.work.rows(VALIDATION)), exhaustive
        )

    def variants(self, rows):
        """{row name: scores float32 [len(rows),L]}, the rows of Java's `evaluate`."""
        models = list(self.modalities.values())
        found = {name: self.stack.scores[rows, index] for index, name in enumerate(self.modalities)}
        found |= figures.simple_fusions(self.stack.scores[rows], self.stack.present[rows])
        found["linear"] = self.fused(rows, by="fusion.linear.onnx")
        found |= {name: self.fused(rows, keep) for name, keep in part_subsets(models)}
        return found | {"fused": self.fused(rows)}


def split_counts(work, names):
    """{part: number of its listings}."""
    counts = Counter(work.parts.tolist())
    return {name: counts[part] for part, name in enumerate(names)}
