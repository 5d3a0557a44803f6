# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The plots of a comparison, PNG as wide as a page on GitHub. `report` describes `comparison`.

Each function draws one figure and returns it, or None if what it shows was not measured; PLOTS names their files. Colours are
those of Okabe and Ito, told apart by all; every group has a marker of its own as well.
"""

import textwrap
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator, PercentFormatter
from matplotlib.typing import RcKeyType
from scipy.stats import beta

from reporting import verdict

WIDTH, DOTS_PER_INCH = 9.0, 110
COLOURS = {"title": "#0072B2", "description": "#E69F00", "text": "#009E73", "image": "#AA4499", "fusion": "#D55E00"}
MARKERS = {"title": "o", "description": "s", "text": "^", "image": "v", "fusion": "D"}
GREY, PALE, INK = "#8A8A8A", "#E3E3E3", "#222222"
LONGEST_NAME = 40
LONGEST_LINE = 44  # characters of a row's name
FARTHEST_BELOW = 0.2  # rows farther below the best one are drawn at the edge, with an arrow
FEWEST_ACCEPTED = 100  # of fewer listings the error is chance
STYLE: dict[RcKeyType, Any] = {
    "font.size": 10.5,
    "font.family": "DejaVu Sans",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.grid": True,
    "grid.color": PALE,
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}
ODDS_TICKS = (0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.997, 0.999, 0.9997)


def draw_all(comparison, folder):
    """Draws what there is to draw; returns {name: file name}."""
    files = {}
    for name, draw in PLOTS.items():
        with matplotlib.rc_context(STYLE):
            figure = draw(comparison)
            if figure is not None:
                files[name] = f"{name}.png"
                figure.savefig(Path(folder) / files[name], dpi=DOTS_PER_INCH, metadata={"Software": None})
    return files


def brief(row):
    """A row's name for a legend: of a fusion with a long name its kind and how many it fuses."""
    name = row["name"]
    return plain(
        name if len(name) <= LONGEST_NAME or not row.get("members") else f"{name.partition('(')[0]} of {len(row['members'])}"
    )


def micro_f1(comparison):
    """Micro-F1 of every row with its interval, by group."""
    intervals = comparison.get("uncertainty", {}).get("intervals", {})
    entries, place = [], 0.0
    for group, rows in verdict.groups(comparison):
        entries += [(place + index, group, row) for index, row in enumerate(rows)]
        place += len(rows) + 0.6
    figure = canvas(0.9 + 0.27 * place)
    axes = figure.subplots()
    best = verdict.micro_f1(verdict.best(comparison["rows"]))
    best_of_groups = [rows[0] for _, rows in verdict.groups(comparison)]
    for y, group, row in entries:
        found = verdict.micro_f1(row)
        axes.annotate(
            f"{found:.4f}",
            (1.01, y),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=9.5,
            weight="bold" if row in best_of_groups else "normal",
        )
        if found < best - FARTHEST_BELOW:
            axes.plot(best - FARTHEST_BELOW, y, "<", color=colour(group), markersize=6, alpha=0.55)
            continue
        low, high = intervals.get(row["name"], (found, found))
        axes.plot([low, high], [y, y], color=colour(group), linewidth=2.2, alpha=0.55, solid_capstyle="butt")
        axes.plot(found, y, marker(group), color=colour(group), markersize=6)
    axes.axvline(best, color=GREY, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    axes.set_yticks([y for y, _, _ in entries], [textwrap.fill(plain(row["name"]), LONGEST_LINE) for _, _, row in entries])
    for label, (_, group, row) in zip(axes.get_yticklabels(), entries, strict=True):
        label.set_color(colour(group))
        label.set_fontsize(9.5 if len(row["name"]) <= LONGEST_LINE else 6.5)
    axes.set_ylim(place - 0.2, -0.8)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("micro-F1" + (", with 95% intervals over twin groups" if intervals else ""))
    return figure


def label_frequency(comparison):
    """F1 of each label against the listings it was trained on, of the shipped row and of the best single model."""
    labels = comparison["data"]["labels"]
    rows = shipped_and_single(comparison)
    figure = canvas(4.9)
    axes = figure.subplots()
    x = np.array([label["training_listings"] for label in labels], float)
    shown = {row["name"]: np.array([np.nan if f1 is None else f1 for f1 in row["figures"]["by_label"]["f1"]]) for row in rows}
    first = shown[rows[0]["name"]]
    if len(rows) > 1:
        axes.vlines(x, first, shown[rows[1]["name"]], color=PALE, linewidth=1.4, zorder=1)
        axes.scatter(
            x, shown[rows[1]["name"]], s=26, facecolors="white", edgecolors=GREY, linewidths=1.1, zorder=2, label=brief(rows[1])
        )
    axes.scatter(x, first, s=26, color=colour(verdict.group(rows[0])), zorder=3, label=brief(rows[0]))
    axes.set_xscale("log")
    axes.xaxis.set_major_locator(FixedLocator([10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_xlim(x.min() / 1.25, x.max() * 1.35)
    lowest = float(np.nanmin(np.concatenate(list(shown.values()))))
    axes.set_ylim(max(-0.05, lowest - 0.06), 1.03)
    worst = [label for label in np.argsort(np.where(np.isnan(first), 2, first), kind="stable")[:7] if first[label] < 0.97]
    name_points(
        axes,
        [(x[label], first[label], short_path(labels[label]["path"])) for label in worst],
        [point for found in shown.values() for point in zip(x, found, strict=True) if point[1] == point[1]],
    )
    axes.set_xlabel("training listings of the label")
    axes.set_ylabel("F1 of the label")
    axes.legend(loc="lower right")
    return figure


def reliability(comparison):
    """Share of emitted labels that are right against their score, in log odds, where scores near 1 stand apart."""
    shown = shipped_and_single(comparison)
    rows = [row for row in shown if row["figures"]["reliability"]]
    if not rows:
        return None
    figure = canvas(5.2)
    axes = figure.subplots()
    for row in reversed(rows):
        bins = row["figures"]["reliability"]
        score = np.array([one["score"] for one in bins])
        right, count = np.array([[one["right"], one["count"]] for one in bins]).T
        low, high = binomial_interval(np.round(right * count), count)
        ours = row is shown[0]
        tint = colour(verdict.group(row)) if ours else GREY
        error = row["figures"]["calibration_error"]
        axes.vlines(odds(score), odds(low), odds(high), color=tint, linewidth=1.3, alpha=0.6)
        axes.plot(
            odds(score),
            odds(right),
            marker(verdict.group(row)),
            color=tint,
            markerfacecolor=tint if ours else "white",
            markersize=6,
            label=f"{brief(row)}, expected calibration error {error:.4f}",
        )
    lowest = min(min(one["score"] for one in row["figures"]["reliability"]) for row in rows)
    ends = odds(np.array([min(0.5, lowest) - 0.05, 0.9997]))
    axes.plot(ends, ends, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    ticks = [tick for tick in ODDS_TICKS if ends[0] <= odds(tick) <= ends[1]]
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(FixedLocator(odds(np.array(ticks))))
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 / (1 + np.exp(-value)):.4g}%"))
    axes.set_xlim(*ends)
    axes.set_ylim(*ends)
    axes.set_xlabel("mean score of the emitted labels (15 bins of equal mass)")
    axes.set_ylabel("of these right, with 95% intervals")
    axes.legend(loc="upper left")
    return figure


def risk_coverage(comparison):
    """Error among the listings decided without a person, as their share grows."""
    measured = comparison.get("acceptance") or {}
    ours = next((row for row in comparison["rows"] if row["name"] == measured.get("row")), verdict.shipped(comparison))
    rows = [rows[0] for group, rows in verdict.groups(comparison) if group != verdict.group(ours)] + [ours]
    figure = canvas(4.9)
    axes = figure.subplots()
    highest = []
    for row in rows:
        group, listings = verdict.group(row), row["figures"]["listings"]
        points = np.array([row["figures"]["risk_coverage"]["coverage"], row["figures"]["risk_coverage"]["error"]])
        coverage, error = points[:, points[0] * listings >= min(FEWEST_ACCEPTED, listings / 10)]
        axes.plot(
            coverage,
            error,
            color=colour(group),
            linewidth=2.6 if row is ours else 1.5,
            linestyle="-" if row is ours else DASHES.get(group, "-"),
            label=brief(row),
        )
        highest.append(error.max(initial=0))
    marks = [
        (found["coverage"], found["error"], f"{100 * target['error']:g}% target")
        for target in measured.get("targets", [])
        for found in [target["measured"]["overall"]]
        if found["error"] is not None
    ]
    top = max([min(max(highest), 2 * highest[-1]), *(error for _, error, _ in marks), 0.002])
    axes.set_xlim(0, 1.01)
    axes.set_ylim(-0.01 * top, 1.15 * top)
    for coverage, error, _ in marks:
        axes.plot(coverage, error, "o", markersize=9, markerfacecolor="white", markeredgecolor=INK, zorder=5)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g}%"))
    axes.set_xlabel("listings decided without a person, the most confident first")
    axes.set_ylabel("of these wrong")
    axes.legend(loc="upper left")
    name_points(axes, marks)
    return figure


def learning_curves(comparison):
    """Micro-F1 of unseen listings after each epoch, a panel for each of what is read."""
    panels = [(group, [row for row in rows if row.get("curve")]) for group, rows in verdict.groups(comparison)]
    panels = [(group, rows) for group, rows in panels if rows]
    if not panels:
        return None
    columns = min(2, len(panels))
    lines = -(-len(panels) // columns)
    figure = canvas(0.3 + 3.0 * lines)
    for index, (group, rows) in enumerate(panels):
        axes = figure.add_subplot(lines, columns, index + 1)
        for tint, dash, row in zip(SERIES * 9, LINES * 9, rows, strict=False):
            epochs = [point["epoch"] for point in row["curve"]]
            axes.plot(
                epochs,
                [point["micro_f1"] for point in row["curve"]],
                color=tint,
                linestyle=dash,
                linewidth=1.8,
                marker="o" if len(epochs) < 4 else None,
                label=plain(row["name"].split(".", 1)[-1]),
            )
        every = [point["micro_f1"] for row in rows for point in row["curve"]]
        axes.set_ylim(max(0, min(np.median(every) - 0.25, 0.6)), min(1.0, max(every) + 0.03))
        axes.set_title(group, color=colour(group))
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend(loc="lower right", fontsize=9)
        if index % columns == 0:
            axes.set_ylabel("micro-F1, unseen listings")
        if index >= len(panels) - columns:
            axes.set_xlabel("epoch")
    return figure


def misclassified(comparison):
    """The labels that the shipped row misses most, and what the best single models miss of them."""
    labels, ours = comparison["data"]["labels"], verdict.shipped(comparison)
    worst = ours["figures"]["misclassified"]
    if not worst:
        return None
    others = [rows[0] for group, rows in verdict.groups(comparison) if group != "fusion" and rows[0] is not ours]
    figure = canvas(1.1 + 0.31 * len(worst))
    axes = figure.subplots()
    for y, entry in enumerate(worst):
        axes.barh(y, entry["share"], height=0.62, color=colour(verdict.group(ours)), alpha=0.75)
        for row in others:
            share = row["figures"]["by_label"]["missing_share"][entry["label"]]
            axes.plot(
                share,
                y,
                marker(verdict.group(row)),
                color=colour(verdict.group(row)),
                markersize=6,
                markeredgecolor="white",
                markeredgewidth=0.7,
                clip_on=False,
            )
        axes.annotate(
            f"{entry['missing']} of {entry['listings']}", (1.015, y), xycoords=("axes fraction", "data"), va="center", fontsize=9.5
        )
    axes.barh([0], [0], color=colour(verdict.group(ours)), alpha=0.75, label=brief(ours))
    for row in others:
        axes.plot([], [], marker(verdict.group(row)), color=colour(verdict.group(row)), label=brief(row))
    axes.set_yticks(range(len(worst)), [short_path(labels[entry["label"]]["path"]) for entry in worst], fontsize=9.5)
    axes.set_ylim(len(worst) - 0.4, -0.6)
    axes.set_xlim(0, None)
    axes.grid(axis="y", visible=False)
    axes.xaxis.set_major_formatter(PercentFormatter(1))
    axes.set_xlabel("of the label's listings, the share that is not given it")
    figure.legend(loc="outside upper center", ncols=3, fontsize=9.5)
    return figure


def cost(comparison):
    """Micro-F1 against milliseconds and size; rows than which no other is both cheaper and better are named."""
    panels = [(what, of) for what, of in COSTS.items() if any(of(row) for row in comparison["rows"])]
    if not panels:
        return None
    figure = canvas(4.6)
    best, worst = (end(verdict.micro_f1(row) for row in comparison["rows"]) for end in (max, min))
    low = max(worst, best - FARTHEST_BELOW)
    room = 0.15 * (best - low) + 0.002
    bottom, top = low - room, best + room
    for index, (what, of) in enumerate(panels):
        axes = figure.add_subplot(1, len(panels), index + 1)
        rows = [row for row in comparison["rows"] if of(row)]
        for row in rows:
            inside = verdict.micro_f1(row) >= bottom
            axes.plot(
                of(row),
                max(verdict.micro_f1(row), bottom),
                color=colour(verdict.group(row)),
                alpha=0.9,
                clip_on=False,
                marker=marker(verdict.group(row)) if inside else "$\\downarrow$",
                markersize=7,
            )
        front = verdict.pareto(rows, of)
        axes.step(
            [of(row) for row in front], [verdict.micro_f1(row) for row in front], where="post", color=GREY, linewidth=1, zorder=0
        )
        axes.set_xscale("log")
        costs = [cost for row in rows if (cost := of(row)) is not None]
        axes.set_xlim(min(costs) / 1.6, max(costs) * 1.8)
        axes.xaxis.set_major_locator(FixedLocator([step * 10.0**power for power in range(-4, 5) for step in (1, 3)]))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.set_ylim(bottom, top)
        named = [row for row in front if verdict.micro_f1(row) >= bottom]
        name_points(
            axes,
            [(of(row), verdict.micro_f1(row), plain(row["name"])) for row in named],
            [(of(row), verdict.micro_f1(row)) for row in rows],
        )
        axes.set_xlabel(what)
        if index == 0:
            axes.set_ylabel("micro-F1")
    for group, _ in verdict.groups(comparison):
        figure.axes[0].plot([], [], marker(group), color=colour(group), label=group)
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside upper center", ncols=5)
    return figure


PLOTS = {
    "micro_f1": micro_f1,
    "cost": cost,
    "label_frequency": label_frequency,
    "misclassified": misclassified,
    "reliability": reliability,
    "risk_coverage": risk_coverage,
    "learning_curves": learning_curves,
}
COSTS = {
    "milliseconds a listing, alone, on one core (log scale)": lambda row: (row.get("milliseconds") or {}).get("1"),
    "MiB of graphs (log scale)": lambda row: row["graph_bytes"] / 2**20 if row.get("graph_bytes") else None,
}
DASHES = {"title": (0, (5, 2)), "description": (0, (2, 2)), "text": (0, (6, 2, 1.5, 2)), "image": (0, (1, 1.5)), "fusion": "-"}
SERIES = ("#0072B2", "#D55E00", "#009E73", "#AA4499", "#E69F00", "#56B4E9", INK)
LINES = ("-", (0, (5, 2)), (0, (2, 2)), (0, (6, 2, 1.5, 2)), (0, (1, 1.5)))
HALO = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}


def canvas(height):
    return Figure(figsize=(WIDTH, height), layout="constrained")


def colour(group):
    return COLOURS.get(group, GREY)


def marker(group):
    return MARKERS.get(group, "o")


def shipped_and_single(comparison):
    """The shipped row, then the best single one where that is another."""
    ours, single = verdict.shipped(comparison), verdict.best_single(comparison)
    return [ours] if single is None or single is ours else [ours, single]


def plain(name):
    """A name as text: matplotlib takes what stands between dollar signs for a formula."""
    return name.replace("$", r"\$")


def short_path(path):
    """The last names of a label's path, as many as there is room for."""
    text = path[-1]
    for name in reversed(path[:-1]):
        if len(text) + len(name) + 3 > LONGEST_NAME:
            break
        text = f"{name} › {text}"
    return plain(text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…")


def odds(share):
    share = np.clip(share, 1e-5, 1 - 1e-5)
    return np.log(share / (1 - share))


def binomial_interval(hits, count):
    """Clopper-Pearson, 95%, of arrays."""
    low = np.where(hits > 0, beta.ppf(0.025, np.maximum(hits, 1), count - hits + 1), 0)
    return low, np.where(hits < count, beta.ppf(0.975, hits + 1, np.maximum(count - hits, 1)), 1)


PLACES = [
    (8, 0, "left"),
    (-8, 0, "right"),
    *(
        (sign * 8, lift, "left" if sign > 0 else "right")
        for lift in (-11, 11, -22, 22, -33, 33, -46, 46, -60, 60)
        for sign in (1, -1)
    ),
]


def name_points(axes, points, others=()):
    """Writes names beside points (x, y, name) where they cover no point, of these or the others (x, y), no name and no frame.

    Names are placed in the order given; one for which there is no place is left out.
    """
    figure = axes.figure
    figure.draw_without_rendering()  # the layout moves the axes
    renderer, frame = figure._get_renderer(), axes.get_window_extent()
    taken: list[Any] = []
    dots = [axes.transData.transform(point[:2]) for point in [*points, *others]]
    for x, y, name in points:
        for dx, dy, side in PLACES:
            line = {"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "relpos": (0 if side == "left" else 1, 0.5), "shrinkA": 0}
            note = axes.annotate(
                name,
                (x, y),
                xytext=(dx, dy),
                textcoords="offset points",
                ha=side,
                va="center",
                fontsize=9,
                zorder=6,
                bbox=HALO,
                arrowprops=line if dy else None,
            )
            note.update_positions(renderer)
            box = Text.get_window_extent(note, renderer)  # an annotation's own would hold its arrow as well
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in taken) and not any(box.padded(4).contains(*dot) for dot in dots):
                taken.append(box)
                break
            note.remove()
