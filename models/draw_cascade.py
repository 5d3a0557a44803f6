# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Draws what a cascade saves and what it costs, from the cascade.json that refit.py wrote.

    python draw_cascade.py --report reports/fashion-44k

Writes cascade.png beside it. Each point is a trial: the share of listings that skip the last stage's models, and how many of those
get other labels for it. The plot also shows the exact bound that each trial had to keep, and the trial that was chosen.
"""

import argparse
import json
from pathlib import Path

import matplotlib
from matplotlib.ticker import PercentFormatter

from reporting.plots import COLOURS, DOTS_PER_INCH, GREY, INK, STYLE, canvas


def shares(found, part):
    """For each trial, which share of the listings is settled before the last stage, and which of those with other labels."""
    trials = found["trials"][part]
    return (
        [sum(trial["settled"]) / found["listings"][part] for trial in trials],
        [sum(trial["changed"]) / max(1, sum(trial["settled"])) for trial in trials],
    )


def chosen_trial(found):
    """Place of the trial whose thresholds the bundle has."""
    thresholds = [stage["threshold"] for stage in found["cascade"]["stages"][:-1]]
    return [trial["thresholds"] for trial in found["trials"]["calibration"]].index(thresholds)


def figure(found):
    """The plot of a cascade.json."""
    drawn = canvas(4.6)
    axes = drawn.subplots()
    place, most = chosen_trial(found), found["cascade"]["most_changed"]
    settled, changed = shares(found, "calibration")
    bounds = [trial["bound"] for trial in found["trials"]["calibration"]]
    axes.plot(
        settled,
        bounds,
        color=COLOURS["fusion"],
        linewidth=1.2,
        linestyle=(0, (4, 3)),
        label=f"{found['cascade']['confidence']:.0%} bound, calibration",
    )
    axes.plot(
        settled, changed, ".-", color=COLOURS["fusion"], label=f"calibration, {found['listings']['calibration']:,} twin groups"
    )
    axes.plot(
        *shares(found, "validation"),
        ".-",
        color=COLOURS["title"],
        label=f"validation, {found['listings']['validation']:,} twin groups: not fitted to",
    )
    axes.axhline(most, color=GREY, linewidth=0.9, zorder=0)
    axes.annotate("allowed", (0.995, most), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=9.5, color=GREY)
    axes.plot(settled[place], changed[place], "D", color=INK, markersize=7, zorder=3)
    axes.plot([settled[place]] * 2, [changed[place], bounds[place]], color=INK, linewidth=0.9, zorder=3)
    thresholds = " and ".join(f"{threshold:g}" for threshold in found["trials"]["calibration"][place]["thresholds"])
    axes.annotate(f"chosen: {thresholds}", (settled[place], changed[place]), xytext=(-6, 9), textcoords="offset points", ha="right")
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    axes.set_ylim(bottom=-0.0005)
    last = " and ".join(found["cascade"]["stages"][-1]["modalities"])
    axes.set_xlabel(f"listings that skip the {last} model")
    axes.set_ylabel("of these with other labels\nthan with every model")
    axes.legend(loc="upper left")
    return drawn


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--report", type=Path, required=True)
    given = arguments.parse_args()
    found = json.loads((given.report / "cascade.json").read_text(encoding="utf-8"))
    with matplotlib.rc_context(STYLE):
        figure(found).savefig(given.report / "cascade.png", dpi=DOTS_PER_INCH, metadata={"Software": None})


if __name__ == "__main__":
    main()
