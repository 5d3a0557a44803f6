# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 8, where needed: says how far Java's scores are from those of the same graphs in Python.

    shelver classify --listings F --images D --output decisions.jsonl --scores scores.jsonl
    python evaluate_bundle.py --bundle BUNDLE --listings F --images D --output OUT
    python compare_scores.py --java scores.jsonl --python OUT/scores.npz

`--java` may also be another `.npz`, to compare two processors. For each modality, and for the fused scores, it prints: how many
listings both scored and how many only one did, the largest difference of any score, the 99.9th percentile of the differences, and
the share of listings with the same top label. F must hold one listing a line, without blank lines.
"""

import argparse
import json
from pathlib import Path

import numpy as np


def from_java(path):
    """Name to {row: scores [L]} of a file that `classify --scores` wrote."""
    found: dict[str, dict[int, np.ndarray]] = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            for name, scores in entry["scores"].items():
                found.setdefault(name, {})[entry["line"] - 1] = np.array(scores, dtype=np.float32)
    return found


def from_python(path):
    """Name to {row: scores [L]} of a `scores.npz`; rows that were not scored are left out."""
    arrays = np.load(path)
    names = [name for name in arrays.files if arrays[name].ndim == 2]
    statuses = {name: arrays[f"status_{name}"] for name in names if f"status_{name}" in arrays.files}
    scored_by_any = np.any([status == "scored" for status in statuses.values()], axis=0)
    return {
        name: {
            int(row): arrays[name][row] for row in np.flatnonzero(statuses[name] == "scored" if name in statuses else scored_by_any)
        }
        for name in names
    }


def load(path):
    return from_python(path) if path.suffix == ".npz" else from_java(path)


def compare(one, other):
    """The figures of one modality: dict of `both`, `only_one`, `largest`, `p999`, `same_top`."""
    both = sorted(one.keys() & other.keys())
    first, second = np.stack([one[row] for row in both]), np.stack([other[row] for row in both])
    differences = np.abs(first - second)
    return {
        "both": len(both),
        "only_one": len(one.keys() ^ other.keys()),
        "largest": float(differences.max()),
        "p999": float(np.quantile(differences, 0.999)),
        "same_top": float(np.mean(first.argmax(axis=1) == second.argmax(axis=1))),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--java", type=Path, required=True)
    arguments.add_argument("--python", type=Path, required=True)
    given = arguments.parse_args()
    java, python = load(given.java), load(given.python)
    print(f"{'':12} {'both':>6} {'only one':>8} {'largest':>9} {'99.9%':>9} {'same top':>8}")
    for name in python:
        figures = compare(java.get(name, {}), python[name])
        print(
            f"{name:12} {figures['both']:6d} {figures['only_one']:8d} {figures['largest']:9.1e} {figures['p999']:9.1e}"
            f" {figures['same_top']:8.2%}"
        )


if __name__ == "__main__":
    main()
