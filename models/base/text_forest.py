# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""A random forest (Breiman 2001) over which words and word pairs a text holds; one tree speaks for all labels.

A leaf holds the share of its training listings that have each label, in steps of 1/255. The forest's probability is the mean over
its trees. Options: `trees`, `leaves` (at most, of a tree), `features` (words and word pairs, those in most listings), `longest` and
`fewest` as in `text_linear`.
"""

import numpy as np
from sklearn.ensemble import RandomForestRegressor

from base.families import Family, chosen_options
from base.ngrams import Ngrams
from base.text_linear import log_odds
from base.text_models import TextModel, learned_tokenizer, saved
from data.work import TEXTS

DEFAULTS = {"trees": 60, "leaves": 600, "features": 3000, "longest": 2, "fewest": 3}
SMALL = {"trees": 10, "leaves": 100, "features": 500}
STEPS = 255
LEAST_SHARE = 1e-4
NOWHERE = -1


class Forest(TextModel):
    """Nodes of all trees one after another: `feature` int64 [nodes], NOWHERE for a leaf; `left` (the text lacks the feature) and
    `right` int64 [nodes], of a leaf itself; `roots` int64 [trees]; `shares` uint8 [nodes,L], zeros where the node is no leaf.
    """

    def __init__(self, work, reads, tokenizer, ngrams, feature, left, right, roots, shares):
        super().__init__(work, reads, tokenizer)
        self.ngrams, self.feature, self.left, self.right, self.roots, self.shares = ngrams, feature, left, right, roots, shares
        self.parameters = int((feature != NOWHERE).sum() + np.count_nonzero(shares))

    def logits_of(self, sequences):
        holds = self.ngrams.counts(sequences).toarray() > 0
        texts, total = np.arange(len(sequences)), np.zeros((len(sequences), self.shares.shape[1]), np.int64)
        for root in self.roots:
            node = np.full(len(sequences), root)
            while (inner := self.feature[node] != NOWHERE).any():
                onward = np.where(holds[texts, self.feature[node]], self.right[node], self.left[node])
                node = np.where(inner, onward, node)
            total += self.shares[node]
        return log_odds(bounded(total / (STEPS * len(self.roots)))).astype(np.float32)

    def add_logits(self, build):
        self.ngrams.node(build)
        self._add_trees(build)
        build.node("Div", ["steps", build.constant("all_steps", STEPS * len(self.roots))], "mean_shares")
        build.node("Clip", ["mean_shares", build.constant("least", LEAST_SHARE), build.constant("most", 1 - LEAST_SHARE)], "shares")
        build.node("Sub", [build.constant("one", 1.0), "shares"], "shares_against")
        build.node("Log", ["shares"], "log_shares")
        build.node("Log", ["shares_against"], "log_shares_against")
        return build.node("Sub", ["log_shares", "log_shares_against"], "logits")

    def _add_trees(self, build):
        nodes = np.arange(len(self.feature))
        tree = np.searchsorted(self.roots, nodes, side="right") - 1
        leaf = self.feature == NOWHERE
        leaves, labels = np.nonzero(self.shares)
        first = self.roots[tree]
        # the tallies are whole numbers below 2^24, so they come out the same in whatever order the trees are added up
        build.node(
            "TreeEnsembleRegressor",
            ["counts"],
            "steps",
            domain="ai.onnx.ml",
            n_targets=self.shares.shape[1],
            aggregate_function="SUM",
            post_transform="NONE",
            nodes_treeids=tree.tolist(),
            nodes_nodeids=(nodes - first).tolist(),
            nodes_modes=np.where(leaf, "LEAF", "BRANCH_LEQ").tolist(),
            nodes_featureids=np.where(leaf, 0, self.feature).tolist(),
            nodes_values=[0.5] * len(nodes),
            nodes_truenodeids=np.where(leaf, 0, self.left - first).tolist(),
            nodes_falsenodeids=np.where(leaf, 0, self.right - first).tolist(),
            target_treeids=tree[leaves].tolist(),
            target_nodeids=(leaves - first[leaves]).tolist(),
            target_ids=labels.tolist(),
            target_weights=self.shares[leaves, labels].astype(float).tolist(),
        )

    def arrays(self):
        return {
            "feature": self.feature,
            "left": self.left,
            "right": self.right,
            "roots": self.roots,
            "shares": self.shares,
            **{f"grams{length}": gram for length, gram in enumerate(self.ngrams.grams, start=1)},
        }


def bounded(shares):
    """Shares kept off 0 and 1, so that their log odds are finite."""
    return np.clip(shares, LEAST_SHARE, 1 - LEAST_SHARE)


def fit(task):
    """A Forest of the task's listings."""
    chosen = chosen_options(task, DEFAULTS | (SMALL if task.size == "small" else {}))
    tokenizer, sequences, rows = learned_tokenizer(task, chosen["fewest"])
    truth = task.work.truth[rows]
    ngrams = Ngrams.of(sequences, chosen["longest"], chosen["fewest"]).commonest(sequences, chosen["features"])
    holds = ngrams.counts(sequences)
    holds.data[:] = 1
    # of yes-or-no targets, least squares is Gini's impurity; the regressor keeps one number a label and leaf, the classifier two
    forest = RandomForestRegressor(
        chosen["trees"],
        max_leaf_nodes=chosen["leaves"],
        max_features="sqrt",
        bootstrap=True,
        random_state=task.seed,
        n_jobs=task.threads,
    ).fit(holds, truth.astype(np.float32))
    return Forest(task.work, task.reads, tokenizer, ngrams, *flattened([tree.tree_ for tree in forest.estimators_]))


def flattened(trees):
    """feature, left, right, roots and shares of a Forest, of trees of scikit-learn."""
    sizes = np.array([tree.node_count for tree in trees])
    roots = np.cumsum(sizes) - sizes
    leaf = np.concatenate([tree.children_left for tree in trees]) == NOWHERE
    start, nodes = np.repeat(roots, sizes), np.arange(sizes.sum())
    shares = np.rint(STEPS * np.concatenate([tree.value[:, :, 0] for tree in trees])).astype(np.uint8)
    return (
        np.where(leaf, NOWHERE, np.concatenate([tree.feature for tree in trees])),
        np.where(leaf, nodes, start + np.concatenate([tree.children_left for tree in trees])),
        np.where(leaf, nodes, start + np.concatenate([tree.children_right for tree in trees])),
        roots,
        shares * leaf[:, None],
    )


def load(work, reads, folder):
    tokenizer, arrays = saved(folder)
    grams = [arrays.pop(name) for name in sorted(arrays) if name.startswith("grams")]
    return Forest(work, reads, tokenizer, Ngrams(grams), **arrays)


FAMILIES = (Family("forest", "random forest over words and word pairs (Breiman 2001)", TEXTS, fit, load),)
