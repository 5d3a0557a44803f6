# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What a comparison says: which row is best, which differences are chance, what to ship. `comparison` is described in `report`.

Everything is read off the figures; if a part is missing, the answer is None or an empty list.
"""

GROUPS = ("title", "description", "text", "image", "fusion")
YARDSTICK = "tfidf"
PAPERS_REDUCTION = (0.882 - 0.827) / (1 - 0.827)  # arXiv 1907.00420: 82.7 the best single model, 88.2 fused


def micro_f1(row):
    return row["figures"]["micro_f1"]


def group(row):
    return "fusion" if row["kind"] == "fusion" else row["reads"][0]


def groups(comparison):
    """[(name, rows from the best down)] of the groups that have any, in the order of GROUPS, others after them."""
    found: dict[str, list] = {}
    for row in sorted(comparison["rows"], key=lambda row: (-micro_f1(row), row["name"])):
        found.setdefault(group(row), []).append(row)
    return sorted(found.items(), key=lambda entry: (GROUPS.index(entry[0]) if entry[0] in GROUPS else len(GROUPS), entry[0]))


def best(rows):
    """The row of the highest micro-F1, of equals the quicker one; None of none."""
    return min(rows, key=lambda row: (-micro_f1(row), milliseconds(row), row["name"]), default=None)


def best_single(comparison):
    return best([row for row in comparison["rows"] if row["kind"] == "single"])


def milliseconds(row):
    """For one listing alone; infinite where it was not measured."""
    return (row.get("milliseconds") or {}).get("1", float("inf"))


def interval_of(comparison, what, row, other):
    """[low, high] of `differences` or `error_reductions` between two rows; None where it was not calculated."""
    return comparison.get("uncertainty", {}).get(what, {}).get(row["name"], {}).get(other["name"])


def may_be_chance(comparison, row, other):
    """True if the interval of the difference of two rows' micro-F1 holds zero; None if there is no interval."""
    found = interval_of(comparison, "differences", row, other)
    return None if found is None else found[0] <= 0 <= found[1]


def yardstick(comparison, row):
    """The TF-IDF row that reads the same text as this single model; None for itself, or if there is none."""
    if row["kind"] != "single" or row["name"].endswith("." + YARDSTICK):
        return None
    name = f"{row['reads'][0]}.{YARDSTICK}"
    return next((other for other in comparison["rows"] if other["name"] == name), None)


def loses_to_yardstick(comparison, row):
    other = yardstick(comparison, row)
    return other is not None and micro_f1(row) < micro_f1(other)


def shipped(comparison):
    """The row that was chosen, or else the best one."""
    named = [row for row in comparison["rows"] if row["name"] == comparison.get("chosen")]
    return named[0] if named else best(comparison["rows"])


def as_good_and_quicker(comparison):
    """The quickest row whose distance to the shipped one may be chance, if it is quicker than that; else None."""
    ours = shipped(comparison)
    found = [row for row in comparison["rows"] if may_be_chance(comparison, row, ours) and milliseconds(row) < milliseconds(ours)]
    return min(found, key=lambda row: (milliseconds(row), -micro_f1(row)), default=None)


def reading_only(comparison, allowed):
    """The best row that reads nothing else than `allowed`."""
    return best([row for row in comparison["rows"] if set(row["reads"]) <= set(allowed)])


def error_reduction(fused, single):
    """(F1 fused - F1 best) / (1 - F1 best), None where the single model makes no error."""
    return (micro_f1(fused) - micro_f1(single)) / (1 - micro_f1(single)) if micro_f1(single) < 1 else None


def pareto(rows, cost):
    """The rows than which no other is both cheaper and at least as good, from the cheapest up; those without that cost left out."""
    found: list[dict] = []
    for row in sorted((row for row in rows if cost(row) is not None), key=lambda row: (cost(row), -micro_f1(row))):
        if not found or micro_f1(row) > micro_f1(found[-1]):
            found.append(row)
    return found
