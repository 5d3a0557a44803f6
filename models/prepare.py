# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 1: prepares the pictures, finds the twins, cuts the split and chooses the labels.

    python prepare.py --data DATA --work WORK

DATA holds `fashion-44k/` and `fashion-hires/` (see README.md). WORK is a folder outside the project; it receives
    small.npy        uint8 [N,3,80,60]  pictures of fashion-44k, prepared
    large.npy        uint8 [K,3,80,60]  larger pictures of fashion-hires, prepared
    large_row.npy    int64 [N]          row in large.npy, -1 where a listing has none
    has_picture.npy  bool [N]           false where the picture cannot be decoded
    groups.npy       int64 [N]          twin group
    parts.npy        int64 [N]          0 train, 1 fusion, 2 calibration, 3 validation
    labels.json      the labels, parents before children: path, training_listings, shelf
    truth.npy        bool [N,L]
N is the number of listings in fashion-44k/listings.jsonl, in that order. Takes about three minutes on two cores.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import UnidentifiedImageError
from tqdm import tqdm

import labels
import split
from listings import decode, iterate_pictures, read_listings
from picture import Preparer, prepare_graph

HEIGHT, WIDTH = 80, 60


def prepare_pictures(images, names):
    """uint8 [len(names),3,HEIGHT,WIDTH] and bool [len(names)]; a picture that is missing or broken stays black."""
    prepare = Preparer(prepare_graph(HEIGHT, WIDTH).SerializeToString())
    rows = {name: row for row, name in enumerate(names)}
    prepared = np.zeros((len(names), 3, HEIGHT, WIDTH), np.uint8)
    readable = np.zeros(len(names), bool)
    for name, encoded in tqdm(iterate_pictures(images), total=len(names), desc=f"pictures of {Path(images).name}"):
        if name not in rows:
            continue
        try:
            prepared[rows[name]] = prepare(decode(encoded))
            readable[rows[name]] = True
        except (UnidentifiedImageError, OSError) as error:
            print(f"{images}: {name} cannot be decoded: {error}")
    return prepared, readable


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--work", type=Path, required=True)
    given = arguments.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)

    listings = read_listings(given.data / "fashion-44k" / "listings.jsonl")
    larger = {listing.listing_id: listing.image
              for listing in read_listings(given.data / "fashion-hires" / "listings.jsonl")}
    small, has_picture = prepare_pictures(given.data / "fashion-44k", [listing.image for listing in listings])
    large_of = [index for index, listing in enumerate(listings) if listing.listing_id in larger]
    large, large_readable = prepare_pictures(given.data / "fashion-hires",
                                             [larger[listings[index].listing_id] for index in large_of])
    large_row = np.full(len(listings), -1, np.int64)
    large_row[large_of] = np.where(large_readable, np.arange(len(large_of)), -1)

    groups = split.twin_groups(listings, small)
    parts = split.split(listings, groups)
    chosen = labels.choose(listings, parts == split.TRAIN)
    np.save(given.work / "small.npy", small)
    np.save(given.work / "large.npy", large)
    np.save(given.work / "large_row.npy", large_row)
    np.save(given.work / "has_picture.npy", has_picture)
    np.save(given.work / "groups.npy", groups)
    np.save(given.work / "parts.npy", parts)
    np.save(given.work / "truth.npy", labels.truth(listings, chosen))
    (given.work / "labels.json").write_text(json.dumps(chosen, indent=1), encoding="utf-8")

    sizes = np.bincount(groups)
    print(f"{len(listings)} listings in {len(sizes)} twin groups, largest {sizes.max()}; {len(chosen)} labels")
    for part, name in enumerate(split.PARTS):
        print(f"{name:12} {np.sum(parts == part):6} listings {len(set(groups[parts == part])):6} groups")


if __name__ == "__main__":
    main()
