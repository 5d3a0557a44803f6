# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Fits everything that stands on the base models' scores. compare.py and export.py do it for you; this tries fusions alone.

    python -m fusion.train_fusion --work WORK --models title.cnn text.tfidf image.resnet18
                                  [--kinds max mean ridge policy paths] [--search 8] [--size small]

Reads WORK/models/NAME/logits.npy (and features.npy for early fusion) of one to six base models, in the order given. For each kind
of fusion (fit_fusion.KINDS, all by default) it prints micro-F1 on held-out twin groups of the part `fusion`, by which to choose,
and writes WORK/fusions/MODELS/KIND.pt. One to three minutes a kind on one core; `--search` is the number of settings of the policy
network to try.

For other modules
    stack_of(work, names)                    what base models say, tempered: (Stack, {name: temperature})
    fit_all(work, kind, names) -> Fitted     everything that an export needs; what was fitted before is loaded
    fit_stack(stack, kind, labels) -> Fitted the same from arrays
"""

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from data.bad_input import BadInput
from data.split import FUSION, TRAIN
from data.work import Work
from deciding import calibration, emission
from deciding.groups import decoding_of
from fusion import fit_fusion
from fusion.fit_fusion import KINDS, SIZES, Fusion, Stack, fit

SEED = 1
MOST_MODELS = 6


@dataclass
class Fitted:
    """Everything that is fitted on the scores of base models."""

    names: list  # base models
    temperatures: dict  # by base model, what its logits are divided by
    fusion: Fusion  # fusion.onnx
    linear: Fusion  # fusion.linear.onnx, the ridge regression
    labels: list  # as in labels.json, with `emit`
    decoding: dict  # {"groups", "margin"} of bundle.json
    notes: dict = field(default_factory=dict)  # emission and calibration, compared

    @property
    def held_out_f1(self):
        """Micro-F1 of the decoded labels on twin groups of `fusion` that nothing here was fitted on: what kinds are chosen by."""
        return self.notes["emission"]["held_out_micro_f1"][self.notes["emission"]["kept"]]


def stack_of(work, names):
    """(Stack, {name: temperature}). Each base model's temperature is fitted on `fusion`.

    The models that scored `train` out of fold learned from fewer listings and are less sure, so their scores have a temperature of
    their own: a score then means the same everywhere. BadInput if a model is not trained, or trained for another work folder.
    """
    if not 1 <= len(names) <= MOST_MODELS or len(set(names)) < len(names):
        raise BadInput(f"{' '.join(names)}: a fusion takes one to {MOST_MODELS} different base models; name so many, each once")
    is_train, is_fusion = work.parts == TRAIN, work.parts == FUSION
    temperatures, scores, present, features = {}, [], [], []
    for name in names:
        file = work.model_folder(name) / "logits.npy"
        if not file.exists():
            raise BadInput(f"{file}: is missing; run train.py --work {work.folder} --models {name} first")
        logits = np.load(file)
        if logits.shape != work.truth.shape:
            raise BadInput(
                f"{file}: has the shape {logits.shape}, and the work folder {work.truth.shape}; "
                f"delete {file.parent} and train {name} again"
            )
        temperatures[name], out_of_fold = (_temperature(logits, work.truth, part) for part in (is_fusion, is_train))
        tempered, there = calibration.tempered(logits, temperatures[name])
        if out_of_fold:
            tempered[is_train] = calibration.tempered(logits[is_train], out_of_fold)[0]
        temperatures[name] = temperatures[name] or 1.0
        scores.append(tempered)
        present.append(there)
        vectors = work.model_folder(name) / "features.npy"
        features.append(np.load(vectors, mmap_mode="r") if vectors.exists() else None)
    decoding = decoding_of(work.truth[is_train], work.parents, work.labels)
    return Stack(
        list(names),
        np.stack(scores, axis=1),
        np.stack(present, axis=1).astype(np.float32),
        work.truth,
        work.groups,
        work.rows(TRAIN),
        work.rows(FUSION),
        work.parents,
        [group["labels"] for group in decoding["groups"]],
        features,
    ), temperatures


def _temperature(logits, truth, rows):
    known = rows & ~np.isnan(logits[:, 0])
    return calibration.temperature(logits[known], truth[known]) if known.any() else None


def fit_stack(stack, kind, labels, temperatures=None, seed=SEED, size="full", options=None, fusion=None, linear=None):
    """`Fitted` from a Stack; `labels` as in labels.json. Give `fusion` and `linear` if they are fitted already."""
    fusion = fusion or fit(kind, stack, seed, size, options)
    linear = linear or (fusion if kind == "ridge" else fit("ridge", stack, seed, size))
    decoding = decoding_of(stack.truth[stack.train], stack.parents, labels)
    truth, folds = stack.truth[stack.fusion], stack.folds(stack.fusion, seed)
    thresholds, notes = emission.fit(labels, stack.parents, decoding, fusion.held_out, truth, folds)
    clipped = np.clip(fusion.held_out.astype(np.float64), 1e-7, 1 - 1e-7)
    notes = {"emission": notes, "calibration": calibration.compare(np.log(clipped) - np.log1p(-clipped), truth, folds)}
    return Fitted(
        list(stack.names),
        temperatures or {},
        fusion,
        linear,
        emission.with_thresholds(labels, stack.parents, thresholds),
        decoding,
        notes,
    )


def file_of(work, kind, names):
    """Where the fusion of these base models is kept."""
    return work.folder / "fusions" / "+".join(names) / f"{kind}.pt"


def fit_once(work, kind, names, stack, seed=SEED, size="full", options=None):
    """A Fusion; loaded if it was fitted before with the same seed, size and options, from base models no younger."""
    file, asked = file_of(work, kind, names), {"seed": seed, "size": size, "options": options or {}}
    youngest = max((work.model_folder(name) / "logits.npy").stat().st_mtime for name in names)
    if file.exists() and file.stat().st_mtime > youngest:
        kept = _kept(file)
        if kept["asked"] == asked:
            return kept["fusion"]
    fusion = fit(kind, stack, seed, size, options)
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"asked": asked, "fusion": fusion}, file.with_suffix(".partial"))
    file.with_suffix(".partial").rename(file)
    return fusion


def _kept(file):
    """What `fit_once` saved. Its classes are found by module and name; if one of those has changed, it counts as not fitted."""
    try:
        return torch.load(file, weights_only=False)
    except (ModuleNotFoundError, AttributeError):
        return {"asked": None}


def fit_all(work, kind, names, seed=SEED, size="full", options=None):
    """`Fitted` of base models in a work folder."""
    stack, temperatures = stack_of(work, names)
    fusion, linear = (fit_once(work, one, names, stack, seed, size, chosen) for one, chosen in ((kind, options), ("ridge", None)))
    return fit_stack(stack, kind, work.labels, temperatures, seed, size, options, fusion, linear)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--models", nargs="+", required=True, metavar="READS.FAMILY")
    arguments.add_argument("--kinds", nargs="+", choices=KINDS, metavar="KIND", help=f"of {' '.join(KINDS)}")
    arguments.add_argument("--search", type=int, default=0, help="settings of the policy network to try")
    arguments.add_argument("--size", choices=SIZES, default="full")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    work = Work(given.work)
    stack, temperatures = stack_of(work, given.models)
    print("temperatures", {name: round(found, 3) for name, found in temperatures.items()})
    for kind in given.kinds or fit_fusion.possible(stack):
        options = {"search": given.search} if KINDS[kind].space and given.search else None
        fusion = fit_once(work, kind, given.models, stack, SEED, given.size, options)
        fitted = fit_stack(stack, kind, work.labels, temperatures, fusion=fusion, linear=fusion)
        print(
            f"{kind}: micro-F1 of unseen listings {fitted.held_out_f1:.4f}, {fusion.parameters:,} parameters, "
            f"{fusion.seconds:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
