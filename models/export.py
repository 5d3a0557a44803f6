# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 4: writes a bundle of any base models and any fusion.

    python export.py --work WORK --models title.cnn text.tfidf image.resnet18 --fusion paths --output bundles/NAME
                     [--version 1.0.0] [--about about.json] [--golden listings.jsonl [--golden-images D]]
    python export.py --work WORK --best --output bundles/NAME     # what compare.py chose

What is not fitted yet is fitted first. The cascade and the acceptance thresholds come from the part `calibration`; the figures and
the reference for drift come from `validation`.

Every graph is compared with what it was made from, and nothing is written if one differs.

`--about` names a JSON file with any of `description`, `terms`, `notice` (a text that becomes the file NOTICE) and `taxonomy`
{"name", "version"}. The service tries the golden listings at every start; they are our own unless you name yours. Takes about a
minute.
"""

import argparse
import json
from pathlib import Path

import torch

from bundling import bundle, golden
from bundling.exporting import exported
from data.bad_input import BadInput
from data.listings import iterate_pictures, read_listings
from data.work import Work
from fusion.candidate import Candidate

ABOUT = {"description": "Categories of listings.", "terms": "Trained on your own listings; their terms are yours."}


def golden_inputs(listings, images):
    """[(Listing, encoded picture or None)] of a file, or our own."""
    if listings is None:
        return golden.inputs()
    pictures = dict(iterate_pictures(images)) if images else {}
    found = []
    for listing in read_listings(listings):
        if listing.image and listing.image not in pictures:
            raise BadInput(
                f"{listings}: {listing.listing_id} names the picture {listing.image}, which is missing in --golden-images; "
                "add it there, or leave the name out"
            )
        picture = pictures.get(listing.image) if listing.image else None
        found.append(
            (
                bundle.text_listing(
                    listing.listing_id, listing.title, listing.description, f"golden/{listing.image}" if picture else None
                ),
                picture,
            )
        )
    return found


def read_about(path):
    about = json.loads(path.read_text(encoding="utf-8")) if path else {}
    unknown = about.keys() - {"description", "terms", "notice", "taxonomy"}
    if unknown:
        raise BadInput(f"{path}: unknown {', '.join(sorted(unknown))}; there may be description, terms, notice and taxonomy")
    return ABOUT | about


def best(work):
    """What compare.py chose: {"models", "fusion", "size", "options"}."""
    file = work.folder / "best.json"
    if not file.exists():
        raise BadInput(f"{file}: is missing; run compare.py --work {work.folder} first, or name --models and --fusion")
    return json.loads(file.read_text(encoding="utf-8"))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--models", nargs="+", metavar="READS.FAMILY")
    arguments.add_argument("--fusion", default="paths")
    arguments.add_argument("--best", action="store_true", help="the models and the fusion that compare.py chose")
    arguments.add_argument("--output", type=Path, required=True)
    arguments.add_argument("--version", default="1.0.0")
    arguments.add_argument("--about", type=Path)
    arguments.add_argument("--golden", type=Path)
    arguments.add_argument("--golden-images", type=Path)
    given = arguments.parse_args()
    torch.set_num_threads(1)
    if bool(given.models) == given.best:
        raise BadInput("--models and --best: exactly one of them is needed; give --models, or --best for what compare.py chose")
    work, about = Work(given.work), read_about(given.about)
    inputs = golden_inputs(given.golden, given.golden_images)
    chosen = best(work) if given.best else {"models": given.models, "fusion": given.fusion, "size": "full", "options": None}
    candidate = Candidate(work, chosen["models"], chosen["fusion"], chosen["size"], chosen["options"])
    spec, files = exported(candidate, given.output.name, given.version, about)
    bundle.write(given.output, spec, files, inputs)
    written = sum(file.stat().st_size for file in given.output.rglob("*") if file.is_file())
    print(json.dumps(spec["evaluation"], indent=1))
    print(f"{given.output}: {written / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
