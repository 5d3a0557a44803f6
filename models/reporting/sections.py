# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The sections of the report below the first screen: each gives lines of Markdown, none if its part is missing.

`comparison` is described in `report`; `plot(name, what)` gives the lines that show a plot.
"""

from reporting import plots, verdict
from reporting.markdown import NONE, bold, code, count, details, escaped, number, path, percent, table
from reporting.wording import duration, half_width, mebibytes, members, points, short, subscript

FLAT, CATEGORY_FIRST = "flat", "category first"
LOSES, LOSES_PERHAPS, AS_GOOD = "▼", "▽", "≈"
FIGURES = ("micro_f1", "macro_f1", "mean_auc", "hierarchical_f1", "leaf_accuracy", "calibration_error")
MEASURED = ("listings", "decided", "wrong", "error", "95% bound")


def rows_table(comparison, where):
    ours = verdict.shipped(comparison)
    header = ("row", "micro-F1", "macro-F1", "mean AUC", "hier. F1", "leaf acc.", "ECE", "parameters", "MiB", "ms", "trained in")
    lines = []
    for group, rows in verdict.groups(comparison):
        lines.append([f"***{escaped(group)}***", *[""] * (len(header) - 1)])
        best = {
            name: (min if name == "calibration_error" else max)(
                (row["figures"][name] for row in rows if row["figures"][name] is not None), default=None
            )
            for name in FIGURES
        }
        for row in rows:
            cells = [
                bold(number(row["figures"][name]), row["figures"][name] is not None and row["figures"][name] == best[name])
                for name in FIGURES
            ]
            cells[0] += half_width(comparison, row) + _mark(comparison, row, ours)
            lines.append(
                [
                    code(row["name"]) + subscript(row),
                    *cells,
                    count(row.get("parameters")),
                    mebibytes(row),
                    number((row.get("milliseconds") or {}).get("1"), 2),
                    duration(row.get("seconds")),
                ]
            )
    return [*table(header, lines), *_legend(comparison, where, ours), "", *_methods(comparison)]


def _legend(comparison, where, ours):
    measured = comparison.get("uncertainty")
    lines = [f"- Measured on {where}. Bold: the best of its group."]
    if measured:
        lines += [
            f"- ±: half of the 95% interval over {count(measured['twin_groups'])} twin groups. {AS_GOOD}: the distance to "
            f"{code(ours['name'])} may be chance. The comparison is paired: rows whose intervals overlap may differ surely."
        ]
    if any(verdict.yardstick(comparison, row) for row in comparison["rows"]):
        lines += [f"- {LOSES}: below TF-IDF on the same text by more than chance; {LOSES_PERHAPS}: below it, perhaps by chance."]
    return [
        *lines,
        "- Hier. F1: of the shelf with all that stands above it (Kiritchenko et al. 2006). Of all emitted labels it would be the "
        "micro-F1, as no label is emitted without its parent. Leaf acc.: the shelf alone. ECE: expected calibration error of the "
        "emitted labels.",
        "- ms: one listing alone on one core, without tokenising and decoding. What a fusion costs holds its members.",
    ]


def _methods(comparison):
    return details(
        "What each row is",
        [f"- {code(row['name'])}: {escaped(row['what'])}{members(row)}" for _, rows in verdict.groups(comparison) for row in rows],
    )


def _mark(comparison, row, ours):
    mark = ""
    if row is not ours and verdict.may_be_chance(comparison, row, ours):
        mark += " " + AS_GOOD
    if verdict.loses_to_yardstick(comparison, row):
        sure = verdict.may_be_chance(comparison, row, verdict.yardstick(comparison, row)) is False
        mark += " " + (LOSES if sure else LOSES_PERHAPS)
    return mark


def not_run(comparison):
    entries = comparison.get("not_run") or []
    named = "; ".join(f"{code(entry['name'])}, {escaped(entry['why'])}" for entry in entries)
    return [f"**Not run:** {named}.", ""] if entries else []


def fusion(comparison):
    single = verdict.best_single(comparison)
    fused = [row for group, rows in verdict.groups(comparison) if group == "fusion" for row in rows]
    if not single or not fused:
        return []
    lines = []
    for row in fused:
        interval = verdict.interval_of(comparison, "error_reductions", row, single)
        lines.append(
            [
                code(row["name"]),
                number(verdict.micro_f1(row)),
                percent(verdict.error_reduction(row, single)),
                f"{percent(interval[0])} to {percent(interval[1])}" if interval else NONE,
            ]
        )
    lines.append(["*Wirojwatanakul and Wangperawong 2019 (82.7 → 88.2)*", NONE, percent(verdict.PAPERS_REDUCTION), NONE])
    return [
        "## Fusion against the best single model",
        "",
        f"The best single model is {short(single)}. Error reduction is "
        "(F1 fused − F1 best) / (1 − F1 best). The best rows were picked on these listings, which flatters both sides.",
        "",
        *table(("fusion", "micro-F1", "error reduction", "95% interval"), lines),
    ]


def hierarchy(comparison):
    entries = comparison.get("hierarchy") or []
    if not entries:
        return []
    first = entries[0]
    lines = [
        [
            escaped(entry["kind"]) + f" {code(entry['row'])}",
            percent(entry["category_accuracy"], 2),
            percent(entry["subcategory_accuracy"], 2),
            percent(entry["impossible_pairs"], 2),
            percent(entry["top_down_subcategory_accuracy"], 2),
            NONE if entry is first else points(entry["category_difference"]),
            NONE if entry is first else points(entry["subcategory_difference"]),
        ]
        for entry in entries
    ]
    return [
        "## Does predicting the category first help?",
        "",
        _answer(entries),
        "",
        *table(
            (
                "kind",
                "category",
                "subcategory",
                "impossible pairs",
                "subcategory within the best category",
                f"category, less {escaped(first['kind'])}",
                f"subcategory, less {escaped(first['kind'])}",
            ),
            lines,
        ),
        f"{count(first['listings'])} listings. The subcategory is the shelf, the category what it hangs from. They are each the "
        "best by its own score, before decoding, which allows no impossible pair; beside it the best shelf within the category "
        "that was decided first. Differences in points, 95% intervals over twin groups.",
        "",
    ]


def _answer(entries):
    kinds = {entry["kind"]: entry for entry in entries}
    best = max(entries, key=lambda entry: entry["subcategory_accuracy"])
    also = f"Best on subcategories is *{escaped(best['kind'])}* with {percent(best['subcategory_accuracy'], 2)}."
    if not {FLAT, CATEGORY_FIRST} <= kinds.keys() or entries[0]["kind"] != FLAT:
        return also
    flat, local = kinds[FLAT], kinds[CATEGORY_FIRST]
    low, high = local["subcategory_difference"]
    said = "Yes" if low > 0 else "No, it hurts" if high < 0 else "No difference that these listings could show"
    return (
        f"**{said}.** Category first and then a classifier for each gets {percent(local['subcategory_accuracy'], 2)} of the "
        f"subcategories right, the flat one {percent(flat['subcategory_accuracy'], 2)} ({points([low, high])} points); "
        f"categories {percent(local['category_accuracy'], 2)} and {percent(flat['category_accuracy'], 2)}. {also}"
    )


def misclassified(comparison, plot):
    ours, labels = verdict.shipped(comparison), comparison["data"]["labels"]
    header = ("label", "missing", "of", "share", "most often instead", "false alarms")

    def of(row):
        lines = [
            [
                path(labels[entry["label"]]["path"]),
                count(entry["missing"]),
                count(entry["listings"]),
                percent(entry["share"]),
                NONE if entry["instead"] is None else f"{path(labels[entry['instead']]['path'])} ({entry['instead_listings']})",
                count(entry["false_alarms"]),
            ]
            for entry in row["figures"]["misclassified"]
        ]
        return table(header, lines) if lines else ["No label is missed.", ""]

    lines = [
        "### The most misclassified labels",
        "",
        f"Of a label's listings, how many are not given it by {code(ours['name'])}; "
        "labels of fewer than five listings are left out.",
        "",
        *plot("misclassified", "The most misclassified labels"),
        *details(f"As a table, with what is said instead: <code>{escaped(ours['name'])}</code>", of(ours)),
    ]
    for _, rows in verdict.groups(comparison):
        if rows[0] is not ours:
            lines += details(f"The best row of its group: <code>{escaped(rows[0]['name'])}</code>", of(rows[0]))
    return lines


def frequency(comparison, plot):
    rows, labels = plots.shipped_and_single(comparison), comparison["data"]["labels"]
    order = sorted(range(len(labels)), key=lambda label: (-labels[label]["training_listings"], label))
    lines = [
        [
            path(labels[label]["path"]),
            count(labels[label]["training_listings"]),
            count(rows[0]["figures"]["by_label"]["listings"][label]),
            *[number(row["figures"]["by_label"]["f1"][label], 3) for row in rows],
        ]
        for label in order
    ]
    return [
        "### Labels by frequency",
        "",
        *plot("label_frequency", "F1 of the labels by frequency"),
        *details(
            "All labels, the most frequent first",
            table(("label", "training listings", "measured on", *[f"F1, {code(row['name'])}" for row in rows]), lines),
        ),
    ]


def auc(comparison):
    chosen = [rows[0] for _, rows in verdict.groups(comparison)]
    labels = comparison["data"]["labels"]
    lines = [
        [path(label["path"]), *[number(row["figures"]["by_label"]["auc"][index]) for row in chosen]]
        for index, label in enumerate(labels)
    ]
    return [
        "### Area under the ROC curve of each label",
        "",
        *details("The best row of each group", table(("label", *[code(row["name"]) for row in chosen]), lines)),
    ]


def calibration(comparison, where, plot):
    rows = plots.shipped_and_single(comparison)
    said = " and ".join(f"{number(row['figures']['calibration_error'])} for {code(row['name'])}" for row in rows)
    return [
        "## Can the scores be believed?",
        "",
        f"Expected calibration error of the emitted labels, in 15 bins of equal mass, on {where}: {said}.",
        "",
        *plot("reliability", "Reliability of the scores"),
    ]


def acceptance(comparison, plot):
    found = comparison.get("acceptance")
    lines = ["## Deciding without a person", "", *plot("risk_coverage", "Error among accepted listings against coverage")]
    if not found:
        return lines
    refused = [f"{100 * target:g}%" for target in found.get("not_certified", [])]
    lines += [
        f"Thresholds of {code(found['row'])}, certified on calibration listings, one of each twin group, at "
        f"{percent(found['confidence'], 0)} confidence; measured on the part {escaped(found['part'])}. A root with a threshold of "
        "its own uses that, so a laxer target need not decide more. The bound is the exact binomial one over one listing of each "
        "twin group; bold, an error above its target. Wrong is a listing whose labels are not exactly the true ones.",
        "",
    ]
    if refused:
        lines += [f"**Not certified, so not offered:** {', '.join(refused)}.", ""]
    if found["targets"]:
        lines += table(
            ("target", "threshold", "certified on", "errors there", *MEASURED),
            [
                [
                    f"{100 * target['error']:g}%",
                    *_certified(target["default"]),
                    *_measured(target["measured"]["overall"], target["error"]),
                ]
                for target in found["targets"]
            ],
        )
    for target in found["targets"]:
        own = target.get("roots", {})
        without = [name for name in target["measured"]["roots"] if name not in own]
        body = table(
            ("root", "threshold", "certified on", "errors there", *MEASURED),
            [
                [escaped(name), *_certified(own.get(name)), *_measured(measured, target["error"])]
                for name, measured in target["measured"]["roots"].items()
            ],
        )
        if without:
            body += [
                "Not certified alone, so they use the common threshold, which holds over all roots and not for each: "
                f"{', '.join(_uncertified(name, target) for name in without)}.",
                "",
            ]
        lines += details(f"By root at {100 * target['error']:g}%", body)
    return lines


def _uncertified(name, target):
    """A root without a threshold of its own, and why, where that is known."""
    why = target.get("fallbacks", {}).get(name)
    return escaped(name) + (
        f" ({why['because']}: {count(why['listings'])} listings with {count(why['errors'])} errors, "
        f"{count(why['listings_needed'])} without an error would do)"
        if why
        else ""
    )


def _certified(threshold):
    """Cells; a root without a threshold of its own uses the common one."""
    if threshold is None:
        return ["common", NONE, NONE]
    return [number(threshold["threshold"]), count(threshold["accepted"]), count(threshold["errors"])]


def _measured(found, target):
    nothing = found["error"] is None
    return [
        count(found["listings"]),
        percent(found["coverage"]),
        count(found["errors"]),
        bold(percent(found["error"], 2), not nothing and found["error"] > target),
        NONE if nothing else percent(found["error_upper_bound"], 2),
    ]


def learning_curves(plot):
    shown = plot("learning_curves", "Learning curves")
    return ["## Learning curves", "", *shown] if shown else []


def data(comparison):
    found = comparison["data"]
    total = sum(found["parts"].values())
    lines = [
        "## Data",
        "",
        *table(
            ("part", "listings", "share"),
            [[escaped(name), count(listings), percent(listings / total)] for name, listings in found["parts"].items()],
        ),
    ]
    lines += [
        f"{count(total)} listings in {count(found['twin_groups'])} twin groups, the largest of "
        f"{count(found['largest_twin_group'])}; no group stands on two sides. {count(len(found['labels']))} labels, those "
        f"with at least {count(found['fewest_training_listings'])} training listings. Seed {found['seed']}, size "
        f"{escaped(found['size'])}.",
        "",
    ]
    lines += [line for note in found.get("notes", []) for line in (note, "")]
    left_out = found.get("left_out") or []
    if left_out:
        lines += details(
            f"{count(len(left_out))} labels left out, which no row can emit",
            table(("label", "training listings"), [[path(label["path"]), count(label["training_listings"])] for label in left_out]),
        )
    return lines
