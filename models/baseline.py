# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The yardstick: TF-IDF of words and word pairs with one-vs-rest logistic regression, on the same split.

    python baseline.py --data DATA --work WORK

Trains on the part `train`, measures on `validation`, from the title, the description, and both joined, at threshold 0.5 and
decoded as the bundle is; then stacks the joined text linearly (ridge, fitted on `fusion`) with the scores of our image model.
Writes WORK/baseline.json. About 15 minutes on one core.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

import figures
from decoding import Decoder, micro_f1
from labels import parents
from listings import read_listings
from split import FUSION, TRAIN, VALIDATION
from train_fusion import MARGIN, emission_thresholds, exclusive_groups, fit_linear, scores_of

SEED = 1
STRENGTH = 10.0


def learned_scores(train_texts, train_truth, texts, name):
    """float32 [N,L]"""
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    seen, unseen = vectorizer.fit_transform(train_texts), vectorizer.transform(texts)
    columns = [LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED).fit(seen, column).predict_proba(unseen)[:, 1]
               for column in tqdm(train_truth.T, desc=name, mininterval=10)]
    return np.array(columns, np.float32).T


def measure(decoder, labels, scores, truth, leaves):
    return {"micro_f1_at_half": round(micro_f1(scores >= 0.5, truth), 4)} | \
        figures.classification(decoder, labels, scores, truth, leaves)


def stacked(text_scores, image_logits, truth, fitting, validation):
    """float32 [V,L]: a ridge regression on the scores of the text and of the picture; `text_scores` are of both parts in a row."""
    image_scores, has_image = scores_of(image_logits[np.concatenate([fitting, validation])], 1.0)
    scores = np.stack([text_scores, image_scores], axis=1)
    present = np.stack([np.ones(len(scores)), has_image], axis=1).astype(np.float32)
    weights = fit_linear(scores[:len(fitting)], present[:len(fitting)], truth[fitting])
    features = np.hstack([scores.reshape(len(scores), -1), np.ones((len(scores), 1))])
    chosen = weights[(present @ [1, 2]).astype(int)[len(fitting):]]
    return np.einsum("nf,nfl->nl", features[len(fitting):], chosen).clip(0, 1).astype(np.float32)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--work", type=Path, required=True)
    given = arguments.parse_args()
    listings = read_listings(given.data / "fashion-44k" / "listings.jsonl")
    truth, parts = np.load(given.work / "truth.npy"), np.load(given.work / "parts.npy")
    labels = json.loads((given.work / "labels.json").read_text(encoding="utf-8"))
    labels = emission_thresholds(labels, parents(labels), 0.5)
    training, fitting, validation = (np.flatnonzero(parts == part) for part in (TRAIN, FUSION, VALIDATION))
    is_shelf = np.array([label["shelf"] for label in labels])
    decoder = Decoder(labels, {"groups": exclusive_groups(truth[training], parents(labels), is_shelf), "margin": MARGIN})
    leaves = [listings[row].leaf_path for row in validation]
    texts = {
        "title": [listing.title for listing in listings],
        "description": [listing.description for listing in listings],
        "title+description": [f"{listing.title} {listing.description}" for listing in listings],
    }
    measured = {}
    unseen = np.concatenate([fitting, validation])
    for name, found in texts.items():
        scores = learned_scores([found[row] for row in training], truth[training], [found[row] for row in unseen], name)
        measured[name] = measure(decoder, labels, scores[len(fitting):], truth[validation], leaves)
        print(name, measured[name], flush=True)
    joined = stacked(scores, np.load(given.work / "image.logits.npy"), truth, fitting, validation)
    measured["title+description, stacked with image"] = measure(decoder, labels, joined, truth[validation], leaves)
    print(measured["title+description, stacked with image"])
    (given.work / "baseline.json").write_text(json.dumps(measured, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
