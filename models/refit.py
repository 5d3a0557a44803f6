# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 5, where needed: gives a bundle a cascade, or another one, without training anything.

    python refit.py --bundle bundles/NAME --work WORK [--images D] --version 2.2.0 [--report FOLDER] [--final]

WORK is the folder that prepare.py filled for the training, so that the split is the same; D holds the pictures of the listings.
The exported graphs score the parts `calibration` and `validation` in ONNX Runtime. On `calibration` the thresholds of the stages
are fitted, and then the acceptance thresholds, through the cascade (deciding/cascade.py says how). `validation` gives the
reference for drift and the figures.

Graphs, tokenizers and golden listings stay as they are, and so do the acceptance thresholds and the reference of a run without
cascade. bundle.json is written at once or not at all; an old signature is removed.

`--final` measures the part `test` too: as it is, and with every title taken from a listing of another shelf, the worst case of a
cascade that trusts titles.

`--report` writes cascade.json for draw_cascade.py. Needs no PyTorch; takes a minute or two.
"""

import argparse
import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from bundling import bundle as writing
from bundling.runner import ABSENT, Bundle
from data.bad_input import BadInput
from data.labels import has_label_outside, truth
from data.listings import iterate_pictures
from data.split import CALIBRATION, PARTS, TEST, VALIDATION
from data.work import Work
from deciding import cascade, figures, fit_cascade

DECIMALS = 5
TRIES = 50  # listings among which one of another shelf is looked for
SAME, SAME_FIGURES = 5e-4, ("micro_f1", "leaf_accuracy")


def misled(listings, random):
    """The listings, each with a title of another one, drawn at random, that stands on another shelf."""
    found = []
    for listing in listings:
        others = [
            other.title
            for other in (listings[row] for row in random.permutation(len(listings))[:TRIES])
            if other.leaf_path != listing.leaf_path
        ]
        found.append(dataclasses.replace(listing, title=others[0] if others else listing.title))
    return found


def scored_part(bundle, work, part, images, stages, changed=None):
    """A fit_cascade.Part as the exported graphs score it; `changed` makes other listings of the part's."""
    rows = work.rows(part)
    listings = [work.listings[row] for row in rows]
    listings = changed(listings) if changed else listings
    wanted = {listing.image for listing in listings}
    pictures = {name: encoded for folder in images for name, encoded in iterate_pictures(folder) if name in wanted}
    scored = bundle.score(listings, pictures, progress=True)
    return fit_cascade.Part(
        bundle.heard(scored, stages),
        {name: scored.status[name] != ABSENT for name in bundle.names},
        truth(listings, bundle.labels),
        has_label_outside(listings, bundle.labels),
        work.groups[rows],
    )


def require_same_split(bundle, work, validation):
    """BadInput where the work folder is not that of the bundle's training: the counts differ, or what the bundle scores on
    `validation`.
    """
    evaluated = bundle.spec["evaluation"]
    counts = {name: len(work.rows(part)) for part, name in enumerate(PARTS)}
    scores = figures.classification(
        bundle.decoder,
        bundle.labels,
        validation.stages[-1].scores,
        validation.truth,
        [work.listings[row].leaf_path for row in work.rows(VALIDATION)],
    )
    if counts != evaluated["split"] or not all(
        abs(scores[name] - evaluated["scores"]["fused"][name]) <= SAME for name in SAME_FIGURES
    ):
        raise BadInput(
            f"{work.folder}: is not the split that {bundle.folder} was trained with ({evaluated['split']}, fused "
            f"{evaluated['scores']['fused']}; here {counts}, {scores}); prepare.py with the same listings, pictures, shares and "
            "seed cuts it again"
        )


def rounded(trials):
    return [trial | {"bound": round(trial["bound"], DECIMALS)} for trial in trials]


def refitted(bundle, work, images):
    """(section, figures on validation, trials on calibration, and on validation)"""
    stages = cascade.stages_of(bundle.modalities)
    if not stages:
        raise BadInput(f"{bundle.folder}: all its models are equally cheap ({', '.join(bundle.names)}); there is nothing to skip")
    calibration, validation = (scored_part(bundle, work, part, images, stages) for part in (CALIBRATION, VALIDATION))
    require_same_split(bundle, work, validation)
    fitted = fit_cascade.fit(bundle.decoder, bundle.labels, stages, calibration, validation, bundle.spec["acceptance"])
    if fitted is None:
        raise BadInput(
            f"{bundle.folder}: no cascade can be certified on {len(np.unique(calibration.groups))} twin groups; that at most "
            f"{cascade.MOST_CHANGED:.1%} of those settled change their labels takes more of them, or better cheap models"
        )
    return *fitted, cascade.trials(calibration.one_of_each_group().stages), cascade.trials(validation.one_of_each_group().stages)


def write_spec(folder, spec):
    """Replaces bundle.json at once, and removes the signature, which would no longer hold."""
    draft = folder / ".bundle.json"
    draft.write_text(writing.spec_text(spec), encoding="utf-8")
    os.replace(draft, folder / "bundle.json")
    (folder / "bundle.sig").unlink(missing_ok=True)


def with_cascade(spec, version, section, measured):
    """bundle.json with the section after `acceptance`."""
    found = {}
    for name, value in spec.items():
        if name != "cascade":
            found[name] = value
        if name == "acceptance":
            found["cascade"] = section
    return found | {"version": version, "evaluation": spec["evaluation"] | {"cascade": measured}}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bundle", type=Path, required=True)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--images", type=Path, action="append", default=[])
    arguments.add_argument("--version", required=True)
    arguments.add_argument("--report", type=Path)
    arguments.add_argument("--final", action="store_true", help="also measure the part test")
    given = arguments.parse_args()
    bundle, work = Bundle(given.bundle), Work(given.work)
    section, measured, calibration, validation = refitted(bundle, work, given.images)
    found: dict[str, Any] = {
        "bundle": f"{bundle.spec['name']}@{given.version}",
        "cascade": {name: section[name] for name in ("confidence", "most_changed", "stages")},
        "trials": {"calibration": rounded(calibration), "validation": rounded(validation)},
        "listings": {
            "calibration": len(np.unique(work.groups[work.rows(CALIBRATION)])),
            "validation": len(np.unique(work.groups[work.rows(VALIDATION)])),
        },
        "measured": {"validation": measured["targets"]},
    }
    if given.final:
        stages = [stage["modalities"] for stage in section["stages"]]
        for name, changed in {
            "test": None,
            "test, misleading titles": lambda listings: misled(listings, np.random.default_rng(0)),
        }.items():
            part = scored_part(bundle, work, TEST, given.images, stages, changed)
            found["measured"][name] = fit_cascade.measure(bundle.decoder, bundle.labels, section, bundle.spec["acceptance"], part)
    spec = with_cascade(bundle.spec, given.version, section, measured)
    write_spec(given.bundle, spec | {"files": writing.checksums(given.bundle)})
    if given.report:
        given.report.mkdir(parents=True, exist_ok=True)
        (given.report / "cascade.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({"stages": section["stages"], "measured": found["measured"]}, indent=1))


if __name__ == "__main__":
    main()
