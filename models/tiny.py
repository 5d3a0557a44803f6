# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Writes a tiny bundle for tests: eight labels, title and description only, trained on listings that a template writes.

    python tiny.py [--output bundles/tiny]

Everything is made here from a seed; no data is read. Takes about a minute on one core; the bundle is under 200 KB.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import torch

from base.training import train
from bundling import bundle, exporting
from data import labels as labelling
from data.listings import Listing, write_listings
from data.split import CALIBRATION, FUSION, TRAIN, VALIDATION
from data.work import Work
from fusion.candidate import Candidate

SEED = 7
VERSION = "1.0.0"
ABOUT = {
    "description": "Kitchen and garden articles from generated listings, for tests.",
    "terms": "Made by models/tiny.py from generated texts; under the licence of the project.",
}
MODELS = ["title.cnn", "description.cnn"]
OPTIONS = {
    "epochs": 24,
    "dropout": 0.1,
    "unknown_rate": 0.1,
    "shape": {"embedding_width": 16, "filters": 24, "hidden": 16, "embedding_dropout": 0.1},
}
FUSION_KIND = "evidence"
FUSION_OPTIONS = {"hidden": 12}
LISTINGS = {TRAIN: 2400, FUSION: 600, CALIBRATION: 2400, VALIDATION: 100}
SHELVES = {
    ("Kitchen", "Pans"): ("frying pan|saucepan|grill pan|wok|stock pot", "cast iron|non-stick|lid|handle|induction|oven safe"),
    ("Kitchen", "Knives"): ("chef knife|bread knife|paring knife|cleaver|knife block", "blade|edge|forged|sharp|grip|steel core"),
    ("Kitchen", "Kettles"): ("kettle|gooseneck kettle|whistling kettle|tea kettle", "spout|boils|litre|lid|switches off|filter"),
    ("Garden", "Chairs"): ("deck chair|garden chair|folding chair|lounger", "armrests|weatherproof|cushion|folds flat|seat|teak"),
    ("Garden", "Hoses"): ("garden hose|hose reel|soaker hose|spiral hose", "metres|nozzle|connector|kink|watering|pressure"),
    ("Garden", "Spades"): ("spade|digging spade|shovel|border spade|trowel", "blade|ash shaft|digging|soil|tread|forged"),
}
MAKERS = ["Ardmoor", "Belvane", "Corrigan", "Dunsley", "Elkhart", "Fernhill", "Glenrow", "Hartley", "Ingleby", "Juniper"]
QUALITIES = ["sturdy", "light", "compact", "classic", "large", "small", "green", "black", "grey", "red", "everyday", "professional"]
FILLER = [
    "made for daily use",
    "easy to clean",
    "comes with a guarantee",
    "a welcome present",
    "ships in one box",
    "designed to last",
]
GOLDEN = (
    ("Ardmoor sturdy frying pan", "Cast iron with a handle, oven safe. Easy to clean."),
    ("Corrigan chef knife 20 cm", "Forged blade with a sharp edge and a good grip."),
    ("Whistling kettle", ""),
    ("", "Boils a litre, switches off by itself, with a filter in the spout."),
    ("Glenrow folding chair green", "Folds flat, weatherproof, with a cushion for the seat."),
    ("Hose reel", "Thirty metres with a nozzle and a connector."),
    ("Border spade, ash shaft", "Forged blade for digging heavy soil."),
    ("Grüner Gartenschlauch 30 m", "Mit Düse und Anschluss, knickfest."),
    ("Couteau de cuisine forgé", "Lame tranchante, poignée noire."),
    ("बगीचे की कुर्सी", "मौसम से सुरक्षित"),
    ("🍳🍳🍳", "Non-stick lid with a handle 🍳"),
    ("KETTLE!!! best price", "kettle kettle kettle " * 120),
)


def written_listings(count, random):
    """`count` listings; some have no description, some titles name only the maker, a few mix two shelves up."""
    shelves = list(SHELVES)
    listings = []
    for number in range(count):
        shelf = shelves[random.integers(len(shelves))]
        names, traits = (text.split("|") for text in SHELVES[shelf])
        other_traits = SHELVES[shelves[random.integers(len(shelves))]][1].split("|")
        name = "article" if random.random() < 0.05 else random.choice(names)
        title = [random.choice(MAKERS), random.choice(QUALITIES), name]
        if random.random() < 0.2:
            title.append(str(random.integers(1, 100)))
        parts = [*random.choice(other_traits if random.random() < 0.03 else traits, 2), *random.choice(FILLER, 2)]
        description = "" if random.random() < 0.1 else ", ".join(random.permutation(parts)) + "."
        listings.append(Listing(f"tiny-{number}", " ".join(title), description, None, (shelf,)))
    return listings


def work_folder(folder):
    """A `Work` of written listings, each a twin group of its own."""
    random = np.random.default_rng(SEED)
    listings = written_listings(sum(LISTINGS.values()), random)
    parts = np.repeat(list(LISTINGS), list(LISTINGS.values()))
    labels = labelling.choose(listings, parts == TRAIN)
    write_listings(folder / "listings.jsonl", listings)
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    np.save(folder / "truth.npy", labelling.truth(listings, labels))
    np.save(folder / "groups.npy", np.arange(len(listings)))
    np.save(folder / "parts.npy", parts)
    return Work(folder)


def made():
    """Everything that the bundle is written from: (bundle.json without the checksums, files)."""
    with tempfile.TemporaryDirectory() as folder:
        work = work_folder(Path(folder))
        for name in MODELS:
            train(work, name, folds=2, threads=1, options=OPTIONS)
        candidate = Candidate(work, MODELS, FUSION_KIND, options=FUSION_OPTIONS)
        spec, files = exporting.exported(candidate, "tiny", VERSION, ABOUT)
    spec.pop("cascade", None)  # the bundle for tests in which every model runs
    return spec | {"evaluation": {}}, files


def golden_inputs():
    return [
        (bundle.text_listing(f"golden-{number:02}", title, description), None)
        for number, (title, description) in enumerate(GOLDEN, start=1)
    ]


def write(folder):
    specification, files = made()
    bundle.write(folder, specification, files, golden_inputs())


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--output", type=Path, default=Path(__file__).parent / "bundles" / "tiny")
    given = arguments.parse_args()
    torch.set_num_threads(1)
    write(given.output)


if __name__ == "__main__":
    main()
