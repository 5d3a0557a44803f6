# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Linear text models over counts of words and word pairs.

    tfidf      one-vs-rest logistic regression on TF-IDF: the yardstick, and hard to beat
    svc        one-vs-rest linear support vectors on TF-IDF; Platt's sigmoid, fitted on folds, makes their decisions probabilities
    nb         one-vs-rest multinomial naive Bayes on TF-IDF, which does better than on counts
    powerset   one multinomial logistic regression over the sets of labels that occur; a label's odds are those of the sets
               that hold it

TF-IDF is (1 + log count) * idf, scaled to length 1. Weights are stored in half precision, and the logits are those of the stored
weights, so that what is measured is what is served.

Options: `strength` (C of the regression or of the support vectors; for nb the smoothing), `longest` (words an n-gram), `fewest`
(listings that must hold an n-gram), `features` (the number of n-grams kept, those in most listings).
"""

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from base.families import Family, chosen_options
from base.ngrams import Ngrams
from base.text_models import BOUND, TextModel, learned_tokenizer, saved
from data.work import TEXTS

DEFAULTS = {
    "tfidf": {"strength": 100.0, "longest": 2, "fewest": 1, "features": 60_000},
    "svc": {"strength": 1.0, "longest": 2, "fewest": 1, "features": 60_000},
    "nb": {"strength": 0.01, "longest": 2, "fewest": 2, "features": 60_000},
    "powerset": {"strength": 100.0, "longest": 2, "fewest": 2, "features": 10_000},
}
SMALL_FEATURES = 5_000
FEWEST_OF_A_SET = 2
PLATT_FOLDS = 3
TINY = 1e-12


class LinearModel(TextModel):
    """`idf` float32 [V]; `weights` float16 [V,S], `bias` [S]; `members` bool [S,L] if S counts sets of labels, else empty."""

    def __init__(self, work, reads, tokenizer, ngrams, idf, weights, bias, members):
        super().__init__(work, reads, tokenizer)
        self.ngrams, self.idf, self.weights, self.bias, self.members = ngrams, idf, weights, bias, members
        self._wide = weights.astype(np.float32)
        self.parameters = weights.size + bias.size

    def logits_of(self, sequences):
        sums = weighted(self.ngrams.counts(sequences), self.idf) @ self._wide + self.bias
        if len(self.members):
            likely = np.exp(sums - sums.max(axis=1, keepdims=True))
            with_label, without = likely @ self.members.astype(np.float32), likely @ (~self.members).astype(np.float32)
            sums = np.log(with_label.clip(TINY)) - np.log(without.clip(TINY))
        return sums.clip(-BOUND, BOUND)

    def add_logits(self, build):
        sums = add_matmul(build, add_weighted(build, self.ngrams.node(build), self.idf), self.weights, "weights")
        sums = build.node("Add", [sums, build.constant("bias", self.bias)], "sums")
        if len(self.members):
            build.node("ReduceMax", [sums, build.constant("classes_axis", [1], np.int64)], "largest_sum")
            build.node("Sub", [sums, "largest_sum"], "relative_sums")
            build.node("Exp", ["relative_sums"], "likely")
            build.constant("tiny", TINY)
            for name, members in (("with_label", self.members), ("without_label", ~self.members)):
                build.node("MatMul", ["likely", build.constant(f"{name}_sets", members)], name)
                build.node("Max", [name, "tiny"], f"{name}_bounded")
                build.node("Log", [f"{name}_bounded"], f"{name}_log")
            sums = build.node("Sub", ["with_label_log", "without_label_log"], "label_sums")
        return build.node("Clip", [sums, build.constant("lowest", -BOUND), build.constant("highest", BOUND)], "logits")

    def arrays(self):
        return {
            "idf": self.idf,
            "weights": self.weights,
            "bias": self.bias,
            "members": self.members,
            **{f"grams{length}": gram for length, gram in enumerate(self.ngrams.grams, start=1)},
        }


def learned_idf(counts):
    """float32 [V]: log((1 + N) / (1 + texts that hold it)) + 1."""
    texts = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.log((1 + counts.shape[0]) / (1 + texts)) + 1).astype(np.float32)


def weighted(counts, idf):
    """Sparse float32 [N,V]: TF-IDF, each text of length 1."""
    found = counts.copy()
    found.data = (1 + np.log(found.data)) * idf[found.indices]
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.maximum(length, TINY)) @ found, dtype=np.float32)


def add_weighted(build, counts, idf):
    """`weighted` as nodes of a graph."""
    build.node("Max", [counts, build.constant("once", 1.0)], "counts_of_some")
    build.node("Log", ["counts_of_some"], "log_counts")
    build.node("Min", [counts, "once"], "occurs")
    build.node("Add", ["log_counts", "occurs"], "sublinear")
    build.node("Mul", ["sublinear", build.constant("idf", idf)], "tfidf")
    build.node("ReduceL2", ["tfidf", build.constant("features_axis", [1], np.int64)], "length")
    build.node("Max", ["length", build.constant("least_length", TINY)], "length_bounded")
    return build.node("Div", ["tfidf", "length_bounded"], "tfidf_of_length_1")


def add_matmul(build, source, weights, name):
    """source @ weights, which are stored in half precision."""
    build.node("Cast", [build.constant(f"{name}_half", weights, np.float16)], name, to=1)
    return build.node("MatMul", [source, name], f"{name}_product")


def fitted(task, kind, learned):
    """A LinearModel; `learned` is called with (features [N,V], truth [N,L], groups [N], strength, task) and gives
    (weights [V,S], bias [S], members).
    """
    chosen = chosen_options(task, DEFAULTS[kind] | ({"features": SMALL_FEATURES} if task.size == "small" else {}))
    tokenizer, sequences, rows = learned_tokenizer(task, chosen["fewest"])
    ngrams = Ngrams.of(sequences, chosen["longest"], chosen["fewest"]).commonest(sequences, chosen["features"])
    counts = ngrams.counts(sequences)
    idf = learned_idf(counts)
    with threadpool_limits(1):  # threads that wait for one another in every sum of a vector lose most of their time
        weights, bias, members = learned(
            weighted(counts, idf), task.work.truth[rows], task.work.groups[rows], chosen["strength"], task
        )
    return LinearModel(task.work, task.reads, tokenizer, ngrams, idf, weights.astype(np.float16), bias.astype(np.float32), members)


def load(work, reads, folder):
    tokenizer, arrays = saved(folder)
    grams = [arrays[name] for name in sorted(arrays) if name.startswith("grams")]
    return LinearModel(work, reads, tokenizer, Ngrams(grams), arrays["idf"], arrays["weights"], arrays["bias"], arrays["members"])


def by_label(learned, features, truth, name):
    """(weights [V,L], bias [L], no members): for each label what `learned(column of truth)` gives, (weights [V], bias).

    A label that none or all of the listings have gets the log odds of its share.
    """
    weights, bias = np.zeros((features.shape[1], truth.shape[1]), np.float32), log_odds(truth.mean(axis=0))
    for label in tqdm(np.flatnonzero(truth.any(axis=0) & ~truth.all(axis=0)), desc=name, mininterval=10):
        weights[:, label], bias[label] = learned(truth[:, label])
    return weights, bias, np.zeros((0, truth.shape[1]), bool)


def log_odds(share):
    """The log odds of shares in 0..1, within BOUND."""
    return (np.log(np.maximum(share, TINY)) - np.log(np.maximum(1 - share, TINY))).clip(-BOUND, BOUND)


def regression(features, truth, groups, strength, task):
    """One-vs-rest logistic regression, as `fitted` asks for it."""

    def learned(column):
        found = LogisticRegression(C=strength, solver="liblinear", tol=1e-3, random_state=task.seed).fit(features, column)
        return found.coef_[0], found.intercept_[0]

    return by_label(learned, features, truth, task.name)


def support_vectors(features, truth, groups, strength, task):
    """One-vs-rest linear support vectors; Platt's sigmoid is fitted on decisions for folds that were left out."""

    def machine(column, rows):
        if column[rows].all() or not column[rows].any():
            return np.zeros(features.shape[1]), 0.0
        found = LinearSVC(C=strength, random_state=task.seed).fit(features[rows], column[rows])
        return found.coef_[0], found.intercept_[0]

    def learned(column):
        decisions = np.zeros(len(column))
        for fold in range(PLATT_FOLDS):
            inside = groups % PLATT_FOLDS == fold
            if inside.any() and not inside.all():
                weights, bias = machine(column, np.flatnonzero(~inside))
                decisions[inside] = features[np.flatnonzero(inside)] @ weights + bias
        sigmoid = LogisticRegression(C=1e3).fit(decisions[:, None], column)
        weights, bias = machine(column, np.arange(len(column)))
        return sigmoid.coef_[0] * weights, sigmoid.coef_[0, 0] * bias + sigmoid.intercept_[0]

    return by_label(learned, features, truth, task.name)


def naive_bayes(features, truth, groups, strength, task):
    """McCallum and Nigam 1998, with the weight of a word in place of its count. A label's log odds are linear in them."""

    def learned(column):
        of_words = [np.asarray(features[np.flatnonzero(column == side)].sum(axis=0)).ravel() + strength for side in (True, False)]
        for_label, against = (np.log(words / words.sum()) for words in of_words)
        return for_label - against, log_odds(column.mean())

    return by_label(learned, features, truth, task.name)


def label_powerset(features, truth, groups, strength, task):
    """Tsoumakas and Katakis 2007. Sets of fewer than FEWEST_OF_A_SET listings are left out where others are left."""
    sets, place, listings = np.unique(truth, axis=0, return_inverse=True, return_counts=True)
    often = listings >= FEWEST_OF_A_SET
    often = often if often.sum() > 1 else listings > 0
    rows = np.flatnonzero(often[place])
    if often.sum() == 1:
        return np.zeros((features.shape[1], 1), np.float32), np.zeros(1, np.float32), sets[often]
    found = LogisticRegression(C=strength, solver="lbfgs", tol=1e-3, max_iter=60 if task.size == "small" else 200).fit(
        features[rows], place[rows]
    )
    weights, bias = found.coef_, found.intercept_
    if len(weights) == 1:  # two sets: scikit-learn gives the odds of the second alone
        weights, bias = np.vstack([0 * weights, weights]), np.append(0 * bias, bias)
    return weights.T, bias, sets[found.classes_]


def _family(kind, what, learned):
    return Family(kind, what, TEXTS, lambda task: fitted(task, kind, learned), load)


FAMILIES = (
    _family("tfidf", "TF-IDF of words and word pairs, one-vs-rest logistic regression", regression),
    _family("svc", "TF-IDF of words and word pairs, one-vs-rest linear support vectors, Platt's sigmoid", support_vectors),
    _family("nb", "TF-IDF of words and word pairs, one-vs-rest multinomial naive Bayes", naive_bayes),
    _family("powerset", "TF-IDF, multinomial logistic regression over label sets (label powerset)", label_powerset),
)
