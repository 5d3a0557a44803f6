# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 5: fits everything that stands on the base models' scores.

    python train_fusion.py --work WORK

Reads the logits that the steps before left in WORK. Fits on the part `fusion`, which no base model was trained on,
    a temperature for each modality,
    the fusion network, with modalities dropped at random; it also sees the out-of-fold scores of the texts of `train`,
    a ridge regression for each subset of modalities (the linear stack, only for comparison),
    a temperature for each subset,
    the emission threshold.
Writes WORK/fusion.pt (a dictionary, see `fit_all`). A few minutes on one core.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from scipy.optimize import minimize_scalar
from torch.nn import functional
from tqdm import tqdm

from decoding import Decoder, micro_f1
from labels import parents
from nets import FusionNet
from split import FUSION, TRAIN

SEED = 1
BATCH = 256
PEAK_RATE = 3e-3
SLOWER = 0.1  # the layers correct little and slowly, as few listings teach them
WEIGHT_DECAY = 0.02
RIDGE = 1.0
EPOCHS = 10
HIDDEN = 96
MARGIN = 0.1
DEAD_END_EMISSION = 0.999
EMISSION_TRIALS = np.arange(0.30, 0.71, 0.05)


def fit_temperature(logits, truth):
    """The divisor of the logits at which they predict the truth best."""
    logits, truth = torch.from_numpy(logits), torch.from_numpy(truth).float()

    def loss(log_temperature):
        return functional.binary_cross_entropy_with_logits(logits / np.exp(log_temperature), truth).item()

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))


def scores_of(logits, temperature):
    """Sigmoid of the tempered logits; zero where they are nan, and bool [N] of where they are not."""
    present = ~np.isnan(logits[:, 0])
    scores = np.zeros_like(logits)
    scores[present] = 1 / (1 + np.exp(-logits[present].astype(np.float64) / temperature))
    return scores, present


def drop_modalities(present, random):
    """Every subset of what is there is equally likely, but half of the listings keep all; nobody loses everything."""
    kept = present * (random.random(present.shape) < 0.5)
    kept[random.random(len(present)) < 0.5] = 1
    kept *= present
    empty = kept.sum(axis=1) == 0
    kept[empty] = present[empty]
    return kept.astype(np.float32)


def train_step(model, optimizer, scores, present, truth):
    loss = functional.binary_cross_entropy_with_logits(model(scores * present.unsqueeze(2), present), truth, reduction="sum")
    loss = loss / len(truth)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def fit_fusion(scores, present, truth, epochs, hidden, seed=SEED):
    """scores float32 [N,M,L], present float32 [N,M]; rows with nothing present are left out."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    rows = np.flatnonzero(present.any(axis=1))
    model = FusionNet(truth.shape[1], present.shape[1], hidden)
    weights_of_evidence = [model.subsets, model.by_label]
    layers = [*model.first.parameters(), *model.second.parameters(), *model.correction.parameters()]
    optimizer = torch.optim.AdamW([{"params": weights_of_evidence, "weight_decay": 0.0},
                                   {"params": layers, "weight_decay": WEIGHT_DECAY}])
    steps = epochs * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [PEAK_RATE, PEAK_RATE * SLOWER], total_steps=steps, pct_start=0.2)
    model.train()
    with tqdm(total=steps, desc="fusion", mininterval=10) as bar:
        for _ in range(epochs):
            order = random.permutation(rows)
            for start in range(0, len(order), BATCH):
                chosen = order[start:start + BATCH]
                train_step(model, optimizer, torch.from_numpy(scores[chosen]),
                           torch.from_numpy(drop_modalities(present[chosen], random)),
                           torch.from_numpy(truth[chosen]).float())
                schedule.step()
                bar.update()
    return model.eval()


def subsets_of(modalities):
    """(bits, float32 [M]) of every subset that is not empty; bit m is modality m."""
    for bits in range(1, 2 ** modalities):
        yield bits, np.array([(bits >> modality) & 1 for modality in range(modalities)], np.float32)


@torch.inference_mode()
def fused_logits(model, scores, present):
    found = [model(torch.from_numpy(scores[start:start + 4096]) * torch.from_numpy(present[start:start + 4096]).unsqueeze(2),
                   torch.from_numpy(present[start:start + 4096])) for start in range(0, len(scores), 4096)]
    return torch.cat(found).numpy()


def fit_subset_temperatures(model, scores, present, truth):
    """[2^M]; 1 for the empty subset. For each subset the listings that have all of it."""
    temperatures = np.ones(2 ** present.shape[1], np.float32)
    for bits, mask in subsets_of(present.shape[1]):
        rows = np.flatnonzero((present >= mask).all(axis=1))
        if len(rows):
            logits = fused_logits(model, scores[rows], np.tile(mask, (len(rows), 1)))
            temperatures[bits] = fit_temperature(logits, truth[rows])
    return temperatures


def fit_linear(scores, present, truth, ridge=RIDGE):
    """[2^M, M*L+1, L]: for each subset a ridge regression on its scores and a constant."""
    count, modalities, labels = scores.shape
    weights = np.zeros((2 ** modalities, modalities * labels + 1, labels), np.float32)
    for bits, mask in subsets_of(modalities):
        rows = np.flatnonzero((present >= mask).all(axis=1))
        used = np.append(np.repeat(mask, labels), 1).astype(bool)
        features = np.hstack([scores[rows].reshape(len(rows), -1), np.ones((len(rows), 1))])[:, used].astype(np.float64)
        penalty = ridge * np.eye(features.shape[1])
        penalty[-1, -1] = 1e-6
        weights[bits, used] = np.linalg.solve(features.T @ features + penalty, features.T @ truth[rows])
    return weights


def exclusive_groups(truth, parents, is_shelf, rare=0.001, nearly_all=0.99):
    """Siblings of which a listing has at most one: [{"labels", "required"}].

    Two siblings exclude one another when at most one in a thousand listings of the rarer one has both. From the commonest down, a
    label joins the group with the most listings among those whose members it all excludes. A group is required when nearly all
    listings that have its parent have one of its labels, or when it is its parent's only group and no listing ends at the parent:
    whoever has none of its labels belongs on a shelf that the bundle does not know.
    """
    groups = []
    for parent in sorted(set(parents.tolist())):
        siblings = np.flatnonzero(parents == parent)
        clusters = []
        for label in siblings[np.argsort(-truth[:, siblings].sum(axis=0), kind="stable")]:
            fitting = [cluster for cluster in clusters if all(_exclude(truth, label, member, rare) for member in cluster)]
            if fitting:
                max(fitting, key=lambda cluster: truth[:, cluster].sum()).append(label)
            else:
                clusters.append([label])
        having = truth[:, parent] if parent >= 0 else np.ones(len(truth), bool)
        never_the_end = parent >= 0 and not is_shelf[parent] and len(clusters) == 1
        for cluster in clusters:
            required = bool(never_the_end or truth[having][:, cluster].any(axis=1).mean() >= nearly_all)
            if required or len(cluster) > 1:
                groups.append({"labels": sorted(int(label) for label in cluster), "required": required})
    return groups


def emission_thresholds(labels, parent_of, threshold):
    """The labels with `emit`. A dead end, where no listing ends and below which no label is known, is as good as never emitted:
    then the group it stands in is left without a label, and the listing goes to a person, who knows the shelf."""
    childless = np.setdiff1d(np.arange(len(labels)), parent_of)
    dead_ends = {int(label) for label in childless if parent_of[label] >= 0 and not labels[label]["shelf"]}
    return [label | {"emit": DEAD_END_EMISSION if index in dead_ends else threshold} for index, label in enumerate(labels)]


def _exclude(truth, one, other, rare):
    fewer = min(truth[:, one].sum(), truth[:, other].sum())
    return (truth[:, one] & truth[:, other]).sum() <= rare * fewer


def fit_emission(labels, parent_of, decoding, scores, truth):
    """The threshold, for all labels, at which the decoded labels have the best micro-F1; of equals the middle one."""
    figures = [micro_f1(Decoder(emission_thresholds(labels, parent_of, trial), decoding).decode(scores).emitted, truth)
               for trial in EMISSION_TRIALS]
    best = np.flatnonzero(np.isclose(figures, max(figures), atol=2e-4, rtol=0))
    return round(float(EMISSION_TRIALS[best[len(best) // 2]]), 2)


def fit_all(logits, truth, parts, labels, parent_of, margin, epochs, hidden):
    """`logits` by modality [N,L]. Returns what export.py needs."""
    fitting, training = parts == FUSION, parts == TRAIN
    temperatures, scores, present = {}, [], []
    for name, found in logits.items():
        known = fitting & ~np.isnan(found[:, 0])
        temperatures[name] = fit_temperature(found[known], truth[known])
        tempered, there = scores_of(found, temperatures[name])
        scores.append(tempered)
        present.append(there)
    scores, present = np.stack(scores, axis=1), np.stack(present, axis=1).astype(np.float32)
    # the held-out part has all modalities but few listings: repeated, it weighs half as much as the texts of `train`
    repeats = max(1, int(training.sum() / max(1, fitting.sum()) / 2))
    rows = np.concatenate([np.flatnonzero(training), np.repeat(np.flatnonzero(fitting), repeats)])
    model = fit_fusion(scores[rows], present[rows], truth[rows], epochs, hidden)
    subset_temperatures = fit_subset_temperatures(model, scores[fitting], present[fitting], truth[fitting])
    decoding = {"groups": exclusive_groups(truth[training], parent_of,
                                           np.array([label["shelf"] for label in labels])), "margin": margin}
    bits = (present[fitting] @ (2 ** np.arange(len(logits)))).astype(int)
    fused = fused_logits(model, scores[fitting], present[fitting]) / subset_temperatures[bits][:, None]
    return {
        "temperatures": temperatures,
        "fusion": model.state_dict(),
        "subset_temperatures": torch.from_numpy(subset_temperatures),
        "linear": torch.from_numpy(fit_linear(scores[fitting], present[fitting], truth[fitting])),
        "decoding": decoding,
        "emit": fit_emission(labels, parent_of, decoding, 1 / (1 + np.exp(-fused)), truth[fitting]),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    given = arguments.parse_args()
    torch.set_num_threads(1)
    labels = json.loads((given.work / "labels.json").read_text(encoding="utf-8"))
    logits = {name: np.load(given.work / f"{name}.logits.npy") for name in ("title", "description", "image")}
    fitted = fit_all(logits, np.load(given.work / "truth.npy"), np.load(given.work / "parts.npy"), labels, parents(labels),
                     MARGIN, EPOCHS, HIDDEN)
    torch.save(fitted, given.work / "fusion.pt")
    print("temperatures", fitted["temperatures"], fitted["subset_temperatures"].tolist())
    print("emission threshold", fitted["emit"])
    for group in fitted["decoding"]["groups"]:
        print("required" if group["required"] else "optional",
              ", ".join(" > ".join(labels[label]["path"]) for label in group["labels"]))


if __name__ == "__main__":
    main()
