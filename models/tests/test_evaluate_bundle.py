# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import json
import sys

import numpy as np
import pytest

import evaluate_bundle
import tiny


@pytest.fixture
def evaluated(request, tmp_path, monkeypatch):
    listings = tiny.written_listings(60, np.random.default_rng(11))
    lines = [
        {
            "listing_id": listing.listing_id,
            "title": listing.title,
            "description": listing.description,
            "image": None,
            "categories": listing.categories,
        }
        for listing in listings
    ]
    lines.append(
        {"listing_id": "strange", "title": "zxqv frobnicate", "description": "", "image": None, "categories": [["Unknown"]]}
    )
    lines.append({"listing_id": "unreadable", "title": "!!!", "description": "", "image": None, "categories": [["Unknown"]]})
    file = tmp_path / "listings.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    folder = request.path.parent.parent / "bundles" / "tiny"
    monkeypatch.setattr(
        sys, "argv", ["evaluate_bundle.py", "--bundle", str(folder), "--listings", str(file), "--output", str(tmp_path / "out")]
    )
    evaluate_bundle.main()
    decisions = (tmp_path / "out" / "decisions.jsonl").read_text().splitlines()
    return [json.loads(line) for line in decisions], tmp_path / "out"


def test_a_listing_goes_to_review_if_and_only_if_there_is_a_reason(evaluated):
    decisions, _ = evaluated

    assert len(decisions) == 62
    assert all((decision["door"] == "reviews") == bool(decision["reasons"]) for decision in decisions)
    assert sum(decision["door"] == "categories" for decision in decisions) > 40


def test_strange_and_unreadable_listings_are_told_apart(evaluated):
    decisions, _ = evaluated

    assert "UNFAMILIAR_TEXT" in decisions[-2]["reasons"]
    assert decisions[-1]["reasons"] == ["NOTHING_READABLE"]
    assert decisions[-1]["modalities"] == {"title": "unreadable", "description": "absent"}


def test_scores_and_figures_are_written(evaluated):
    _, folder = evaluated

    scores = np.load(folder / "scores.npz")
    report = json.loads((folder / "report.json").read_text())

    assert scores["fused"].shape == scores["title"].shape == (62, 8)
    assert report["scores"]["fused"]["micro_f1"] > 0.9
