# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What may be decided without a person: acceptance thresholds with a proven bound on the error.

A listing counts as wrong if the set of its emitted labels is not exactly its true set; true labels outside the bundle count as
missing. Thresholds are tried from strict to lenient, in an order that does not depend on which listings are wrong, until the first
that cannot be certified. This is fixed-sequence testing (Angelopoulos et al., arXiv 2110.01052), so the last threshold that passed
holds with the stated confidence. A threshold is certified if the exact binomial (Clopper-Pearson) upper bound of the error does not
exceed the error target. That takes 59 listings without an error for a target of 5%, 149 for 2%, 299 for 1%. A root with fewer uses
the common threshold, and `fallbacks` records which roots those are, and why.
"""

import functools

import numpy as np
from scipy.stats import beta

CONFIDENCE = 0.95
TARGETS = (0.005, 0.01, 0.02, 0.05, 0.1)
DEFAULT_TARGET = 0.05  # stricter ones send about half of all listings to people
NEVER = np.float32(-1)  # in place of the confidence of what is in doubt for another reason
TOO_FEW, TOO_MANY_ERRORS = "too few listings", "too many errors"


def upper_bound(errors, accepted, confidence=CONFIDENCE):
    """The largest error rate, 0..1, that would show so few errors with probability 1 - confidence; 1 if nothing is accepted."""
    return 1.0 if errors >= accepted else float(beta.ppf(confidence, errors + 1, accepted - errors))


def fewest(target, confidence=CONFIDENCE):
    """The number of listings without an error that certifies a target: 149 for 2%."""
    return int(np.ceil(np.log(1 - confidence) / np.log1p(-target) - 1e-9))


@functools.cache
def trial_sizes(target, candidates):
    """The number of listings that each trial accepts, of `candidates`: the sizes at which one more error is allowed, and at last
    all.

    It begins at two errors if there are enough listings for that, so that a single unlucky listing does not end the trial.
    """
    sizes: list[int] = []
    accepted = 1
    while accepted <= candidates:
        if upper_bound(len(sizes), accepted) <= target:
            sizes.append(accepted)
        accepted += 1
    return [*sizes[min(2, len(sizes) - 1) :], candidates] if sizes else []


def certify(confidence_scores, wrong, target):
    """{"threshold", "accepted", "errors"} of the most lenient certified threshold, or None.

    The candidates are the listings that only low confidence can send to review. `wrong` is bool [N], or, if the threshold also has
    a say in what is decided, a function that gives it for a threshold.
    """
    scores = np.sort(confidence_scores)[::-1]
    found = None
    for size in trial_sizes(target, len(scores)):
        threshold = rounded_down(scores[size - 1])
        accepted = confidence_scores >= np.float32(threshold)
        wrong_now = wrong(threshold) if callable(wrong) else wrong
        errors, count = int(wrong_now[accepted].sum()), int(accepted.sum())
        if upper_bound(errors, count) > target:
            break
        found = {"threshold": threshold, "accepted": count, "errors": errors}
    return found


def rounded_down(threshold):
    """Six decimals are enough, and rounding down keeps the listing at the threshold accepted."""
    return float(np.floor(np.float64(threshold) * 1e6) / 1e6)


def one_of_each_group(groups, random):
    """Row numbers: one listing of every twin group, drawn at random; groups int [N]."""
    shuffled = random.permutation(len(groups))
    return np.sort(shuffled[np.unique(groups[shuffled], return_index=True)[1]])


def fit(decoded, doubted, wrong, root_names):
    """The `acceptance` section. All arrays are of calibration listings, one a twin group; `root_names` [N].

    A root has a threshold of its own only if it is certified for that root alone and all thresholds together are certified too.
    """
    return fit_stages(np.where(doubted, NEVER, decoded.confidence)[None], wrong[None], root_names[None])


def fit_stages(confidence, wrong, root_names):
    """The `acceptance` section of listings that are decided in K stages: each by the first stage at which it reaches the threshold.

    All arrays are [K,N]: the confidence, or NEVER if the stage cannot decide the listing; whether its labels would be wrong; their
    root. A listing that no stage accepts goes to a person. As a threshold falls, listings are only ever added to those accepted, so
    the trials are nested. But it may be an earlier stage that decides, and so `wrong` is looked up anew for each trial.
    """
    targets = []
    for target in TARGETS:
        default = _certify_stages(confidence, wrong, target)
        if default is None:
            continue
        roots = {}
        for name in sorted(set(root_names[confidence > NEVER])):
            certified = _certify_stages(np.where(root_names == name, confidence, NEVER), wrong, target)
            if certified is not None:
                roots[str(name)] = certified
        if not _hold_together(confidence, wrong, root_names, default, roots, target):
            roots = {}
        targets.append({"error": target, "default": default, "roots": roots})
    return {"confidence": CONFIDENCE, "default_target": default_of(targets), "targets": targets}


def default_of(targets):
    """The error target that a bundle starts with: DEFAULT_TARGET, or the strictest of those offered where that is none of them."""
    offered = [entry["error"] for entry in targets]
    return DEFAULT_TARGET if DEFAULT_TARGET in offered or not offered else offered[0]


def _certify_stages(confidence, wrong, target):
    candidates = np.flatnonzero((confidence > NEVER).any(axis=0))
    confidence, wrong = confidence[:, candidates], wrong[:, candidates]

    def wrong_at(threshold):
        return _of_first(confidence >= np.float32(threshold), wrong)

    return certify(confidence.max(axis=0, initial=NEVER), wrong_at, target)


def _of_first(passes, values):
    """[N]: of values [K,N] the one of the first stage that passes; if none does, the first stage's."""
    return values[passes.argmax(axis=0), np.arange(passes.shape[1])]


def _hold_together(confidence, wrong, root_names, default, roots, target):
    """Whether thresholds that are each certified alone also keep the error over all listings, and over those of each root.

    The common one was certified with the sure roots among its listings, and may not carry the doubtful ones alone; and an earlier
    stage may have decided for another root.
    """
    threshold = np.full(confidence.shape, default["threshold"], np.float32)
    for name, certified in roots.items():
        threshold[root_names == name] = certified["threshold"]
    passes = confidence >= threshold
    accepted, wrong, root_names = passes.any(axis=0), _of_first(passes, wrong), _of_first(passes, root_names)
    return all(
        upper_bound(int(wrong[mine].sum()), int(mine.sum())) <= target
        for mine in [accepted, *(accepted & (root_names == name) for name in roots)]
    )


def fallbacks(accept, decoded, doubted, wrong, root_names, names):
    """What the bundle's `evaluation` section says of roots without a threshold of their own:

    {"0.02": {root: {"threshold": "common", "because": TOO_FEW or TOO_MANY_ERRORS, "listings", "errors", "listings_needed"}}}

    The arrays are those of `fit`; `names` are all roots at which a shelf can stand, also those without any calibration listing.
    `listings` counts those that only low confidence could send to review, `errors` how many of them are wrong, and
    `listings_needed` how many the target takes without an error.
    """
    return fallbacks_of_stages(accept, np.where(doubted, NEVER, decoded.confidence)[None], wrong[None], root_names[None], names)


def fallbacks_of_stages(accept, confidence, wrong, root_names, names):
    """`fallbacks` with the arrays of `fit_stages`."""
    said: dict[str, dict[str, dict]] = {}
    for entry in accept["targets"]:
        needed = fewest(entry["error"])
        said[str(entry["error"])] = {}
        for name in names:
            if name in entry["roots"]:
                continue
            passes = (confidence > NEVER) & (root_names == name)
            mine = passes.any(axis=0)
            count = int(mine.sum())
            said[str(entry["error"])][name] = {
                "threshold": "common",
                "because": TOO_FEW if count < needed else TOO_MANY_ERRORS,
                "listings": count,
                "errors": int(_of_first(passes, wrong)[mine].sum()),
                "listings_needed": needed,
            }
    return said
