# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Writes the listings of one part of the split, for `shelver evaluate --listings`.

    python write_split.py --data DATA --work WORK --output FOLDER [--part validation] [--limit 2000]

Writes FOLDER/listings.jsonl, the lines as they stand in the data; the pictures stay where they are (DATA/fashion-44k). FOLDER
must be outside the project, as the data may not be passed on.
"""

import argparse
from pathlib import Path

import numpy as np

from listings import BadInput
from split import PARTS

PROJECT = Path(__file__).resolve().parent.parent


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--output", type=Path, required=True)
    arguments.add_argument("--part", choices=PARTS, default="validation")
    arguments.add_argument("--limit", type=int)
    given = arguments.parse_args()
    if given.output.resolve().is_relative_to(PROJECT):
        raise BadInput(f"{given.output}: is inside the project; the data may not be passed on")

    chosen = np.flatnonzero(np.load(given.work / "parts.npy") == PARTS.index(given.part))[:given.limit]
    with open(given.data / "fashion-44k" / "listings.jsonl", encoding="utf-8") as source:
        lines = [line for line in source if line.strip()]
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "listings.jsonl").write_text("".join(lines[row] for row in chosen), encoding="utf-8")
    print(f"{given.output / 'listings.jsonl'}: {len(chosen)} listings")


if __name__ == "__main__":
    main()
