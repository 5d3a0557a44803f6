# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 1: reads a catalogue, prepares its pictures, finds the twin groups, splits the listings and chooses the labels.

    python prepare.py --listings FILE --work WORK [--images FOLDER [--more-images FOLDER]] [--fewest 50] [--sample N]

FILE holds listings as JSON Lines (data/listings.py) or Amazon product metadata (data/amazon.py), plain or gzip. `--images` names
the folder of their pictures: files, or `.tar` archives of them, under the names that the listings give. `--more-images` names a
folder of other pictures of the same listings under the same names, as a rule larger ones. Without `--images` the models read texts
alone.

WORK is a folder outside the project. It receives
    listings.jsonl   the N listings that are used; all arrays are in this order
    catalogue.json   source, format, counts, what was left out, and the options
    labels.json      L labels, parents before children: path, training_listings, shelf
    truth.npy        bool [N,L]
    groups.npy       int64 [N]  twin group
    parts.npy        int64 [N]  0 train, 1 fusion, 2 calibration, 3 validation, 4 test
and with pictures
    small.npy        uint8 [N,3,80,60]  prepared pictures, black where there is none
    has_picture.npy  bool [N]           false where the listing names none, or it is missing or cannot be decoded
    large.npy        uint8 [K,3,80,60]  prepared pictures of --more-images
    large_row.npy    int64 [N]          row in large.npy, -1 where a listing has none
Texts take seconds. On two cores, 35,000 listings with pictures take two minutes.
"""

import argparse
import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from base.picture import Preparer, prepare_graph
from data import amazon, labels, split
from data.bad_input import BadInput
from data.listings import Listing, decode, iterate_listings, iterate_pictures, write_listings
from data.work import require_outside_project

HEIGHT, WIDTH = 80, 60
OUTPUTS = (
    "parts.npy",
    "listings.jsonl",
    "catalogue.json",
    "labels.json",
    "truth.npy",
    "groups.npy",
    "small.npy",
    "large.npy",
    "large_row.npy",
    "has_picture.npy",
)
SHOWN = 5  # names in a message


def sampled(listings, count, seed):
    """`count` of the listings, drawn evenly (reservoir sampling, Vitter 1985), in their order; all if there are no more."""
    random = np.random.default_rng(seed)
    kept = []
    for index, listing in enumerate(listings):
        if index < count:
            kept.append((index, listing))
        elif (slot := int(random.integers(index + 1))) < count:
            kept[slot] = (index, listing)
    return [listing for _, listing in sorted(kept, key=lambda pair: pair[0])]


def flattened(listing):
    """The listing with each category name as a path of its own, the leaf first."""
    names = dict.fromkeys(name for path in listing.categories for name in reversed(path))
    return Listing(listing.listing_id, listing.title, listing.description, listing.image, tuple((name,) for name in names))


def prepared_pictures(images, names):
    """(name, uint8 [3,HEIGHT,WIDTH]) of those pictures in the folder that are asked for, None if one cannot be decoded."""
    prepare = Preparer(prepare_graph(HEIGHT, WIDTH).SerializeToString())
    with tqdm(total=len(names), desc=f"pictures of {Path(images).name}", mininterval=10) as progress:
        for name, encoded in iterate_pictures(images):
            if name not in names:
                continue
            progress.update()
            try:
                yield name, prepare(decode(encoded))
            except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
                print(f"{images}: {name} cannot be decoded: {error}")
                yield name, None


def small_pictures(images, listings):
    """uint8 [N,3,HEIGHT,WIDTH] and bool [N]: the prepared pictures, and which there are."""
    rows: dict[str, list[int]] = {}
    for row, listing in enumerate(listings):
        if listing.image:
            rows.setdefault(listing.image, []).append(row)
    if not rows:
        raise BadInput(f"{images}: no listing names a picture; leave --images out to train on texts alone")
    small = np.zeros((len(listings), 3, HEIGHT, WIDTH), np.uint8)
    has_picture = np.zeros(len(listings), bool)
    found = set()
    for name, prepared in prepared_pictures(images, rows):
        found.add(name)
        if prepared is not None:
            small[rows[name]] = prepared
            has_picture[rows[name]] = True
    missing = [name for name in rows if name not in found]
    if not has_picture.any():
        raise BadInput(
            f"{images}: holds none of the {len(rows)} pictures that the listings name ({shown(missing)}) in a readable "
            "form; --images must be the folder of those files, or of .tar archives with them, without folders inside"
        )
    if missing:
        print(f"{images}: {len(missing)} of {len(rows)} pictures are missing ({shown(missing)}); their listings keep their texts")
    unnamed = sum(listing.image is None for listing in listings)
    if unnamed:
        print(f"{unnamed} listings name no picture")
    return small, has_picture


def large_pictures(images, listings):
    """uint8 [K,3,HEIGHT,WIDTH] and int64 [N]: the prepared pictures in the listings' order, and each listing's row or -1."""
    wanted = {listing.image for listing in listings if listing.image}
    prepared = {name: pixels for name, pixels in prepared_pictures(images, wanted) if pixels is not None}
    names = [name for name in dict.fromkeys(listing.image for listing in listings) if name in prepared]
    if not names:
        raise BadInput(f"{images}: holds no picture that the listings name; leave --more-images out, or name its files like theirs")
    row = {name: number for number, name in enumerate(names)}
    print(f"{images}: {len(names)} pictures")
    return np.stack([prepared[name] for name in names]), np.array([row.get(listing.image, -1) for listing in listings], np.int64)


def chosen_labels(source, listings, parts, fewest):
    """The labels, and bool [N,L] what is true; prints which paths are no label and which labels a part lacks.

    BadInput where no path has enough training listings.
    """
    in_training = parts == split.TRAIN
    chosen = labels.choose(listings, in_training, fewest)
    rare = labels.rare(listings, in_training, chosen)
    truth = labels.truth(listings, chosen)
    if not chosen:
        path, count = max(sorted(rare.items()), key=lambda item: item[1])
        raise BadInput(
            f"{source}: no category has {fewest} training listings; the largest, {labels.named(path)}, has {count}: "
            "give --fewest a smaller number, or more listings"
        )
    if not any(label["shelf"] for label in chosen):
        raise BadInput(
            f"{source}: no listing ends at any of the {len(chosen)} categories with {fewest} training listings, so there would be "
            "no shelf to put one on: give --fewest a smaller number"
        )
    if rare:
        seen = Counter(path for listing in listings for path in listing.label_paths())
        once = [labels.named(path) for path in sorted(rare) if seen[path] == 1]
        bare = np.sum(~truth.any(axis=1))
        print(
            f"{len(rare)} categories have fewer than {fewest} training listings and become no labels, {len(once)} of them are "
            f"seen once{f' ({shown(once)})' if once else ''}; their listings keep their other labels, {bare} have none left"
        )
    for part, name in enumerate(split.PARTS):
        there = truth[parts == part].any(axis=0)
        lacking = [labels.named(label["path"]) for label, any_there in zip(chosen, there, strict=True) if not any_there]
        if lacking:
            print(
                f"no listing of the part {name} has {shown(lacking)}: nothing is measured or fitted for "
                f"{'it' if len(lacking) == 1 else 'these ' + str(len(lacking))} there"
            )
    return chosen, truth


def shown(names):
    """The first few names, and how many more."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def prepare(
    source,
    work,
    images=None,
    more_images=None,
    form="auto",
    fewest=labels.FEWEST_TRAINING_LISTINGS,
    sample=None,
    seed=split.SEED,
    shares=split.SHARES,
    flatten=False,
    skip_malformed=False,
):
    """Fills the work folder; all is read and checked before anything is written."""
    check(work, images, more_images, fewest, sample, shares)
    if form == "auto":
        form = "amazon" if amazon.recognised(source) else "listings"
    if skip_malformed and form != "amazon":
        raise BadInput("--skip-malformed is for Amazon metadata; in a catalogue of your own, fix the line")
    left_out: Counter[str] = Counter()
    read = amazon.iterate_products(source, left_out, skip_malformed) if form == "amazon" else iterate_listings(source)
    listings = sampled(tqdm(read, desc=Path(source).name, mininterval=10, unit=" listings"), sample or math.inf, seed)
    if not listings:
        raise BadInput(f"{source}: has no usable listing (left out: {dict(left_out)}); mend the file or give another")
    if flatten:
        listings = [flattened(listing) for listing in listings]
    for reason, count in sorted(left_out.items()):
        print(f"{source}: {count} left out: {reason}")

    arrays = {}
    if images:
        arrays["small"], arrays["has_picture"] = small_pictures(images, listings)
    if more_images:
        arrays["large"], arrays["large_row"] = large_pictures(more_images, listings)
    elif images:
        arrays["large"], arrays["large_row"] = np.zeros((0, 3, HEIGHT, WIDTH), np.uint8), np.full(len(listings), -1, np.int64)
    arrays["groups"] = split.twin_groups(listings, arrays.get("small"), arrays.get("has_picture"))
    parts = split.split(listings, arrays["groups"], seed, shares)
    chosen, arrays["truth"] = chosen_labels(source, listings, parts, fewest)
    catalogue = {
        "source": Path(source).name,
        "format": form,
        "listings": len(listings),
        "left_out": dict(left_out),
        "with_description": sum(bool(listing.description) for listing in listings),
        "with_picture": int(arrays["has_picture"].sum()) if images else 0,
        "twin_groups": int(arrays["groups"].max()) + 1,
        "labels": len(chosen),
        "parts": {name: int(np.sum(parts == part)) for part, name in enumerate(split.PARTS)},
        "sample": sample,
        "seed": seed,
        "fewest": fewest,
        "shares": list(shares),
        "flattened": flatten,
    }

    work.mkdir(parents=True, exist_ok=True)
    # pictures of an earlier preparation must not stay; and parts.npy, by which a folder counts as prepared, goes first, comes last
    for name in OUTPUTS:
        (work / name).unlink(missing_ok=True)
    write_listings(work / "listings.jsonl", listings)
    (work / "catalogue.json").write_text(json.dumps(catalogue, indent=1), encoding="utf-8")
    (work / "labels.json").write_text(json.dumps(chosen, indent=1), encoding="utf-8")
    for name, array in arrays.items():
        np.save(work / f"{name}.npy", array)
    np.save(work / "parts.npy", parts)

    sizes = np.bincount(arrays["groups"])
    print(f"{len(listings)} listings in {len(sizes)} twin groups, largest {sizes.max()}; {len(chosen)} labels")
    for part, name in enumerate(split.PARTS):
        print(f"{name:12} {np.sum(parts == part):6} listings {len(set(arrays['groups'][parts == part])):6} groups")
    return catalogue


def check(work, images, more_images, fewest, sample, shares):
    """BadInput where the options do not go together."""
    require_outside_project(work)
    if (work / "models").exists():
        raise BadInput(
            f"{work / 'models'}: holds models of an earlier preparation, which would not fit another; delete it or "
            "choose another --work"
        )
    if more_images and not images:
        raise BadInput("--more-images needs --images, the folder of the listings' own pictures; give both")
    for folder in filter(None, (images, more_images)):
        if not folder.is_dir():
            raise BadInput(f"{folder}: no such folder; give the folder of the pictures")
    if fewest < 1 or (sample is not None and sample < 1):
        raise BadInput(f"--fewest and --sample must be at least 1, were {fewest} and {sample}")
    if len(shares) != len(split.PARTS) or min(shares) <= 0 or abs(sum(shares) - 1) > 1e-6:
        raise BadInput(
            f"--shares must be {len(split.PARTS)} numbers above 0 that add up to 1 ({', '.join(split.PARTS)}), "
            f"were {' '.join(map(str, shares))}"
        )


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--listings", type=Path, required=True, metavar="FILE")
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--images", type=Path, metavar="FOLDER")
    arguments.add_argument("--more-images", type=Path, metavar="FOLDER")
    arguments.add_argument("--format", choices=("auto", "listings", "amazon"), default="auto")
    arguments.add_argument("--fewest", type=int, default=labels.FEWEST_TRAINING_LISTINGS, help="training listings a label needs")
    arguments.add_argument("--sample", type=int, metavar="N", help="use N listings, drawn at random")
    arguments.add_argument("--flatten", action="store_true", help="each category name a label, without its parents")
    arguments.add_argument("--seed", type=int, default=split.SEED)
    arguments.add_argument("--shares", type=float, nargs="+", default=split.SHARES, help=" ".join(split.PARTS))
    arguments.add_argument("--skip-malformed", action="store_true", help="count malformed lines of Amazon metadata and go on")
    given = arguments.parse_args()
    prepare(
        given.listings,
        given.work,
        given.images,
        given.more_images,
        given.format,
        given.fewest,
        given.sample,
        given.seed,
        given.shares,
        given.flatten,
        given.skip_malformed,
    )


if __name__ == "__main__":
    main()
