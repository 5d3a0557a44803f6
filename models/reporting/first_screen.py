# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The first screen of the report: which model to ship, and why. `verdict` reads it off the figures; here it is put into words."""

from reporting import verdict
from reporting.markdown import code, count, escaped, number, percent
from reporting.wording import cost_in_words, members, short, with_interval

LESS = {"No pictures": ("title", "description", "text"), "Only titles": ("title",), "Only pictures": ("image",)}
SHOWN_TARGETS = (0.02, 0.05)


def first_screen(comparison, where):
    ours = verdict.shipped(comparison)
    reason = comparison.get("why_chosen") or _reason(comparison, ours)
    lines = [
        f"**Ship {code(ours['name'])}** ({escaped(ours['what'])}{members(ours)}): micro-F1 "
        f"**{with_interval(comparison, ours)}** on {where}{cost_in_words(ours)}. {reason}",
        "",
    ]
    single = verdict.best_single(comparison)
    if ours["kind"] == "fusion" and single:
        lines += [f"- **Does fusion pay?** {_reduction_in_words(comparison, ours, single)}"]
    quicker = verdict.as_good_and_quicker(comparison)
    if quicker:
        lines += [f"- **Cheaper, and as good as these listings can tell:** {short(quicker)}{cost_in_words(quicker)}."]
    return [
        *lines,
        *_for_less(comparison, ours),
        *_yardstick_in_words(comparison),
        *_automatic_in_words(comparison),
        *_final_in_words(comparison),
        "",
    ]


def _reason(comparison, ours):
    rivals = [row for row in comparison["rows"] if row is not ours]
    best = verdict.best(comparison["rows"])
    if best is not ours:
        return f"It is not the best row: {short(best)} is."
    if not rivals:
        return "No other row was run."
    second = verdict.best(rivals)
    chance = verdict.may_be_chance(comparison, ours, second)
    ending = {True: " The distance may be chance.", False: " The distance is more than chance.", None: ""}[chance]
    return f"No row has a higher one; next is {short(second)}.{ending}"


def _reduction_in_words(comparison, fused, single):
    reduction = verdict.error_reduction(fused, single)
    if reduction is None:
        return f"{code(single['name'])} makes no error that it could avoid."
    interval = verdict.interval_of(comparison, "error_reductions", fused, single)
    between = f" (95%: {percent(interval[0])} to {percent(interval[1])})" if interval else ""
    low, high = interval or (reduction, reduction)
    answer = "Yes" if low > 0 else "No" if high < 0 else "Not by more than chance"
    return (
        f"{answer}: error reduction {percent(reduction)}{between} against the best single model, {short(single)}; "
        f"that of Wirojwatanakul and Wangperawong (arXiv 1907.00420) is {percent(verdict.PAPERS_REDUCTION, 0)}."
    )


def _for_less(comparison, ours):
    """What to take when pictures, or all but the title, are not there."""
    lines = []
    for what, allowed in LESS.items():
        row = verdict.reading_only(comparison, allowed)
        if row and not set(ours["reads"]) <= set(allowed):
            lines.append(f"- **{what}:** {short(row)}{cost_in_words(row)}.")
    return lines


def _yardstick_in_words(comparison):
    """Of each text, whether anything else that reads it alone beats TF-IDF."""
    said = []
    for group, rows in verdict.groups(comparison):
        rivals = [row for row in rows if verdict.yardstick(comparison, row)]
        if rivals:
            best, other = rivals[0], verdict.yardstick(comparison, rivals[0])
            answer = "yes," if verdict.micro_f1(best) > verdict.micro_f1(other) else "no, the nearest is"
            perhaps = " (perhaps by chance)" if verdict.may_be_chance(comparison, best, other) else ""
            said.append(f"{escaped(group)}: {answer} {short(best)} against {number(verdict.micro_f1(other))}{perhaps}")
    return [f"- **Does anything beat TF-IDF on the same text?** {'; '.join(said)}."] if said else []


def _automatic_in_words(comparison):
    targets = (comparison.get("acceptance") or {}).get("targets", [])
    lines = []
    for target in targets:
        found = target["measured"]["overall"]
        if target["error"] in SHOWN_TARGETS and found["error"] is not None:
            lines.append(
                f"- **Without a person at a {100 * target['error']:g}% error target:** {percent(found['coverage'])} "
                f"of the {escaped(comparison['acceptance']['part'])} listings, {percent(found['error'], 2)} of these "
                f"wrong (95% bound {percent(found['error_upper_bound'], 2)})."
            )
    return lines


def _final_in_words(comparison):
    final = comparison.get("final")
    if not final:
        return []
    figures = final["figures"]
    return [
        f"- **On the part {escaped(final['part'])}, opened once for {code(final['row'])}:** micro-F1 "
        f"{number(figures['micro_f1'])}, macro-F1 {number(figures['macro_f1'])}, leaf accuracy "
        f"{number(figures['leaf_accuracy'])}, calibration error {number(figures['calibration_error'])}, "
        f"{count(figures['listings'])} listings."
    ]
