# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 7, where needed: runs a bundle over listings in ONNX Runtime, as Java does, and writes what it scored and decided.

    python evaluate_bundle.py --bundle bundles/fashion --listings F [--images D] [--images D2] --output OUT
                              [--target 0.02] [--limit 2000] [--threads 1] [--exhaustive]

It decides through the cascade if the bundle has one, unless `--exhaustive`. Every model runs either way; what the cascade would
have skipped is derived afterwards, so that the report can compare the two. If several folders have a picture of one name, the last
one counts.

OUT receives
    scores.npz       listing_ids [N]; for each modality and `fused` float32 [N,L]; status_MODALITY [N]: scored, absent, unreadable
                     or skipped
    decisions.jsonl  a line for each listing: listing_id, door, labels with coherent scores, reasons, status of the modalities
    report.json      the share of each door and reason. If the bundle knows the listings' categories, also figures: `scores` with
                     every model run, `auto` as decided, `cascade` what it skipped and changed, and micro-F1 with and without
Needs no PyTorch.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

from bundling.runner import SCORED, SKIPPED, Bundle
from data.bad_input import BadInput
from data.labels import has_label_outside, micro_f1, truth
from data.listings import iterate_pictures, read_listings
from deciding import cascade, figures
from deciding.decoding import LOW_CONFIDENCE, REASONS, doubts, thresholds

NOTHING_READABLE = "NOTHING_READABLE"


def review_reasons(bundle, scored, decoded, unfamiliar, target):
    """A list of reasons for each listing; empty where it is decided without a person."""
    readable = scored.present.any(axis=1)
    found = doubts(decoded, unfamiliar)
    found[LOW_CONFIDENCE] = decoded.emitted.any(axis=1) & (decoded.confidence < thresholds(decoded, bundle.labels, target))
    return [[name for name in REASONS if found[name][row]] if readable[row] else [NOTHING_READABLE] for row in range(len(readable))]


def decision(bundle, listing, row, scored, decoded, reasons):
    """A line of decisions.jsonl."""
    emitted = np.flatnonzero(decoded.emitted[row] & (reasons != [NOTHING_READABLE]))
    return {
        "listing_id": listing.listing_id,
        "door": "reviews" if reasons else "categories",
        "labels": [{"path": bundle.labels[label]["path"], "score": float(decoded.coherent[row, label])} for label in emitted],
        "reasons": reasons,
        "modalities": {name: str(scored.status[name][row]) for name in bundle.names},
    }


def report(bundle, listings, scored, decided, unfamiliar, target, reasons):
    """`scored` has every model run, `decided` is what was decided on."""
    known = truth(listings, bundle.labels)
    found = {
        "listings": len(listings),
        "reviews": float(np.mean([bool(why) for why in reasons])),
        "reasons": {name: count / len(listings) for name, count in Counter(name for why in reasons for name in why).items()},
        "unscored": {name: int(np.sum(scored.status[name] != SCORED)) for name in bundle.names},
    }
    if known.any():
        leaves = [listing.leaf_path for listing in listings]
        found["scores"] = {
            name: figures.classification(bundle.decoder, bundle.labels, scores, known, leaves)
            for name, scores in scored.scores.items()
        }
        found["auto"] = figures.automatic(
            bundle.decoder,
            bundle.labels,
            target,
            decided.scores["fused"],
            unfamiliar,
            known,
            has_label_outside(listings, bundle.labels),
        )
    return found


def cascade_report(bundle, listings, decided, chosen, heard):
    """What the cascade skipped and changed, as shares of the listings."""
    known = truth(listings, bundle.labels)
    found = {
        "skipped": {name: round(float(np.mean(decided.status[name] == SKIPPED)), 4) for name in bundle.names},
        "changed": round(float(cascade.changed(heard, chosen).mean()), 5),
    }
    if known.any():
        found["micro_f1"] = {
            "cascade": round(micro_f1(bundle.decoder.decode(decided.scores["fused"]).emitted, known), 5),
            "exhaustive": round(micro_f1(heard[-1].decoded.emitted, known), 5),
        }
    return found


def target_of(acceptance, error):
    """The entry of an error target, the default one if `error` is None."""
    error = error or acceptance["default_target"]
    target = next((entry for entry in acceptance["targets"] if entry["error"] == error), None)
    if target is None:
        raise BadInput(
            f"--target {error}: is not certified in this bundle; there are "
            f"{', '.join(str(entry['error']) for entry in acceptance['targets'])}"
        )
    return target


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bundle", type=Path, required=True)
    arguments.add_argument("--listings", type=Path, required=True)
    arguments.add_argument("--images", type=Path, action="append", default=[])
    arguments.add_argument("--output", type=Path, required=True)
    arguments.add_argument("--target", type=float)
    arguments.add_argument("--limit", type=int, help="only the first so many listings")
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--exhaustive", action="store_true", help="run every model on every listing, whatever the cascade says")
    given = arguments.parse_args()

    bundle = Bundle(given.bundle, given.threads)
    listings = read_listings(given.listings)[: given.limit]
    wanted = {listing.image for listing in listings}
    pictures = {name: encoded for folder in given.images for name, encoded in iterate_pictures(folder) if name in wanted}
    through = "cascade" in bundle.spec and not given.exhaustive
    target = target_of((bundle.spec["cascade"] if through else bundle.spec)["acceptance"], given.target)

    scored = bundle.score(listings, pictures, progress=True)
    decided, unfamiliar = scored, bundle.unfamiliar(scored)
    if through:
        decided, chosen, heard = bundle.cascaded(scored, target)
        _, unfamiliar = cascade.through(heard, chosen)
    decoded = bundle.decoder.decode(decided.scores["fused"])
    reasons = review_reasons(bundle, scored, decoded, unfamiliar, target)
    given.output.mkdir(parents=True, exist_ok=True)
    np.savez(
        given.output / "scores.npz",
        listing_ids=np.array([listing.listing_id for listing in listings]),
        **decided.scores,
        **{f"status_{name}": status for name, status in decided.status.items()},
    )
    with open(given.output / "decisions.jsonl", "w", encoding="utf-8") as lines:
        for row, listing in enumerate(listings):
            line = decision(bundle, listing, row, decided, decoded, reasons[row])
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    measured = report(bundle, listings, scored, decided, unfamiliar, target, reasons)
    if through:
        measured["cascade"] = cascade_report(bundle, listings, decided, chosen, heard)
    (given.output / "report.json").write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=1))


if __name__ == "__main__":
    main()
