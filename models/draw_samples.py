# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Draws the sample listings: made-up marketplace listings with drawn pictures, for the demo and the tests.

    python draw_samples.py OUTPUT

OUTPUT is a folder, which is made if it is missing; files of an earlier run in it are replaced. It receives
    listings.jsonl       240 listings, one JSON object a line: listing_id, title, description, image (a file name or null) and
                         categories (the truth: paths from root to leaf; [] where there is none)
    images/sample-*.jpg  the pictures, 120x160 pixels

The texts are in `samples/sample_texts.py`. Most listings are ordinary ones. The others try the edges: other languages, a title
only, a description only, a picture only, vague words, goods the taxonomy does not know, a JPEG cut off in its header, a text and a
PNG both named .jpg, a missing picture, and a listing with nothing in it. The order is shuffled. The script prints as JSON how many
listings there are of each kind, and which.

Everything is seeded: with the same Pillow the output is the same to the byte. No fonts are used. Takes some seconds; needs Pillow
and numpy only.
"""

import argparse
import json
import random
from pathlib import Path

from samples.shop import encode, entries, paint

SEED = "shelver samples 1"
COUNT = 240


def picture_bytes(kind, title, description, drawing):
    """The encoded picture of a listing, spoiled where its kind is a spoiled one."""
    painted = paint(random.Random(f"{SEED} {title} {description} {drawing}"), *drawing)
    encoded = encode(painted, "PNG" if kind == "png named jpg" else "JPEG")
    if kind == "truncated picture":
        return encoded[: encoded.index(b"\xff\xda") - 20]  # before the pixels: some readers fill in missing ones
    if kind == "text as picture":
        return b"This file is a text, whatever its name says.\n"
    return encoded


def draw(folder):
    """Writes listings and pictures into the folder; returns what the script prints."""
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    for old in images.glob("sample-*"):
        old.unlink()
    rows = list(entries())
    if len(rows) != COUNT:
        raise SystemExit(f"samples/sample_texts.py: has {len(rows)} listings, not {COUNT}; add or remove some")
    random.Random(SEED).shuffle(rows)
    kinds: dict[str, list[str]] = {}
    lines = []
    for number, (kind, categories, title, description, drawing) in enumerate(rows, 1):
        identity = f"sample-{number:03d}"
        kinds.setdefault(kind, []).append(identity)
        image = "missing.jpg" if kind == "missing picture" else f"{identity}.jpg" if drawing else None
        if drawing and kind != "missing picture":
            (images / image).write_bytes(picture_bytes(kind, title, description, drawing))
        lines.append(
            json.dumps(
                {"listing_id": identity, "title": title, "description": description, "image": image, "categories": categories},
                ensure_ascii=False,
            )
            + "\n"
        )
    (folder / "listings.jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
    sizes = [path.stat().st_size for path in images.iterdir()]
    return {
        "listings": len(lines),
        "pictures": len(sizes),
        "picture_bytes": sum(sizes),
        "largest_picture": max(sizes),
        "kinds": {kind: {"count": len(ids)} | ({"ids": ids} if kind != "ordinary" else {}) for kind, ids in kinds.items()},
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("output", type=Path)
    given = arguments.parse_args()
    print(json.dumps(draw(given.output), indent=1))


if __name__ == "__main__":
    main()
