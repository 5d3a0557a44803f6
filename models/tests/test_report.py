# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import copy
import json
import re
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from data.bad_input import BadInput
from deciding import figures, uncertainty
from deciding.decoding import Decoder
from deciding.hierarchy import compare_kinds
from reporting import report, sections, verdict
from reporting.markdown import code, escaped, path

PATHS = [["A|B > C"], ["A|B > C", "$5 & *less*"], ["A|B > C", "pots_and_pans"], ["Garden"], ["Garden", "Shovels"]]
LABELS = [{"path": names, "shelf": len(names) == 2, "emit": 0.5} for names in PATHS]
DECODING = {"groups": [{"labels": [0, 3], "required": True}, {"labels": [1, 2], "required": True}], "margin": 0.1}
SECTIONS = [
    "Every row",
    "Fusion against the best single model",
    "Does predicting the category first help?",
    "Labels",
    "Can the scores be believed?",
    "Deciding without a person",
    "Learning curves",
    "Data",
]


def logits_of(scores):
    return np.log(scores.clip(1e-6, 1 - 1e-6)) - np.log1p(-scores.clip(1e-6, 1 - 1e-6))


def invented():
    """A comparison of four models and a fusion, measured on 240 listings whose scores are drawn."""
    random = np.random.default_rng(4)
    shelf = random.choice([1, 2, 4], 240)
    truth = np.zeros((240, 5), bool)
    truth[np.arange(240), shelf] = truth[np.arange(240), np.where(shelf == 4, 3, 0)] = True
    leaves, groups, outside = [tuple(PATHS[label]) for label in shelf], np.arange(240) // 2, np.zeros(240, bool)
    decoder = Decoder(LABELS, DECODING)
    noise = {"title.tfidf": 2.2, "title.cnn": 3.0, "description.cnn": 4.0, "image.resnet18": 4.0, "fusion.mean": 1.7}
    scores = {
        name: 1 / (1 + np.exp(-random.normal(np.where(truth, 3, -3), spread).astype(np.float32))) for name, spread in noise.items()
    }
    rows = [
        {
            "name": name,
            "kind": "fusion" if name == "fusion.mean" else "single",
            "what": "method | paper",
            "members": [],
            "reads": ["title", "image"] if name == "fusion.mean" else [name.split(".")[0]],
            "figures": figures.measure(decoder, LABELS, found, truth, leaves, outside),
            "parameters": 1000,
            "graph_bytes": 2**20 * (index + 1),
            "milliseconds": {"1": 0.5 + index, "32": 0.1},
            "seconds": 5.0,
            "curve": [{"epoch": epoch, "loss": 1.0, "micro_f1": 0.4 + epoch / 20, "seconds": 1.0} for epoch in range(1, 4)]
            if "cnn" in name
            else [],
        }
        for index, (name, found) in enumerate(scores.items())
    ]
    rows[-1]["members"] = ["title.tfidf", "image.resnet18"]
    target = {"error": 0.05, "default": {"threshold": 0.6, "accepted": 90, "errors": 1}, "roots": {}}
    target["measured"] = figures.automatic_by_root(decoder, LABELS, target, scores["fusion.mean"], outside, truth, outside, groups)
    work = SimpleNamespace(labels=LABELS, groups=groups, listings=[SimpleNamespace(leaf_path=leaf) for leaf in leaves])
    return {
        "data": {
            "name": "kitchen|ware",
            "measured_on": "validation",
            "size": "small",
            "seed": 1,
            "parts": {"train": 900, "validation": 240},
            "twin_groups": 600,
            "largest_twin_group": 7,
            "fewest_training_listings": 50,
            "labels": [{"path": names, "training_listings": 100 + 50 * index} for index, names in enumerate(PATHS)],
            "left_out": [{"path": ["Rare <b>"], "training_listings": 2}],
        },
        "rows": rows,
        "not_run": [{"name": "title.transformer", "why": "no weights in the folder"}],
        "uncertainty": uncertainty.compared({name: decoder.decode(found).emitted for name, found in scores.items()}, truth, groups),
        "hierarchy": compare_kinds(
            work,
            {"title.flat": logits_of(scores["title.cnn"]), "title.per_parent": logits_of(scores["title.tfidf"])},
            np.arange(len(leaves)),
        ),
        "acceptance": {
            "row": "fusion.mean",
            "part": "validation",
            "confidence": 0.95,
            "targets": [target],
            "not_certified": [0.005],
        },
    }


@pytest.fixture(scope="module")
def comparison():
    return invented()


@pytest.fixture(scope="module")
def written(comparison, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    report.write(comparison, folder)
    return folder


def lines_of(comparison):
    return "\n".join(report.document(comparison, {}))


def test_every_section_is_there_and_the_first_screen_names_what_to_ship(written):
    text = (written / "README.md").read_text()

    assert re.findall(r"^## (.*)", text, re.MULTILINE) == SECTIONS
    assert text.split("\n")[2].startswith("**Ship `fusion.mean`**")
    assert "**Not run:** `title.transformer`, no weights in the folder." in text
    assert "**Not certified, so not offered:** 0.5%." in text


def test_every_picture_that_is_linked_exists_and_none_is_left_over(written):
    linked = re.findall(r"!\[.*?\]\((.*?)\)", (written / "README.md").read_text())

    assert sorted(linked) == sorted(file.name for file in written.glob("*.png"))
    assert len(linked) == 7
    assert sum(file.stat().st_size for file in written.iterdir()) < 1_500_000


def test_a_table_has_as_many_cells_in_every_line(written):
    blocks = re.findall(r"(?:^\|.*\n)+", (written / "README.md").read_text(), re.MULTILINE)

    assert len(blocks) >= 8
    for block in blocks:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1, block


def test_names_from_a_catalogue_are_harmless():
    assert escaped("a|b <c> *d* _e_ `f`") == r"a\|b &lt;c&gt; \*d\* \_e\_ \`f\`"
    assert path(["A > B", "C|D"]) == r"A &gt; B › C\|D"
    assert code("a|`b") == r"`a\|'b`"


def test_the_report_can_be_written_again_from_its_json(written, tmp_path, monkeypatch):
    monkeypatch.setattr(report.plots, "PLOTS", {name: report.plots.PLOTS[name] for name in ("micro_f1",)})
    for name in ("one", "other"):
        monkeypatch.setattr(sys, "argv", ["report.py", str(written / "comparison.json"), str(tmp_path / name)])
        report.main()

    assert (tmp_path / "one" / "comparison.json").read_bytes() == (written / "comparison.json").read_bytes()
    for name in ("README.md", "micro_f1.png"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_one_model_alone_makes_a_report(comparison, tmp_path):
    row = comparison["rows"][0] | {"milliseconds": None, "graph_bytes": None, "parameters": None, "seconds": None}
    alone = {"data": {name: found for name, found in comparison["data"].items() if name != "left_out"}, "rows": [row]}

    report.write(alone, tmp_path)

    text = (tmp_path / "README.md").read_text()
    assert "No other row was run." in text
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == [
        name
        for name in SECTIONS
        if name not in ("Fusion against the best single model", "Does predicting the category first help?", "Learning curves")
    ]
    assert not (tmp_path / "cost.png").exists()
    assert "None" not in text and "nan" not in text


def test_a_plot_of_an_earlier_report_does_not_stay(comparison, tmp_path, monkeypatch):
    monkeypatch.setattr(report.plots, "PLOTS", {"learning_curves": report.plots.learning_curves})
    report.write(comparison, tmp_path)
    assert (tmp_path / "learning_curves.png").exists()

    report.write(comparison | {"rows": [row | {"curve": []} for row in comparison["rows"]]}, tmp_path)

    assert not (tmp_path / "learning_curves.png").exists()


def test_a_model_below_tf_idf_is_marked_and_by_how_surely(comparison):
    text = lines_of(comparison)

    line = next(line for line in text.splitlines() if line.startswith("| `title.cnn`"))
    assert sections.LOSES in line
    assert sections.LOSES not in next(line for line in text.splitlines() if line.startswith("| `title.tfidf`"))
    unsure = copy.deepcopy(comparison)
    unsure["uncertainty"]["differences"]["title.cnn"]["title.tfidf"] = [-0.1, 0.1]
    line = next(line for line in lines_of(unsure).splitlines() if line.startswith("| `title.cnn`"))
    assert sections.LOSES_PERHAPS in line and sections.LOSES not in line


def test_the_best_of_each_group_is_bold(comparison):
    rows = {line.split("`")[1]: line for line in lines_of(comparison).splitlines() if re.match(r"\| `\w+\.\w+` ?.*±", line)}

    assert [name for name, line in rows.items() if line.split("|")[2].strip().startswith("**")] == [
        "title.tfidf",
        "description.cnn",
        "image.resnet18",
        "fusion.mean",
    ]


@pytest.mark.parametrize(
    ("interval", "answer"),
    [([0.01, 0.03], "Yes."), ([-0.03, -0.01], "No, it hurts."), ([-0.01, 0.01], "No difference that these listings could show.")],
)
def test_the_question_of_the_category_is_answered_from_the_figures(comparison, interval, answer):
    changed = copy.deepcopy(comparison)
    changed["hierarchy"][1]["subcategory_difference"] = interval

    assert f"**{answer}**" in lines_of(changed)


def test_error_reduction_is_against_the_best_single_model(comparison):
    changed = copy.deepcopy(comparison)
    for row, found in zip(changed["rows"], (0.827, 0.7, 0.7, 0.7, 0.882), strict=True):
        row["figures"]["micro_f1"] = found

    assert "| `fusion.mean` | 0.8820 | 31.8% |" in lines_of(changed)
    assert verdict.best_single(changed)["name"] == "title.tfidf"


def test_a_quicker_row_within_chance_is_offered(comparison):
    changed = copy.deepcopy(comparison)
    changed["uncertainty"]["differences"]["title.tfidf"]["fusion.mean"] = [-0.01, 0.001]

    assert "**Cheaper, and as good as these listings can tell:** `title.tfidf`" in lines_of(changed)
    assert "Cheaper" not in lines_of(comparison)


def test_the_choice_is_kept_though_another_row_is_better(comparison):
    text = lines_of(comparison | {"chosen": "title.tfidf"})

    assert "**Ship `title.tfidf`**" in text and "It is not the best row: `fusion.mean`" in text


def test_the_one_look_at_the_test_part_stands_on_the_first_screen(comparison):
    text = lines_of(comparison | {"final": {"part": "test", "row": "fusion.mean", "figures": comparison["rows"][0]["figures"]}})

    assert "**On the part test, opened once for `fusion.mean`:**" in text.split("## ")[0]


def test_what_cannot_be_reported_gets_a_message(tmp_path, monkeypatch):
    with pytest.raises(BadInput, match="no data and no rows"):
        report.write({}, tmp_path)
    (tmp_path / "broken.json").write_text('{"data":\n oops}')
    monkeypatch.setattr(sys, "argv", ["report.py", str(tmp_path / "broken.json"), str(tmp_path / "out")])
    with pytest.raises(BadInput, match=r"broken\.json:2: not JSON"):
        report.main()
    assert not (tmp_path / "out").exists()


def test_a_figure_that_json_cannot_hold_writes_nothing(comparison, tmp_path):
    with pytest.raises(ValueError, match="not JSON compliant"):
        report.write(comparison | {"final": {"micro_f1": float("nan")}}, tmp_path / "out")

    assert not (tmp_path / "out").exists()
    assert json.loads(json.dumps(comparison)) == comparison
