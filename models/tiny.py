# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Writes a tiny bundle for tests: eight labels, title and description only, trained on listings written by a template.

    python tiny.py [--output bundles/tiny]

Everything is made here from a seed; no data is read. Takes about a minute on one core; the bundle is under 200 KB.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

import bundle
import export
import graphs
import labels as labelling
import text_networks
import tokens
import train_fusion
from listings import Listing
from split import CALIBRATION, FUSION, TRAIN

SEED = 7
MARGIN = 0.1
EPOCHS = 20
HIDDEN = 12
LISTINGS = {TRAIN: 2400, FUSION: 600, CALIBRATION: 2400}
SHELVES = {
    ("Kitchen", "Pans"): ("frying pan|saucepan|grill pan|wok|stock pot", "cast iron|non-stick|lid|handle|induction|oven safe"),
    ("Kitchen", "Knives"): ("chef knife|bread knife|paring knife|cleaver|knife block", "blade|edge|forged|sharp|grip|steel core"),
    ("Kitchen", "Kettles"): ("kettle|gooseneck kettle|whistling kettle|tea kettle", "spout|boils|litre|lid|switches off|filter"),
    ("Garden", "Chairs"): ("deck chair|garden chair|folding chair|lounger", "armrests|weatherproof|cushion|folds flat|seat|teak"),
    ("Garden", "Hoses"): ("garden hose|hose reel|soaker hose|spiral hose", "metres|nozzle|connector|kink|watering|pressure"),
    ("Garden", "Spades"): ("spade|digging spade|shovel|border spade|trowel", "blade|ash shaft|digging|soil|tread|forged"),
}
MAKERS = "Ardmoor Belvane Corrigan Dunsley Elkhart Fernhill Glenrow Hartley Ingleby Juniper".split()
QUALITIES = "sturdy light compact classic large small green black grey red everyday professional".split()
FILLER = "made for daily use|easy to clean|comes with a guarantee|a welcome present|ships in one box|designed to last".split("|")
RECIPES = {name: text_networks.Recipe("cnn", max_tokens, 24, batch=64, dropout=0.1, unknown_rate=0.1,
                                      shape={"embedding_width": 16, "filters": 24, "hidden": 16, "embedding_dropout": 0.1})
           for name, max_tokens in (("title", 57), ("description", 300))}
FEWEST_TEXTS_A_WORD = 2
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


def trained_text(name, listings, labels, truth, parts):
    """Tokenizer, network and logits [N,L]; the part `train` is scored by networks that have not seen it."""
    recipe = RECIPES[name]
    texts = [getattr(listing, name) for listing in listings]
    tokenizer = tokens.train_tokenizer(text_networks.NORMALIZERS[name](), texts, FEWEST_TEXTS_A_WORD)
    sequences = tokens.encode(tokenizer, texts, recipe.max_tokens)

    def fitted(rows):
        network = text_networks.network_of(recipe, tokenizer, labels, SEED)
        text_networks.fit(network, recipe, sequences, truth, rows, SEED, name=name)
        return network

    training = np.flatnonzero(parts == TRAIN)
    network = fitted(training)
    logits = text_networks.logits_of(network, sequences, np.arange(len(listings)))
    for unseen in np.array_split(training, 2):
        logits[unseen] = text_networks.logits_of(fitted(np.setdiff1d(training, unseen)), sequences, unseen)
    return tokenizer, network, logits


def made():
    """Everything the bundle is written from: (specification, files)."""
    random = np.random.default_rng(SEED)
    listings = written_listings(sum(LISTINGS.values()), random)
    parts = np.repeat(list(LISTINGS), list(LISTINGS.values()))
    groups = np.arange(len(listings))
    labels = labelling.choose(listings, parts == TRAIN)
    truth = labelling.truth(listings, labels)
    files, sequences, logits, models = {}, {}, {}, {}
    for name in RECIPES:
        tokenizer, models[name], logits[name] = trained_text(name, listings, labels, truth, parts)
        sequences[name] = tokens.encode(tokenizer, [getattr(listing, name) for listing in listings], RECIPES[name].max_tokens)
        files[f"{name}.tokenizer.json"] = tokenizer.to_str().encode()
    fitted = train_fusion.fit_all(logits, truth, parts, labels, labelling.parents(labels), MARGIN, EPOCHS, HIDDEN)
    for name, model in models.items():
        readable = [sequence for sequence in sequences[name] if len(sequence)][:64]
        files[f"{name}.onnx"] = text_networks.graph_of(model, fitted["temperatures"][name], readable, name=name)
    files["fusion.onnx"] = export.checked_fusion_graph(fitted, list(RECIPES), len(labels))
    files["fusion.linear.onnx"] = graphs.linear_graph(fitted["linear"].numpy(), list(RECIPES)).SerializeToString()

    labels = train_fusion.emission_thresholds(labels, labelling.parents(labels), fitted["emit"])
    evidence = export.Evidence(fitted, logits, files["fusion.onnx"], files["fusion.linear.onnx"])
    limits = export.unknown_limits(sequences, np.flatnonzero(parts == FUSION))
    calibration = np.flatnonzero(parts == CALIBRATION)
    accept = export.fitted_acceptance(
        labels, fitted["decoding"], evidence.fused(calibration), export.unfamiliar(sequences, limits, len(listings))[calibration],
        truth[calibration], export.has_label_outside(listings, labels)[calibration], groups[calibration])
    modalities = [export.text_modality(name, RECIPES[name], limits[name]) for name in RECIPES]
    return export.specification("tiny", "1.0.0", "Kitchen and garden articles from generated listings, for tests.",
                                "Made by models/tiny.py from generated texts; under the licence of the project.",
                                {"name": "tiny", "version": "1"}, labels, modalities, fitted["decoding"], accept, {}), files


def golden_inputs():
    return [(bundle.text_listing(f"golden-{number:02}", title, description), None)
            for number, (title, description) in enumerate(GOLDEN, start=1)]


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
