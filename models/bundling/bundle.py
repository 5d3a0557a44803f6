# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Writes a bundle folder: graphs, tokenizers, golden listings, and bundle.json with the checksum of every file."""

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from bundling.runner import SCORED, Bundle
from data.bad_input import BadInput
from data.listings import Listing

FORMAT = 1
UNLISTED = ("bundle.json", "bundle.sig")  # the list itself, and who signed it
SCORE_DECIMALS = 7


def write(folder, spec, files, golden_inputs):
    """Writes the bundle at once or not at all.

    `spec`: bundle.json without `files`; `files`: content by name; `golden_inputs`: (Listing, encoded picture or None). BadInput if
    the folder exists and holds something other than a bundle.
    """
    folder = Path(folder)
    if folder.exists() and not (folder / "bundle.json").exists():
        raise BadInput(f"{folder}: exists and is no bundle, so it was left alone; name another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        draft.chmod(0o755)
        for name, content in files.items():
            (draft / name).write_bytes(content)
        _write_spec(draft, spec)
        (draft / "golden.jsonl").write_text(golden_lines(Bundle(draft), golden_inputs, draft), encoding="utf-8")
        _write_spec(draft, spec | {"files": checksums(draft)})
        old = draft.with_name(f"{draft.name}-old")
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write_spec(folder, spec):
    (folder / "bundle.json").write_text(spec_text(spec), encoding="utf-8")


def spec_text(spec):
    """bundle.json as it is written; ValueError if a figure is not a number."""
    return json.dumps(spec, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def checksums(folder):
    """{path: {"sha256", "bytes"}} of every file but bundle.json and its signature."""
    files = sorted(file for file in folder.rglob("*") if file.is_file() and file.relative_to(folder).as_posix() not in UNLISTED)
    return {
        file.relative_to(folder).as_posix(): {"sha256": hashlib.sha256(file.read_bytes()).hexdigest(), "bytes": file.stat().st_size}
        for file in files
    }


def golden_lines(bundle, inputs, folder):
    """Golden listings as JSON Lines, with the scores that the exported graphs give them; writes their pictures into the folder."""
    pictures = {listing.image: encoded for listing, encoded in inputs if encoded is not None}
    for name, encoded in pictures.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(encoded)
    listings = [listing for listing, _ in inputs]
    scored = bundle.score(listings, pictures, batch=1)
    lines = []
    for row, listing in enumerate(listings):
        known = [name for name in bundle.names if scored.status[name][row] == SCORED]
        lines.append(
            json.dumps(
                {
                    "listing_id": listing.listing_id,
                    "title": listing.title,
                    "description": listing.description,
                    "image": listing.image,
                    "tokens": {name: scored.sequences[name][row].tolist() for name in known if name in scored.sequences},
                    "scores": {
                        name: [round(float(score), SCORE_DECIMALS) for score in scored.scores[name][row]]
                        for name in [*known, "fused"]
                    },
                },
                ensure_ascii=False,
            )
        )
    return "\n".join(lines) + "\n"


def text_listing(listing_id, title, description, image=None):
    """A golden listing; its category does not matter."""
    return Listing(listing_id, title, description, image, (("unknown",),))
