# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The cascade: the cheap models run first, the expensive ones only if they could change the decision.

A stage runs its modalities, and the fusion fuses what has been scored so far. The listing is settled there, and no later stage
runs, if and only if
    something was scored,
    nothing so far asks for a review: there is no doubt (`decoding.doubts`) about what was scored, and each emitted label reaches
    the acceptance threshold of the cascade, and
    the least score of an emitted label reaches the threshold of the stage, >= as float32.
The last stage has no threshold: it decides what is left. Java does exactly the same.

How the thresholds of the stages are found. Of the listings that are settled early, at most MOST_CHANGED may have other labels than
if every model had run. The thresholds go down together along TRIALS, each stage's LAXER below that of the stage before it: a later
stage has read more, and fewer models are left to object. On the calibration listings, one a twin group, each trial asks whether the
exact (Clopper-Pearson) upper bound of that share keeps within MOST_CHANGED. The first that does not ends the trials. This is
fixed-sequence testing (Angelopoulos et al., arXiv 2110.01052), so the last trial that passed holds with the stated confidence,
however many there are. The trials begin where so many are settled that two with other labels are forgiven, or as many as there can
be: a single unlucky listing shall not end everything. No listing's labels have a say in where they begin. Whether labels are right
has no say at all; only whether they stay.

The trials settle whatever reaches their thresholds, whatever is accepted. An acceptance threshold above a stage's makes the stage
stricter. That takes changed labels away, and can add some only if a later stage settles what the stricter one passed on. So it is
counted with all thresholds in force (`changes`): an error target stays in the bundle only if the bound of the share of all listings
keeps within MOST_CHANGED as well. It is of all listings because few are settled under a strict target.

The acceptance thresholds are fitted after that and through the cascade (`acceptance.fit_stages`): what an early stage is sure of is
not always what the last one would have been sure of.
"""

from dataclasses import dataclass

import numpy as np

from data.labels import shelf_roots
from deciding import acceptance
from deciding.decoding import Decoded, doubts
from deciding.decoding import thresholds as accepted_from

CONFIDENCE = 0.95
MOST_CHANGED = 0.01
LAXER = 0.1
TRIALS = np.round(np.arange(0.995, 0.599, -0.005), 3)  # the first stage's threshold


@dataclass(frozen=True)
class Heard:
    """What is known of N listings after a stage."""

    scores: np.ndarray  # float32 [N,L], fused; zero where nothing was scored
    unfamiliar: np.ndarray  # bool [N], a text that was scored has too many unknown words
    decoded: Decoded

    @property
    def doubted(self):
        """bool [N]: there is a reason for review, whatever the confidence."""
        return np.any(list(doubts(self.decoded, self.unfamiliar).values()), axis=0)

    @property
    def sure(self):
        """float32 [N]: the confidence, or acceptance.NEVER if another doubt sends the listing to review."""
        return np.where(self.doubted, acceptance.NEVER, self.decoded.confidence)

    def rows(self, chosen):
        """The same of some of the listings."""
        decoded = Decoded(**{name: values[chosen] for name, values in vars(self.decoded).items()})
        return Heard(self.scores[chosen], self.unfamiliar[chosen], decoded)


def heard(decoder, scores, unfamiliar):
    """A `Heard` of fused scores float32 [N,L] and `unfamiliar` bool [N]."""
    return Heard(scores, unfamiliar, decoder.decode(scores))


def stages_of(modalities):
    """[[name]]: titles alone, then all other texts, then pictures, from cheap to expensive; empty if that is a single stage.

    `modalities` as in bundle.json.
    """
    ranks = [2 if modality["kind"] == "image" else int(modality["field"] != "title") for modality in modalities]
    stages = [
        [modality["name"] for modality, found in zip(modalities, ranks, strict=True) if found == rank]
        for rank in sorted(set(ranks))
    ]
    return stages if len(stages) > 1 else []


def deciding_stage(stages, thresholds, accepted=None):
    """int64 [N]: the stage that decides each listing.

    `stages`: a Heard each; `thresholds` of all but the last, 0..1; `accepted`: float32 [N] each, the acceptance thresholds there.
    """
    found = np.full(len(stages[-1].scores), len(stages) - 1)
    for index in reversed(range(len(thresholds))):
        settled = stages[index].sure >= np.float32(thresholds[index])
        if accepted is not None:
            settled &= stages[index].sure >= accepted[index]
        found[settled] = index
    return found


def decided(stages, thresholds, labels, target):
    """int64 [N]: the stage that decides each listing; `target` is an entry of the cascade's acceptance.targets."""
    return deciding_stage(stages, thresholds, [accepted_from(stage.decoded, labels, target) for stage in stages])


def through(stages, chosen):
    """(scores float32 [N,L], unfamiliar bool [N]) of the stage that decides each listing."""
    rows = np.arange(len(chosen))
    return (
        np.stack([stage.scores for stage in stages])[chosen, rows],
        np.stack([stage.unfamiliar for stage in stages])[chosen, rows],
    )


def changed(stages, chosen):
    """bool [N]: other labels are emitted than if all stages had run."""
    emitted = np.stack([stage.decoded.emitted for stage in stages])[chosen, np.arange(len(chosen))]
    return (emitted != stages[-1].decoded.emitted).any(axis=1)


def trial(stages, first):
    """(thresholds, settled, changed) of the stages but the last, if the first one's threshold is `first`; counts of listings."""
    thresholds = [round(float(first) - LAXER * index, 3) for index in range(len(stages) - 1)]
    chosen = deciding_stage(stages, thresholds)
    other = changed(stages, chosen)
    return (
        thresholds,
        [int(np.sum(chosen == index)) for index in range(len(thresholds))],
        [int(np.sum(other[chosen == index])) for index in range(len(thresholds))],
    )


def trials(stages):
    """Every trial, also those after the one that ends it: [{"thresholds", "settled", "changed", "bound"}]."""
    found = []
    for first in TRIALS:
        thresholds, settled, other = trial(stages, first)
        found.append(
            {
                "thresholds": thresholds,
                "settled": settled,
                "changed": other,
                "bound": acceptance.upper_bound(sum(other), sum(settled), CONFIDENCE),
            }
        )
    return found


def fit_thresholds(stages):
    """The laxest trial that is certified, of calibration listings, one a twin group; None if there is none."""
    found = trials(stages)
    sizes = acceptance.trial_sizes(MOST_CHANGED, max(sum(trial["settled"]) for trial in found))
    certified = None
    for trial in found:
        if sizes and sum(trial["settled"]) >= sizes[0]:
            if trial["bound"] > MOST_CHANGED:
                break
            certified = trial
    return certified


def staged(stages, thresholds, wrong):
    """(confidence, wrong) as acceptance.fit_stages takes them; `wrong` bool [N] of each stage."""
    needed = [*thresholds, 0]
    return (
        np.stack(
            [
                np.where(stage.sure >= np.float32(least), stage.sure, acceptance.NEVER)
                for stage, least in zip(stages, needed, strict=True)
            ]
        ),
        np.stack(wrong),
    )


def root_names(stages, labels):
    """[K,N]: the name of the root that each stage would decide for, empty if none."""
    names = np.array([label["path"][0] for label in labels] + [""])
    return np.stack([names[stage.decoded.root] for stage in stages])


def changes(stages, thresholds, labels, targets):
    """{error target: (changed, bound)}: how many of all listings get other labels with the acceptance thresholds in force."""
    found = {}
    for target in targets:
        count = int(changed(stages, decided(stages, thresholds, labels, target)).sum())
        found[target["error"]] = count, acceptance.upper_bound(count, len(stages[-1].scores), CONFIDENCE)
    return found


def fit(names, stages, wrong, labels):
    """(the `cascade` section without its `reference`, what is said of roots without a threshold); None if no cascade can be
    certified.

    `names`: the modalities of each stage; `stages`: Heard of calibration listings, one a twin group; `wrong`: bool [N] of each
    stage. If the roots' own thresholds break the bound on changed labels at an error target, that target has the common threshold
    alone. If that breaks the bound too, the target is not offered; and without any target there is no cascade.
    """
    certified = fit_thresholds(stages)
    if certified is None:
        return None
    thresholds = certified["thresholds"]
    confidence, wrong_at = staged(stages, thresholds, wrong)
    roots_at = root_names(stages, labels)
    accept = acceptance.fit_stages(confidence, wrong_at, roots_at)

    def holds(target):
        return changes(stages, thresholds, labels, [target])[target["error"]][1] <= MOST_CHANGED

    targets = [target if holds(target) else target | {"roots": {}} for target in accept["targets"]]
    accept["targets"] = [target for target in targets if holds(target)]
    if not accept["targets"]:
        return None
    accept["default_target"] = acceptance.default_of(accept["targets"])
    entries = [{"modalities": list(mine)} for mine in names]
    # the last stage has no threshold
    for entry, threshold, settled, other in zip(entries, thresholds, certified["settled"], certified["changed"], strict=False):
        entry |= {"threshold": threshold, "settled": settled, "changed": other}
    section = {"confidence": CONFIDENCE, "most_changed": MOST_CHANGED, "stages": entries, "acceptance": accept}
    return section, acceptance.fallbacks_of_stages(accept, confidence, wrong_at, roots_at, shelf_roots(labels))


def thresholds_of(section):
    """The thresholds of all stages but the last; `section` is `cascade` of bundle.json."""
    return [stage["threshold"] for stage in section["stages"][:-1]]


def target_of(section, error):
    """The acceptance of an error target, or None if the cascade lacks it."""
    return next((target for target in section["acceptance"]["targets"] if target["error"] == error), None)
