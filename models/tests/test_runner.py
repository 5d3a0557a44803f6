# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Bundles whose modalities are other than title, description and image; see fixture_bundles.py."""

import json
import shutil

import fixture_bundles
import numpy as np
import pytest

from bundling import bundle
from bundling.runner import ABSENT, SCORED, UNREADABLE, Bundle
from data.bad_input import BadInput


@pytest.fixture(scope="module")
def folder(request):
    return request.path.parent.parent.parent / "src" / "test" / "resources" / "bundles"


@pytest.fixture
def copy(folder, tmp_path):
    """Copies the bundle `early` with a text of bundle.json replaced."""

    def changed(old, new):
        shutil.copytree(folder / "early", tmp_path / "early")
        file = tmp_path / "early" / "bundle.json"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return tmp_path / "early"

    return changed


@pytest.mark.parametrize("name", ["early", "single"])
def test_the_fixtures_are_what_their_script_writes(folder, name):
    _, files = fixture_bundles.made()[name]

    assert json.loads((folder / name / "bundle.json").read_text())["files"] == bundle.checksums(folder / name)
    assert {file: (folder / name / file).read_bytes() for file in files} == files


@pytest.mark.parametrize("name", ["early", "single"])
def test_they_give_their_golden_scores_in_a_batch_too(folder, name):
    lines = [json.loads(line) for line in (folder / name / "golden.jsonl").read_text(encoding="utf-8").splitlines()]

    scored = Bundle(folder / name).score([listing for listing, _ in fixture_bundles.golden_inputs()], {})

    for row, line in enumerate(lines):
        for modality, expected in line["scores"].items():
            np.testing.assert_allclose(scored.scores[modality][row], expected, atol=1e-5)


def test_title_and_description_are_read_joined(folder):
    loaded = Bundle(folder / "single")

    found = loaded.score(
        [
            bundle.text_listing("1", "hose", "reel"),
            bundle.text_listing("2", "hose reel", ""),
            bundle.text_listing("3", "hosereel", ""),
        ],
        {},
    )

    first, second, third = (sequence.tolist() for sequence in found.sequences["text_tfidf"])
    assert first == second != third


def test_a_joined_text_is_absent_only_where_both_texts_are_blank(folder):
    found = Bundle(folder / "single").score(
        [bundle.text_listing("1", " ", ""), bundle.text_listing("2", "", "???"), bundle.text_listing("3", "!", "pan")], {}
    )

    assert found.status["text_tfidf"].tolist() == [ABSENT, UNREADABLE, SCORED]


def test_the_fusion_is_fed_the_features_of_what_is_present(folder):
    loaded = Bundle(folder / "early")
    found = loaded.score([bundle.text_listing("1", "hose", "reel"), bundle.text_listing("2", "!!!", "")], {})

    without = loaded.fuse(found.scores, found.present, features={"text_lstm": np.zeros_like(found.features["text_lstm"])})

    assert found.features["text_lstm"].shape == (2, fixture_bundles.STATE)
    assert np.abs(without[0] - found.scores["fused"][0]).max() > 1e-3
    assert found.features["text_lstm"][1].tolist() == [0, 0, 0]


def test_an_input_of_the_fusion_that_no_modality_can_fill_is_named(copy):
    with pytest.raises(BadInput, match=r"fusion\.onnx: has an input text_lstm\.features, and the bundle no such modality"):
        Bundle(copy('"name": "text_lstm"', '"name": "other"'))


def test_a_modality_without_the_features_that_are_asked_for_is_named(copy):
    with pytest.raises(BadInput, match=r"fusion\.onnx: has an input text_lstm\.features \[N,3\], and the graph of text_lstm no"):
        Bundle(copy('"graph": "text_lstm.onnx"', '"graph": "text_forest.onnx"'))


def test_without_a_text_modality_nothing_is_unfamiliar(folder):
    loaded = Bundle(folder / "single")
    found = loaded.score([bundle.text_listing("1", "zxqv", ""), bundle.text_listing("2", "pan", "")], {})
    assert loaded.unfamiliar(found).tolist() == [True, False]

    loaded.modalities = []

    assert loaded.unfamiliar(found).tolist() == [False, False]
