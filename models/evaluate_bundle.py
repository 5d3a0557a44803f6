# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 7: runs a bundle over listings in ONNX Runtime, as Java does, and writes what it scored and decided.

    python evaluate_bundle.py --bundle bundles/fashion --listings F [--images D] [--images D2] --output OUT
                              [--target 0.02] [--limit 2000] [--threads 1]

Writes into the folder OUT
    scores.npz       listing_ids [N]; for each modality and `fused` float32 [N,L]; STATUS_modality [N]: scored, absent, unreadable
    decisions.jsonl  a line for each listing: listing_id, door, labels with coherent scores, reasons, status of the modalities
    report.json      share of each door and reason, and the figures where the listings' categories are known to the bundle
When a picture name is in several of the folders, the last one counts. Needs no PyTorch.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

import figures
from decoding import LOW_CONFIDENCE, REASONS, doubts, thresholds
from labels import truth
from listings import BadInput, iterate_pictures, read_listings
from runner import SCORED, Bundle

NOTHING_READABLE = "NOTHING_READABLE"


def review_reasons(bundle, scored, decoded, target):
    """A list of reasons for each listing; empty where it is decided without a person."""
    readable = scored.present.any(axis=1)
    found = doubts(decoded, bundle.unfamiliar(scored))
    found[LOW_CONFIDENCE] = decoded.emitted.any(axis=1) & (decoded.confidence < thresholds(decoded, bundle.labels, target))
    return [[name for name in REASONS if found[name][row]] if readable[row] else [NOTHING_READABLE]
            for row in range(len(readable))]


def decision(bundle, listing, row, scored, decoded, reasons):
    emitted = np.flatnonzero(decoded.emitted[row]) if reasons != [NOTHING_READABLE] else []
    return {
        "listing_id": listing.listing_id,
        "door": "reviews" if reasons else "categories",
        "labels": [{"path": bundle.labels[label]["path"], "score": float(decoded.coherent[row, label])} for label in emitted],
        "reasons": reasons,
        "modalities": {name: str(scored.status[name][row]) for name in bundle.names},
    }


def report(bundle, listings, scored, target, reasons):
    known = truth(listings, bundle.labels)
    label_paths = {tuple(label["path"]) for label in bundle.labels}
    outside = np.array([not listing.label_paths() <= label_paths for listing in listings])
    found = {
        "listings": len(listings),
        "reviews": float(np.mean([bool(why) for why in reasons])),
        "reasons": {name: count / len(listings) for name, count in Counter(name for why in reasons for name in why).items()},
        "unscored": {name: int(np.sum(scored.status[name] != SCORED)) for name in bundle.names},
    }
    if known.any():
        leaves = [listing.leaf_path for listing in listings]
        found["scores"] = {name: figures.classification(bundle.decoder, bundle.labels, scores, known, leaves)
                           for name, scores in scored.scores.items()}
        found["auto"] = figures.automatic(bundle.decoder, bundle.labels, target, scored.scores["fused"],
                                          bundle.unfamiliar(scored), known, outside)
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bundle", type=Path, required=True)
    arguments.add_argument("--listings", type=Path, required=True)
    arguments.add_argument("--images", type=Path, action="append", default=[])
    arguments.add_argument("--output", type=Path, required=True)
    arguments.add_argument("--target", type=float)
    arguments.add_argument("--limit", type=int, help="only the first so many listings")
    arguments.add_argument("--threads", type=int, default=1)
    given = arguments.parse_args()

    bundle = Bundle(given.bundle, given.threads)
    listings = read_listings(given.listings)[:given.limit]
    wanted = {listing.image for listing in listings}
    pictures = {name: encoded for folder in given.images for name, encoded in iterate_pictures(folder) if name in wanted}
    acceptance = bundle.spec["acceptance"]
    error = given.target or acceptance["default_target"]
    target = next((entry for entry in acceptance["targets"] if entry["error"] == error), None)
    if target is None:
        raise BadInput(f"--target {error}: is not certified in this bundle; there are "
                       f"{', '.join(str(entry['error']) for entry in acceptance['targets'])}")

    scored = bundle.score(listings, pictures, progress=True)
    decoded = bundle.decoder.decode(scored.scores["fused"])
    reasons = review_reasons(bundle, scored, decoded, target)
    given.output.mkdir(parents=True, exist_ok=True)
    np.savez(given.output / "scores.npz", listing_ids=np.array([listing.listing_id for listing in listings]),
             **scored.scores, **{f"status_{name}": status for name, status in scored.status.items()})
    with open(given.output / "decisions.jsonl", "w", encoding="utf-8") as lines:
        for row, listing in enumerate(listings):
            line = decision(bundle, listing, row, scored, decoded, reasons[row])
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    measured = report(bundle, listings, scored, target, reasons)
    (given.output / "report.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
