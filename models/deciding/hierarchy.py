# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Does predicting the category first help? Compares kinds of heads on categories, on subcategories, and on whether the two agree.

The subcategory of a listing is its shelf, its category is what the shelf hangs from, its root is where the path begins. Listings
whose shelf is no label, or hangs from nothing, are left out. Every kind is asked three times:
    independent   category and subcategory each by its own scores; the pair may be impossible, as the shelf is not in the category
    top_down      the category first, then the best shelf in it
    bottom_up     the best shelf first, then the category that it is in
"""

import numpy as np

from data.labels import in_tree, parents
from data.split import VALIDATION
from deciding import uncertainty

DECISIONS = ("independent", "top_down", "bottom_up")


KINDS = {
    "flat": "flat",
    "per_parent": "category first",
    "unified": "all levels",
    "cnn": "each label by itself",
    "transformer": "two heads (transformer)",
}  # by family; `flat` first, which the others are compared with


def compare(work, name, logits, rows=None):
    """A row of the comparison, shares of the listings: {"name", "listings", "root", and for each of DECISIONS {"category",
    "subcategory", "both", "impossible"}}.

    logits float32 [N,L] of all listings, log odds; rows: the part `validation` by default.
    """
    found = Shelves(work.labels)
    rows, shelf = found.counted(work, work.rows(VALIDATION) if rows is None else rows, [logits])
    return {"name": name, "listings": len(rows)} | found.figures(logits[rows], shelf)


def compare_kinds(work, logits_of, rows):
    """Entries of the report; `logits_of` {model: logits [N,L]}, all on the listings that every one of them can read.

    Each has the figures of `compare`, and how far category and subcategory are from the first's, as 95% intervals over twin groups.
    """
    found = Shelves(work.labels)
    rows, shelf = found.counted(work, rows, list(logits_of.values()))
    if not len(rows):
        return []
    groups = work.groups[rows]
    draws = uncertainty.drawn(groups)
    judged = {model: found.judged(logits[rows], shelf) for model, logits in logits_of.items()}
    first = next(iter(judged.values()))["independent"]

    def difference(mine, of):
        return uncertainty.interval(uncertainty.mean_samples(mine["independent"][of] * 1.0 - first[of], groups, draws))

    return [
        {
            "kind": KINDS.get(model.partition(".")[2], model),
            "row": model,
            "listings": len(rows),
            "category_accuracy": _share(mine["independent"]["category"]),
            "subcategory_accuracy": _share(mine["independent"]["subcategory"]),
            "impossible_pairs": _share(mine["independent"]["impossible"]),
            "top_down_subcategory_accuracy": _share(mine["top_down"]["subcategory"]),
            "category_difference": difference(mine, "category"),
            "subcategory_difference": difference(mine, "subcategory"),
        }
        for model, mine in judged.items()
    ]


class Shelves:
    """The tree of labels as these questions need it."""

    def __init__(self, labels):
        self.parents = parents(labels)
        self.index = {tuple(label["path"]): index for index, label in enumerate(labels)}
        self.shelves = np.array(
            [index for index, label in enumerate(labels) if label["shelf"] and len(label["path"]) > 1], np.int64
        )
        self.roots = np.flatnonzero((self.parents < 0) & in_tree(labels))
        self.categories = set(self.parents[self.shelves].tolist())
        ways = {ancestor for category in self.categories for ancestor in self._up(category)}
        self.below = {label: [way for way in sorted(ways) if self.parents[way] == label] for label in ways}
        self.tops = [root for root in self.roots if root in ways]

    def _up(self, label):
        while label >= 0:
            yield label
            label = int(self.parents[label])

    def of(self, paths):
        """int64: the shelf at the end of each path, -1 if there is none that counts."""
        shelves = set(self.shelves.tolist())
        return np.array([index if (index := self.index.get(tuple(path), -1)) in shelves else -1 for path in paths], np.int64)

    def category(self, logits):
        """int64 [N]: from the best root down.

        At a label that is itself the category of a shelf, it goes on only to a label that is likelier than not: a deeper category
        must not lose because a shallower one is always at least as likely.
        """
        return np.array([self._descend(row) for row in logits], np.int64)

    def _descend(self, row):
        label = max(self.tops, key=lambda root: row[root])
        while self.below[label]:
            best = max(self.below[label], key=lambda child: row[child])
            if label in self.categories and row[best] <= 0:
                break
            label = best
        return label

    def best_shelf(self, logits, category=None):
        """int64 [N]: the shelf at which a listing likeliest ends, in the category if one is given."""
        scores = self._as_ends(logits)
        if category is not None:
            scores = np.where(self.parents[self.shelves] == category[:, None], scores, -np.inf)
        return self.shelves[scores.argmax(axis=1)]

    def _as_ends(self, logits):
        """float32 [N, shelves]. A shelf with labels below it scores as "this one and none of those".

        By its own score alone it would always beat them, being at least as likely as they are.
        """
        scores = logits[:, self.shelves].copy()
        for place, shelf in enumerate(self.shelves):
            children = np.flatnonzero(self.parents == shelf)
            if len(children):
                scores[:, place] = np.minimum(scores[:, place], -logits[:, children].max(axis=1))
        return scores

    def counted(self, work, rows, logits):
        """(rows, their shelves): those that every one of the models read and whose shelf counts."""
        rows = rows[~np.any([np.isnan(one[rows, 0]) for one in logits], axis=0)]
        shelf = self.of([work.listings[row].leaf_path for row in rows])
        return rows[shelf >= 0], shelf[shelf >= 0]

    def judged(self, logits, shelf):
        """{decision: {"category", "subcategory", "both", "impossible"}}, bool [N] each; `shelf` is the truth."""
        category, free = self.category(logits), self.best_shelf(logits)
        pairs = {
            "independent": (category, free),
            "top_down": (category, self.best_shelf(logits, category)),
            "bottom_up": (self.parents[free], free),
        }
        return {
            decision: {
                "category": one == self.parents[shelf],
                "subcategory": other == shelf,
                "both": (one == self.parents[shelf]) & (other == shelf),
                "impossible": self.parents[other] != one,
            }
            for decision, (one, other) in pairs.items()
        }

    def figures(self, logits, shelf):
        """Shares of the listings with the right root, category and subcategory, by decision; `shelf` int64 [N] is the truth."""
        roots = np.array([list(self._up(label))[-1] for label in range(len(self.parents))])
        chosen = self.roots[logits[:, self.roots].argmax(axis=1)]
        return {"root": _share(chosen == roots[shelf])} | {
            decision: {question: _share(right) for question, right in found.items()}
            for decision, found in self.judged(logits, shelf).items()
        }


def _share(which):
    return round(float(which.mean()), 4) if len(which) else None
