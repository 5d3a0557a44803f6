# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The figures of a model, a fusion or a bundle on listings whose truth is known.

`measure` gives all figures of a row of the comparison. Figures of a single label are in `label_figures`; `uncertainty` tells how
much of a difference is chance.
"""

import numpy as np

from data.labels import macro_f1, micro_f1
from deciding import acceptance, cascade, label_figures
from deciding.decoding import LOW_CONFIDENCE, NOWHERE, calibration_error, doubts, leaf_accuracy, reliability, thresholds

BINS = 15
CURVE_POINTS = 200


def simple_fusions(scores, present):
    """Largest and mean score of the modalities that are present. scores float32 [N,M,L], present [N,M]."""
    masked = scores * present[:, :, None]
    return {"max": masked.max(axis=1), "mean": masked.sum(axis=1) / np.maximum(present.sum(axis=1), 1)[:, None]}


def classification(decoder, labels, scores, truth, leaf_paths):
    """Micro-F1, leaf accuracy and macro-F1, 0..1, as `shelver evaluate` prints them."""
    decoded = decoder.decode(scores)
    return {
        "micro_f1": round(micro_f1(decoded.emitted, truth), 4),
        "leaf_accuracy": round(leaf_accuracy(decoder, decoded, labels, leaf_paths), 4),
        "macro_f1": round(macro_f1(decoded.emitted, truth), 4),
    }


def is_wrong(decoded, truth, outside):
    """bool [N]: the emitted set is not the true set; `outside` bool [N]: the listing has a label that the bundle lacks."""
    return (decoded.emitted != truth).any(axis=1) | outside


def is_accepted(decoded, labels, target, unfamiliar):
    """bool [N]: decided without a person."""
    doubted = np.any(list(doubts(decoded, unfamiliar).values()), axis=0)
    return ~doubted & (decoded.confidence >= thresholds(decoded, labels, target))


def automatic(decoder, labels, target, scores, unfamiliar, truth, outside):
    """What would be decided without a person: the coverage, the error, and how often each reason for review applies, all shares
    0..1.
    """
    decoded = decoder.decode(scores)
    reasons = doubts(decoded, unfamiliar)
    reasons[LOW_CONFIDENCE] = decoded.emitted.any(axis=1) & (decoded.confidence < thresholds(decoded, labels, target))
    accepted = ~np.any(list(reasons.values()), axis=0)
    wrong = is_wrong(decoded, truth, outside)
    return {
        "coverage": round(float(accepted.mean()), 4),
        "error": round(float(wrong[accepted].mean()), 4) if accepted.any() else None,
        "reasons": {name: round(float(found.mean()), 4) for name, found in reasons.items()},
    }


def calibration(decoder, scores, truth):
    """The expected calibration error of the emitted labels, 0..1, rounded."""
    return round(calibration_error(decoder.decode(scores), truth), 4)


def measure(decoder, labels, scores, truth, leaf_paths, outside, doubted=None):
    """All figures of one row, as JSON can hold them.

    scores float32 [N,L] in 0..1, zero where nothing could be read; truth bool [N,L]; leaf_paths [N] of tuples; outside bool [N],
    the listing has a label that is none of these; doubted bool [N], it goes to a person however confident the scores are.
    """
    decoded = decoder.decode(scores)
    by_label = label_figures.by_label(scores, decoded.emitted, truth)
    known_auc = [auc for auc in by_label["auc"] if auc is not None]
    return {
        "listings": len(truth),
        "micro_f1": round(micro_f1(decoded.emitted, truth), 5),
        "macro_f1": round(macro_f1(decoded.emitted, truth), 5),
        "mean_auc": round(float(np.mean(known_auc)), 5) if known_auc else None,
        "hierarchical_f1": round(shelf_f1(decoder, decoded, labels, leaf_paths), 5),
        "leaf_accuracy": round(leaf_accuracy(decoder, decoded, labels, leaf_paths), 5),
        "calibration_error": round(calibration_error(decoded, truth, BINS), 5) if decoded.emitted.any() else None,
        "by_label": by_label,
        "misclassified": label_figures.most_misclassified(decoded.emitted, truth, [members for members, _ in decoder.groups]),
        "reliability": [
            {name: round(value, 5) for name, value in part.items()}
            for part in reliability(decoded.coherent[decoded.emitted], truth[decoded.emitted], BINS)
        ],
        "risk_coverage": risk_coverage(decoded.confidence, is_wrong(decoded, truth, outside), doubted),
    }


def with_ancestors(chosen, parents):
    """bool [N,L]: the labels and all that stand above them. Parents stand before their children."""
    closed = chosen.copy()
    for label in reversed(range(len(parents))):
        if parents[label] >= 0:
            closed[:, parents[label]] |= closed[:, label]
    return closed


def hierarchical_f1(predicted, truth, parents):
    """Micro-F1 of the sets with all their ancestors (Kiritchenko, Matwin, Nock, Famili 2006): a near miss is only partly wrong.

    Of decoded labels, which are never without their ancestors, it is the micro-F1; see `shelf_f1`.
    """
    return micro_f1(with_ancestors(predicted, parents), with_ancestors(truth, parents))


def shelf_f1(decoder, decoded, labels, leaf_paths):
    """Hierarchical F1 of the best shelf against the listing's first path: leaf accuracy, but a sister shelf is only partly wrong.

    Listings whose first path is no label are left out, as for leaf accuracy.
    """
    column = {tuple(label["path"]): index for index, label in enumerate(labels)}
    counted = np.array([path in column for path in leaf_paths], bool)
    shelves = decoder.best_shelf(decoded.coherent)[counted]
    wanted = np.array([column[path] for path in leaf_paths if path in column], np.int64)
    predicted, true = np.zeros((2, len(wanted), len(labels)), bool)
    predicted[np.flatnonzero(shelves != NOWHERE), shelves[shelves != NOWHERE]] = True
    true[np.arange(len(wanted)), wanted] = True
    return hierarchical_f1(predicted, true, decoder.parents)


def risk_coverage(confidence, wrong, doubted=None, points=CURVE_POINTS):
    """{"coverage", "error"}: the share decided without a person as the threshold falls, and the share of those that is wrong.

    There is a point where the confidence changes, since equals are accepted together; at most `points`, evenly spread.
    """
    sure = np.flatnonzero(~doubted) if doubted is not None else np.arange(len(confidence))
    order = sure[np.argsort(-confidence[sure], kind="stable")]
    if not len(order):
        return {"coverage": [], "error": []}
    last_of_equals = np.flatnonzero(np.append(np.diff(confidence[order]) != 0, True))
    chosen = last_of_equals[np.unique(np.linspace(0, len(last_of_equals) - 1, points).round().astype(int))]
    errors = np.cumsum(wrong[order])[chosen]
    return {
        "coverage": label_figures.plain((chosen + 1) / len(confidence), 5),
        "error": label_figures.plain(errors / (chosen + 1), 5),
    }


def automatic_by_root(decoder, labels, target, scores, unfamiliar, truth, outside, groups):
    """What would be decided without a person, over all and for each root as decided: {"overall": FOUND, "roots": {name: FOUND}}.

    FOUND is {"listings", "accepted", "coverage", "errors", "error", "twin_groups", "twin_group_errors", "error_upper_bound"}. The
    counts are over all listings. As twins are wrong together, the exact 95% bound is over one accepted listing of each twin group,
    drawn at random. If nothing is accepted, `error` is None and the bound 1. A listing without any label is in `overall` alone. All
    arrays are of the same listings; `target` is an entry of acceptance.targets.
    """
    decoded = decoder.decode(scores)
    accepted = is_accepted(decoded, labels, target, unfamiliar)
    wrong = is_wrong(decoded, truth, outside)

    def found(rows):
        mine = rows[accepted[rows]]
        one_each = mine[acceptance.one_of_each_group(groups[mine], np.random.default_rng(0))] if len(mine) else mine
        errors, group_errors = int(wrong[mine].sum()), int(wrong[one_each].sum())
        return {
            "listings": len(rows),
            "accepted": len(mine),
            "coverage": round(len(mine) / max(1, len(rows)), 4),
            "errors": errors,
            "error": round(errors / len(mine), 5) if len(mine) else None,
            "twin_groups": len(one_each),
            "twin_group_errors": group_errors,
            "error_upper_bound": round(acceptance.upper_bound(group_errors, len(one_each)), 5),
        }

    names = {root: labels[root]["path"][0] for root in sorted(set(decoded.root.tolist()) - {NOWHERE})}
    return {
        "overall": found(np.arange(len(scores))),
        "roots": {name: found(np.flatnonzero(decoded.root == root)) for root, name in names.items()},
    }


def cascaded(decoder, labels, section, exhaustive, stages, there, truth, outside, groups):
    """What the cascade saves and what it costs, for each of its error targets: {"0.05": FOUND}.

    FOUND has
        skipped      {modality: share of listings that have it and do not need it to run}
        changed      the share with other labels than the exhaustive run emits
        micro_f1     {"cascade", "exhaustive"}
        what `automatic` gives, with the bound of `automatic_by_root`
        exhaustive   {"coverage", "error", "error_upper_bound", "other_door": the share that leaves by another door than there}, or
                     None if that run lacks the target
    `section` is `cascade` of bundle.json, `exhaustive` its `acceptance`, `stages` a cascade.Heard each, `there` {modality: bool
    [N]}.
    """
    found, last = {}, stages[-1]
    for target in section["acceptance"]["targets"]:
        chosen = cascade.decided(stages, cascade.thresholds_of(section), labels, target)
        scores, unfamiliar = cascade.through(stages, chosen)
        decoded = decoder.decode(scores)
        known = (decoder, labels, target, scores, unfamiliar, truth, outside)
        other = next((entry for entry in exhaustive["targets"] if entry["error"] == target["error"]), None)
        compared = None
        if other is not None:
            moved = is_accepted(decoded, labels, target, unfamiliar) != is_accepted(last.decoded, labels, other, last.unfamiliar)
            overall = automatic_by_root(decoder, labels, other, last.scores, last.unfamiliar, truth, outside, groups)["overall"]
            compared = {name: overall[name] for name in ("coverage", "error", "error_upper_bound")} | {
                "other_door": round(float(moved.mean()), 4)
            }
        found[str(target["error"])] = (
            {
                "skipped": {
                    name: round(float(np.mean(there[name] & (chosen < index))), 4)
                    for index, stage in enumerate(section["stages"])
                    for name in stage["modalities"]
                },
                "changed": round(float(cascade.changed(stages, chosen).mean()), 5),
                "micro_f1": {
                    "cascade": round(micro_f1(decoded.emitted, truth), 5),
                    "exhaustive": round(micro_f1(last.decoded.emitted, truth), 5),
                },
            }
            | automatic(*known)
            | {"error_upper_bound": automatic_by_root(*known, groups)["overall"]["error_upper_bound"], "exhaustive": compared}
        )
    return found
