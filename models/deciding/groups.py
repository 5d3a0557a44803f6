# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Groups of sibling labels of which a listing has at most one: `decoding` of bundle.json, found in the training listings."""

import numpy as np

MARGIN = 0.1  # by which the best label of a group must beat the next one, else a person decides


def decoding_of(truth, parents, labels):
    """{"groups", "margin"} of training listings: truth bool [N,L], parents int64 [L], labels as in labels.json."""
    return {"groups": exclusive_groups(truth, parents, np.array([label["shelf"] for label in labels])), "margin": MARGIN}


def exclusive_groups(truth, parents, is_shelf, rare=0.001, nearly_all=0.99):
    """Siblings of which a listing has at most one: [{"labels", "required"}].

    Two siblings exclude one another if at most one in a thousand listings of the rarer one has both. From the commonest down, a
    label joins the group with the most listings among those whose members it excludes, every one. A group is required if nearly all
    listings that have its parent have one of its labels, or if it is its parent's only group and no listing ends at the parent: a
    listing with none of its labels then belongs on a shelf that the bundle does not know.
    """
    groups = []
    for parent in sorted(set(parents.tolist())):
        siblings = np.flatnonzero(parents == parent)
        clusters: list[list[int]] = []
        for label in siblings[np.argsort(-truth[:, siblings].sum(axis=0), kind="stable")]:
            fitting = [cluster for cluster in clusters if all(_exclude(truth, label, member, rare) for member in cluster)]
            if fitting:
                max(fitting, key=lambda cluster: truth[:, cluster].sum()).append(label)
            else:
                clusters.append([label])
        having = truth[:, parent] if parent >= 0 else np.ones(len(truth), bool)
        never_the_end = parent >= 0 and not is_shelf[parent] and len(clusters) == 1
        for cluster in clusters:
            required = bool(never_the_end or truth[having][:, cluster].any(axis=1).mean() >= nearly_all)
            if required or len(cluster) > 1:
                groups.append({"labels": sorted(int(label) for label in cluster), "required": required})
    return groups


def _exclude(truth, one, other, rare):
    fewer = min(truth[:, one].sum(), truth[:, other].sum())
    return (truth[:, one] & truth[:, other]).sum() <= rare * fewer
