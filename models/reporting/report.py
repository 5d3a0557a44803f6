# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Writes the report of a comparison: README.md, its plots, and comparison.json, from which alone it can be written again.

    python -m reporting.report COMPARISON.json OUT

`write(comparison, folder)` does the same from a dictionary. What is marked ? may be missing; its part of the report is then left
out.

    data           {"name", "measured_on": a part, "size", "seed", "parts": {part: listings}, "twin_groups", "largest_twin_group",
                   "fewest_training_listings", "labels": [{"path", "training_listings"}] in the order of all lists by label,
                   "left_out"?: [{"path", "training_listings"}], "notes"?: [Markdown]}
    rows           [{"name", "kind": "single" or "fusion", "what": method and paper, "reads": ["title"], "members"?: [names],
                   "figures": of figures.measure, "parameters"?, "graph_bytes"?, "milliseconds"?: of timing.milliseconds,
                   "seconds"?: of training, "curve"?: as in families.Model}]; costs are of everything that runs for the row, so
                   those of a fusion include its members' (timing.together)
    not_run?       [{"name", "why"}]
    uncertainty?   of uncertainty.compared
    hierarchy?     of hierarchy.compare_kinds. The kinds `flat`, first, and `category first` answer the question
    chosen?        the name of the row that is shipped, if that is not simply the best one, and why_chosen?
    acceptance?    {"row", "part": where it was measured, "confidence", "targets": [an entry of acceptance.fit's targets, with
                   "measured": of figures.automatic_by_root], "not_certified": [error targets]}
    final?         {"part", "row", "figures"}: the one look at listings that nothing was chosen on
"""

import argparse
import json
from pathlib import Path

from data.bad_input import BadInput
from reporting import plots, sections, verdict
from reporting.first_screen import first_screen
from reporting.markdown import count, escaped, picture

REQUIRED = ("data", "rows")


def write(comparison, folder):
    """Writes comparison.json, the plots and README.md into the folder; plots of an earlier report that are not drawn again go."""
    missing = [name for name in REQUIRED if not comparison.get(name)]
    if missing:
        raise BadInput(
            f"{folder}: nothing to report: the comparison has no {' and no '.join(missing)}; write it again with compare.py"
        )
    folder = Path(folder)
    text = json.dumps(comparison, ensure_ascii=False, allow_nan=False) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "comparison.json").write_text(text, encoding="utf-8")
    for name in plots.PLOTS:
        (folder / f"{name}.png").unlink(missing_ok=True)
    drawn = plots.draw_all(comparison, folder)
    (folder / "README.md").write_text("\n".join(document(comparison, drawn)), encoding="utf-8")


def document(comparison, drawn):
    """Lines of Markdown; `drawn` {plot: file}."""

    def plot(name, what):
        return picture(drawn[name], what) if name in drawn else []

    data, ours = comparison["data"], verdict.shipped(comparison)
    where = f"{count(ours['figures']['listings'])} {escaped(data['measured_on'])} listings"
    return [
        f"# Which model to ship: {escaped(data['name'])}",
        "",
        *first_screen(comparison, where),
        *plot("micro_f1", "Micro-F1 of every row, with intervals"),
        "## Every row",
        "",
        *sections.rows_table(comparison, where),
        *plot("cost", "Micro-F1 against milliseconds and size"),
        *sections.not_run(comparison),
        *sections.fusion(comparison),
        *sections.hierarchy(comparison),
        "## Labels",
        "",
        *sections.misclassified(comparison, plot),
        *sections.frequency(comparison, plot),
        *sections.auc(comparison),
        *sections.calibration(comparison, where, plot),
        *sections.acceptance(comparison, plot),
        *sections.learning_curves(plot),
        *sections.data(comparison),
    ]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("comparison", type=Path)
    arguments.add_argument("output", type=Path)
    given = arguments.parse_args()
    try:
        comparison = json.loads(given.comparison.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise BadInput(f"{given.comparison}:{error.lineno}: not JSON ({error.msg}); write it again with compare.py") from error
    write(comparison, given.output)
    print(f"{given.output / 'README.md'}: {len(comparison['rows'])} rows")


if __name__ == "__main__":
    main()
