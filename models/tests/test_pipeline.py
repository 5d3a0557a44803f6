# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The walk-through of README.md, from listings to a bundle that scores them, on listings written here."""

import dataclasses
import json
import shutil
import sys

import numpy as np
import pytest

import compare
import evaluate_bundle
import export
import prepare
import refit
import tiny
from base import training
from bundling.runner import Bundle
from data.bad_input import BadInput
from data.listings import Listing, write_listings
from data.work import Work
from deciding import cascade

SHARES = ["0.5", "0.15", "0.2", "0.1", "0.05"]


def run(script, *arguments):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [script.__name__, *map(str, arguments)])
        script.main()


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """(folder, work folder) with listings of which none is a twin."""
    folder = tmp_path_factory.mktemp("shop")
    written = tiny.written_listings(700, np.random.default_rng(3))
    write_listings(
        folder / "shop.jsonl",
        [
            dataclasses.replace(
                listing,
                title=f"{listing.title} {number}",
                description=listing.description and f"{listing.description} Number {number}.",
            )
            for number, listing in enumerate(written)
        ],
    )
    run(prepare, "--listings", folder / "shop.jsonl", "--work", folder / "work", "--fewest", 10, "--shares", *SHARES)
    return folder, folder / "work"


@pytest.fixture(scope="module")
def compared(shop):
    folder, work = shop
    run(
        compare,
        "--work",
        work,
        "--report",
        folder / "report",
        "--models",
        "title.tfidf",
        "title.nb",
        "description.tfidf",
        "--kinds",
        "mean",
        "ridge",
        "evidence",
        "--size",
        "small",
        "--folds",
        2,
        "--final",
        "--threads",
        1,
    )
    return folder, work


@pytest.fixture(scope="module")
def bundled(compared):
    folder, work = compared
    run(export, "--work", work, "--best", "--output", folder / "bundle")
    return folder, Bundle(folder / "bundle")


def test_the_comparison_names_what_was_run_and_what_was_not(compared):
    folder, _ = compared
    found = json.loads((folder / "report" / "comparison.json").read_text())

    names = [row["name"] for row in found["rows"]]
    assert names == ["title.tfidf", "title.nb", "description.tfidf"] + [
        f"{kind}(title.tfidf + description.tfidf)" for kind in ("mean", "ridge", "evidence")
    ]
    assert {"title.cnn", "text.tfidf"} <= {row["name"] for row in found["not_run"]}
    assert found["final"]["part"] == "test"


def test_what_is_trained_is_not_trained_again(compared, monkeypatch):
    _, work = compared
    monkeypatch.setattr(training, "_once", None)

    assert training.train(Work(work), "title.tfidf", folds=2, size="small")["folds"] == 2


def test_a_model_of_other_settings_is_refused(compared):
    _, work = compared
    with pytest.raises(BadInput, match=r"was trained with .*small.*delete the folder"):
        training.train(Work(work), "title.tfidf", folds=2, size="full")


def test_an_unknown_option_is_refused(shop):
    with pytest.raises(BadInput, match="knows no option strenght; there are"):
        training.train(Work(shop[1]), "title.powerset", folds=0, size="small", options={"strenght": 2})


def test_the_bundle_scores_listings_as_it_was_measured(bundled, shop):
    folder, bundle = bundled
    work = Work(shop[1])
    rows = work.rows(3)
    write_listings(folder / "validation.jsonl", [work.listings[row] for row in rows])

    run(evaluate_bundle, "--bundle", folder / "bundle", "--listings", folder / "validation.jsonl", "--output", folder / "scored")

    scored = json.loads((folder / "scored" / "report.json").read_text())["scores"]
    measured = bundle.spec["evaluation"]["scores"]
    assert scored["fused"] == measured["fused"] and scored["title"] == measured["title"]
    assert measured["fused"]["micro_f1"] > 0.9


def test_the_bundle_says_which_roots_have_no_threshold_of_their_own(bundled):
    _, bundle = bundled
    for target in bundle.spec["acceptance"]["targets"]:
        said = bundle.spec["evaluation"]["roots_without_threshold"][str(target["error"])]
        assert said.keys() | target["roots"].keys() == {"Kitchen", "Garden"}


@pytest.fixture(scope="module")
def cascaded(compared):
    """The folder, and that of a bundle with a cascade: of so few listings 10% may get other labels."""
    folder, work = compared
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cascade, "MOST_CHANGED", 0.1)
        run(export, "--work", work, "--best", "--output", folder / "cascaded")
        yield folder, folder / "cascaded"


def test_an_export_carries_a_cascade_where_one_can_be_certified(cascaded, bundled):
    section = Bundle(cascaded[1]).spec["cascade"]

    assert [stage["modalities"] for stage in section["stages"]] == [["title"], ["description"]]
    assert "cascade" not in bundled[1].spec


def evaluated(folder, bundle, *options):
    run(evaluate_bundle, "--bundle", bundle, "--listings", folder / "shop.jsonl", "--output", folder / "evaluated", *options)
    decisions = (folder / "evaluated" / "decisions.jsonl").read_text().splitlines()
    return json.loads((folder / "evaluated" / "report.json").read_text()), [json.loads(line) for line in decisions]


def test_an_evaluation_goes_through_the_cascade_unless_told_otherwise(cascaded):
    through, decisions = evaluated(*cascaded)
    exhaustive, all_run = evaluated(*cascaded, "--exhaustive")

    skipped = [decision for decision in decisions if decision["modalities"]["description"] == "skipped"]
    assert through["cascade"]["skipped"]["description"] == pytest.approx(len(skipped) / len(decisions), abs=1e-4) and skipped
    assert all(decision["door"] == "categories" for decision in skipped)
    assert through["scores"] == exhaustive["scores"] and "cascade" not in exhaustive
    assert not any("skipped" in decision["modalities"].values() for decision in all_run)


def one_by_one(bundle, listing):
    """The stage that settles a listing, and its fused scores, with nothing run that it can do without."""
    scored, section = bundle.score([listing], {}), bundle.spec["cascade"]
    target = next(entry for entry in section["acceptance"]["targets"] if entry["error"] == section["acceptance"]["default_target"])
    scores = {name: np.zeros((1, len(bundle.labels)), np.float32) for name in bundle.names}
    present = np.zeros((1, len(bundle.names)), np.float32)
    for number, stage in enumerate(section["stages"]):
        for name in stage["modalities"]:
            if scored.status[name][0] == "scored":
                scores[name] = bundle.score_inputs(name, scored.sequences[name])[0]
                present[0, bundle.names.index(name)] = 1
        decoded = bundle.decoder.decode(bundle.fuse(scores, present))
        limits = {modality["name"]: modality["max_unknown_share"] for modality in bundle.modalities}
        familiar = all(
            scored.unknown_share[name][0] <= limits[name] for index, name in enumerate(bundle.names) if present[0, index]
        )
        root = bundle.labels[decoded.root[0]]["path"][0]
        needed = max(np.float32(stage.get("threshold", 0)), np.float32(target["roots"].get(root, target["default"])["threshold"]))
        sure = decoded.emitted.any() and not decoded.narrow[0] and not decoded.incomplete[0] and familiar
        if (present.any() and sure and decoded.confidence[0] >= needed) or "threshold" not in stage:
            return number, decoded
    raise AssertionError("no stage settled the listing")


def test_what_is_told_afterwards_is_what_running_stage_by_stage_decides(cascaded, shop):
    bundle = Bundle(cascaded[1])
    listings = [
        *Work(shop[1]).listings[:120],
        Listing("blank title", " ", "Cast iron with a handle, oven safe", None, (("Kitchen",),)),
        Listing("unreadable title", "!!!", "Forged blade", None, (("Kitchen",),)),
    ]
    section = bundle.spec["cascade"]
    decided, chosen, _ = bundle.cascaded(
        bundle.score(listings, {}), cascade.target_of(section, section["acceptance"]["default_target"])
    )
    expected = [one_by_one(bundle, listing) for listing in listings]

    assert chosen.tolist() == [stage for stage, _ in expected] and set(chosen) == {0, 1}
    np.testing.assert_allclose(
        bundle.decoder.coherent(decided.scores["fused"]), np.concatenate([found.coherent for _, found in expected]), atol=1e-5
    )
    assert decided.status["title"][-2:].tolist() == ["absent", "unreadable"]


def test_a_refit_finds_the_cascade_that_the_export_found(cascaded, shop):
    folder, exported = cascaded
    again = folder / "again"
    shutil.copytree(exported, again)
    (again / "bundle.sig").write_text("old")

    run(refit, "--bundle", again, "--work", shop[1], "--version", "1.1.0", "--report", folder / "refit", "--final")

    first, second = Bundle(exported).spec, Bundle(again).spec
    assert second["version"] == "1.1.0" and not (again / "bundle.sig").exists()
    assert second["cascade"]["stages"] == first["cascade"]["stages"]
    assert {**second, "version": 0, "cascade": 0, "evaluation": 0} == {**first, "version": 0, "cascade": 0, "evaluation": 0}
    assert set(json.loads((folder / "refit" / "cascade.json").read_text())["measured"]) == {
        "validation",
        "test",
        "test, misleading titles",
    }


def test_misleading_titles_come_from_other_shelves():
    listings = tiny.written_listings(60, np.random.default_rng(4))
    shelf = {listing.title: listing.leaf_path for listing in listings}

    found = refit.misled(listings, np.random.default_rng(0))

    assert all(shelf[other.title] != listing.leaf_path for listing, other in zip(listings, found, strict=True))
    assert [other.description for other in found] == [listing.description for listing in listings]


def test_a_refit_with_another_split_is_refused(cascaded, tmp_path):
    folder, exported = cascaded
    run(prepare, "--listings", folder / "shop.jsonl", "--work", tmp_path / "work", "--fewest", 10, "--shares", *SHARES, "--seed", 9)

    with pytest.raises(BadInput, match=r"is not the split that .* was trained with"):
        run(refit, "--bundle", exported, "--work", tmp_path / "work", "--version", "2")


def test_a_refit_of_models_that_are_equally_cheap_is_refused(shop, tmp_path, request):
    single = request.path.parent.parent.parent / "src" / "test" / "resources" / "bundles" / "single"

    with pytest.raises(BadInput, match="equally cheap"):
        run(refit, "--bundle", single, "--work", shop[1], "--version", "2")


def test_an_unknown_model_is_refused_before_anything_is_trained(shop, tmp_path):
    with pytest.raises(BadInput, match=r"title.cn: no such model; there are title.tfidf"):
        run(compare, "--work", shop[1], "--report", tmp_path / "report", "--models", "title.cn")


def test_an_unknown_fusion_is_refused_before_anything_is_trained(shop, tmp_path):
    with pytest.raises(BadInput, match="no such fusion: median; there are max"):
        run(compare, "--work", shop[1], "--report", tmp_path / "report", "--fuse", "title.cnn+title.tfidf:mean,median")


def test_a_folder_that_is_not_prepared_says_what_to_do(tmp_path):
    with pytest.raises(BadInput, match=r"run prepare.py"):
        run(compare, "--work", tmp_path, "--report", tmp_path / "report")


def test_a_bundle_of_an_untrained_model_says_what_to_train(shop, tmp_path):
    with pytest.raises(BadInput, match=r"train.py --work .* --models title.dense"):
        run(export, "--work", shop[1], "--models", "title.dense", "--fusion", "mean", "--output", tmp_path / "bundle")
