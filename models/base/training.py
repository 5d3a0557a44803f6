# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Trains a base model once: the model itself, and one without each fold for the scores that a fusion learns from.

train.py says what a trained model's folder holds.
"""

import contextlib
import json
import shutil
import time
from typing import Any

import numpy as np

from base.families import Task, parse
from data.bad_input import BadInput
from data.labels import micro_f1
from data.split import FUSION, TRAIN

FOLDS = 3
SEED = 1
WATCHED = 512  # unseen listings scored after each epoch, to see that it learns


def train(work, name, folds=FOLDS, size="full", threads=2, options=None):
    """Trains a model if that is not done yet; returns its card.

    `folds` 0 or more: as many further models, each without its fold of the twin groups; `size` one of families.SIZES; `threads` at
    least 1; `options` of the family. BadInput if the model was trained with other settings.
    """
    reads, family = parse(name)
    folder = work.model_folder(name)
    card_file = folder / "card.json"
    if "bundle" in (options or {}):
        folds = 0  # a model that is reused cannot be trained without a fold
    if card_file.exists():
        require_same(folder, {"size": size, "seed": SEED, "options": options or {}})
        card = json.loads(card_file.read_text(encoding="utf-8"))
        if card["folds"] or not folds:
            return card
    folder.mkdir(parents=True, exist_ok=True)
    require_same(folder, {"size": size, "seed": SEED, "options": options or {}})
    started = time.monotonic()

    def fitted(rows, what):
        checkpoint = folder / f"checkpoint-{what}"
        checkpoint.mkdir(exist_ok=True)
        return family.fit(
            Task(work, reads, rows, work.rows(FUSION)[:WATCHED], checkpoint, f"{name} {what}", SEED, size, threads, options)
        )

    training = work.training
    model = _once(folder / "model", lambda: fitted(training, "all"), lambda at: family.load(work, reads, at))
    notes = getattr(model, "notes", {})
    # where the training was interrupted, the learning curve knows how long it took altogether
    seconds = notes.get(
        "seconds", max([json.loads((folder / "model" / "seconds.json").read_text()), *(epoch["seconds"] for epoch in model.curve)])
    )
    unseen = np.flatnonzero(work.parts != TRAIN)
    logits = np.full(work.truth.shape, np.nan, np.float32)
    logits[unseen] = model.logits(unseen)
    features = model.features(np.arange(len(logits)))
    if features is not None:
        np.save(folder / "features.npy", np.nan_to_num(features).astype(np.float16))
    for fold in range(folds):
        inside = training[work.groups[training] % folds == fold]
        part = folder / f"fold-{fold + 1}-of-{folds}.npy"
        if not part.exists():
            other = fitted(np.setdiff1d(training, inside), f"fold-{fold + 1}-of-{folds}")
            np.save(part.with_suffix(".partial.npy"), other.logits(inside))
            part.with_suffix(".partial.npy").replace(part)
        logits[inside] = np.load(part)
    np.save(folder / "logits.npy", logits)
    watched = np.flatnonzero((work.parts == FUSION) & ~np.isnan(logits[:, 0]))
    card = {
        "name": name,
        "what": family.what,
        "parameters": model.parameters,
        "seconds": round(seconds, 1),
        "seconds_with_folds": round(time.monotonic() - started, 1),
        "folds": folds,
        "size": size,
        "seed": SEED,
        "options": options or {},
        "notes": notes,
        "curve": model.curve,
        "fusion_micro_f1_at_half": round(micro_f1(logits[watched] > 0, work.truth[watched]), 4),
    }
    card_file.write_text(json.dumps(card, indent=1), encoding="utf-8")
    for checkpoint in folder.glob("checkpoint-*"):
        shutil.rmtree(checkpoint)
    print(
        f"{name}: micro-F1 at 0.5 of {len(watched)} unseen listings {card['fusion_micro_f1_at_half']:.4f}, "
        f"{card['parameters']:,} parameters, {seconds:.0f} s",
        flush=True,
    )
    return card


def require_same(folder, asked):
    """BadInput if the model in the folder was trained with other settings than those asked for."""
    file = folder / "asked.json"
    if not file.exists():
        file.write_text(json.dumps(asked), encoding="utf-8")
    kept = json.loads(file.read_text(encoding="utf-8"))
    if kept != json.loads(json.dumps(asked)):
        raise BadInput(
            f"{folder}: was trained with {kept}, and {asked} is asked for; "
            "ask for the same, delete the folder, or use another --work"
        )


def _once(folder, fit, load):
    """What `fit` makes, saved to the folder at once or not at all; or what is saved there already."""
    if not folder.exists():
        draft = folder.with_suffix(".partial")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        started = time.monotonic()
        model = fit()
        (draft / "seconds.json").write_text(json.dumps(round(time.monotonic() - started, 1)), encoding="utf-8")
        model.save(draft)
        draft.rename(folder)
    return load(folder)


def parsed_options(settings):
    """{model: {name: value}} of MODEL:NAME=VALUE settings; a value is JSON, or else a text. BadInput if one has another form."""
    found: dict[str, dict[str, Any]] = {}
    for setting in settings:
        model, colon, rest = setting.partition(":")
        name, equals, value = rest.partition("=")
        if not (colon and equals and name):
            raise BadInput(f"--option {setting}: must be MODEL:NAME=VALUE, as in title.cnn:vectors=glove.txt")
        with contextlib.suppress(json.JSONDecodeError):  # else it is a word
            value = json.loads(value)
        found.setdefault(model, {})[name] = value
    return found
