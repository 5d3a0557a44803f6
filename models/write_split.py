# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 6, where needed: writes the listings of one part of the split, for `shelver evaluate --listings` and evaluate_bundle.py.

    python write_split.py --work WORK --output FOLDER [--part validation] [--limit 2000]

Writes FOLDER/listings.jsonl, lines of WORK/listings.jsonl; the pictures stay where they are. FOLDER must be outside the project,
as the data may not be passed on.
"""

import argparse
from pathlib import Path

from data.bad_input import BadInput
from data.listings import numbered_lines
from data.split import PARTS
from data.work import Work, require_outside_project


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--output", type=Path, required=True)
    arguments.add_argument("--part", choices=PARTS, default="validation")
    arguments.add_argument("--limit", type=int)
    given = arguments.parse_args()
    require_outside_project(given.output)

    work = Work(given.work)
    rows = work.rows(PARTS.index(given.part))[: given.limit]
    lines = [line for _, line in numbered_lines(work.folder / "listings.jsonl")]
    if len(lines) != len(work.parts):
        raise BadInput(f"{work.folder}: listings.jsonl has {len(lines)} lines, parts.npy {len(work.parts)}; run prepare.py again")
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "listings.jsonl").write_bytes(b"".join(lines[row] for row in rows))
    print(f"{given.output / 'listings.jsonl'}: {len(rows)} listings")


if __name__ == "__main__":
    main()
