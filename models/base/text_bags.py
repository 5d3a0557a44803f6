# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Small networks that read a text as a bag of words.

    fasttext   mean of the vectors of its words and hashed word pairs, then a linear map (Joulin et al. 2016, arXiv 1607.01759)
    dense      TF-IDF of its commonest words, one hidden layer of rectified units

Some words are left out in training, so that unknown words are nothing new. Options: `epochs`, `rate` (peak learning rate), `width`
(of the vectors or of the hidden layer), `words` (of dense) and `buckets` (for the word pairs of fasttext).
"""

import time

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from tqdm import tqdm

from base import graphs
from base.families import Family, chosen_options
from base.losses import binary_loss
from base.ngrams import Ngrams
from base.text_linear import add_matmul, add_weighted, learned_idf, weighted
from base.text_models import BOUND, TextModel, learned_tokenizer, saved
from data import tokens
from data.labels import micro_f1
from data.tokens import PAD
from data.work import TEXTS

DEFAULTS = {
    "fasttext": {"epochs": 12, "rate": 1e-2, "width": 64, "buckets": 50_000, "fewest": 2},
    "dense": {"epochs": 10, "rate": 2e-3, "width": 256, "words": 10_000, "fewest": 2},
}
SMALL = {"epochs": 3}
BATCH = 64
HIDDEN_SHARE = 0.1  # of the words of a text, in training
DROPOUT = 0.3
WEIGHT_DECAY = 0.01
SPREAD = 1_000_003  # the number of a word pair is first * SPREAD + second, modulo the buckets


class BagNet(nn.Module):
    """tokens int64 [N,T], 0 where padded. Row 0 of both tables stays zero: it stands for padding, and for no pair."""

    def __init__(self, words, buckets, labels, width):
        super().__init__()
        self.buckets = buckets
        self.words = nn.Embedding(words, width, padding_idx=PAD)
        self.pairs = nn.Embedding(1 + buckets, width, padding_idx=PAD)
        self.output = nn.Linear(width, labels)
        for table in (self.words, self.pairs):
            nn.init.normal_(table.weight, std=0.1)
            table.weight.data[PAD] = 0

    def bag(self, padded):
        """float32 [N,width]: the mean of the vectors of each text's words and pairs."""
        following = functional.pad(padded, (0, 1))[:, 1:]
        pairs = torch.where(following != PAD, 1 + (padded * SPREAD + following) % self.buckets, PAD)
        size = ((padded != PAD).sum(dim=1) + (pairs != PAD).sum(dim=1)).clamp(min=1)
        return (self.words(padded).sum(dim=1) + self.pairs(pairs).sum(dim=1)) / size.unsqueeze(1)

    def forward(self, padded):
        return self.output(functional.dropout(self.bag(padded), DROPOUT, self.training))


class DenseNet(nn.Module):
    """What `weighted` gives, as (places int64 [nonzeros], values [nonzeros], starts int64 [N]), to logits [N,L]."""

    def __init__(self, words, labels, width):
        super().__init__()
        self.first = nn.EmbeddingBag(words, width, mode="sum")
        self.offset = nn.Parameter(torch.zeros(width))
        self.output = nn.Linear(width, labels)
        nn.init.normal_(self.first.weight, std=0.3)

    def hidden(self, places, values, starts):
        """float32 [N,width]: what the hidden layer gives."""
        return functional.relu(self.first(places, starts, per_sample_weights=values) + self.offset)

    def forward(self, places, values, starts):
        return self.output(functional.dropout(self.hidden(places, values, starts), DROPOUT, self.training))


class BagModel(TextModel):
    """`fasttext`: the mean of the vectors of words and hashed pairs, and a linear map."""

    def __init__(self, work, reads, tokenizer, net, curve):
        super().__init__(work, reads, tokenizer)
        self.net, self.curve = net, curve
        self.parameters = sum(parameter.numel() for parameter in net.parameters())
        self.feature_count = net.output.in_features

    def inputs_of(self, sequences):
        """What the network is called with, of token ids."""
        return (torch.from_numpy(tokens.pad(sequences)),)

    def penultimate(self, *inputs):
        """float32 [n,feature_count]: what the last layer sees."""
        return self.net.bag(*inputs)

    @torch.inference_mode()
    def features_of(self, sequences):
        self.net.eval()
        parts = [self.penultimate(*self.inputs_of(sequences[start : start + 256])) for start in range(0, len(sequences), 256)]
        return torch.cat(parts).numpy()

    @torch.inference_mode()
    def logits_of(self, sequences):
        return self.net.output(torch.from_numpy(self.features_of(sequences))).clamp(-BOUND, BOUND).numpy()

    def halve(self):
        """Rounds what the graph stores in half precision, so that what is measured is what is served."""
        for table in (self.net.words, self.net.pairs):
            table.weight.data = table.weight.data.half().float()

    def add_features(self, build):
        """`features_of` as nodes of a graph."""
        weights = graphs.as_arrays(self.net.state_dict())
        build.constant("pad", PAD, np.int64)
        build.constant("time", [1], np.int64)
        build.node("Pad", ["tokens", build.constant("one_more", [0, 0, 0, 1], np.int64), "pad"], "longer")
        build.node("Slice", ["longer", "time", build.constant("end", [np.iinfo(np.int64).max], np.int64), "time"], "following")
        build.node("Mul", ["tokens", build.constant("spread", SPREAD, np.int64)], "spread_tokens")
        build.node("Add", ["spread_tokens", "following"], "pair_numbers")
        build.node("Mod", ["pair_numbers", build.constant("buckets", self.net.buckets, np.int64)], "pair_buckets")
        build.node("Add", ["pair_buckets", build.constant("one", 1, np.int64)], "pair_rows")
        build.node("Equal", ["following", "pad"], "no_pair")
        build.node("Where", ["no_pair", "pad", "pair_rows"], "pairs")
        sums, sizes = [], []
        for name, table in (("tokens", "words"), ("pairs", "pairs")):
            build.node("Gather", [build.constant(f"{table}_table", weights[f"{table}.weight"], np.float16), name], f"{table}_half")
            build.node("Cast", [f"{table}_half"], f"{table}_vectors", to=1)
            sums.append(build.node("ReduceSum", [f"{table}_vectors", "time"], f"{table}_sum", keepdims=0))
            build.node("Sign", [name], f"{table}_there")
            build.node("Cast", [f"{table}_there"], f"{table}_there_float", to=1)
            sizes.append(build.node("ReduceSum", [f"{table}_there_float", "time"], f"{table}_size", keepdims=1))
        build.node("Add", sums, "sum_of_vectors")
        build.node("Add", sizes, "size")
        build.node("Max", ["size", build.constant("least_size", 1.0)], "size_bounded")
        return build.node("Div", ["sum_of_vectors", "size_bounded"], "features")

    def add_logits(self, build):
        build.linear(self.add_features(build), graphs.as_arrays(self.net.state_dict()), "output", "sums")
        return build.node("Clip", ["sums", build.constant("lowest", -BOUND), build.constant("highest", BOUND)], "logits")

    def arrays(self):
        return {"buckets": np.array(self.net.buckets), **net_arrays(self.net), **curve_arrays(self.curve)}


class DenseModel(BagModel):
    """`dense`: TF-IDF of words, one hidden layer, and a linear map."""

    def __init__(self, work, reads, tokenizer, net, curve, ngrams, idf):
        super().__init__(work, reads, tokenizer, net, curve)
        self.ngrams, self.idf = ngrams, idf

    def inputs_of(self, sequences):
        found = weighted(self.ngrams.counts(sequences), self.idf)
        return (
            torch.from_numpy(found.indices.astype(np.int64)),
            torch.from_numpy(found.data),
            torch.from_numpy(found.indptr[:-1].astype(np.int64)),
        )

    def penultimate(self, *inputs):
        return self.net.hidden(*inputs)

    def halve(self):
        self.net.first.weight.data = self.net.first.weight.data.half().float()

    def add_features(self, build):
        weights = graphs.as_arrays(self.net.state_dict())
        found = add_weighted(build, self.ngrams.node(build), self.idf)
        product = add_matmul(build, found, weights["first.weight"], "first")
        build.node("Add", [product, build.constant("offset", weights["offset"])], "hidden_sums")
        return build.node("Relu", ["hidden_sums"], "features")

    def arrays(self):
        return {"idf": self.idf, "grams1": self.ngrams.grams[0], **net_arrays(self.net), **curve_arrays(self.curve)}


def curve_arrays(curve):
    """A learning curve as arrays by name; `curve_of` reads it back."""
    names = ("epoch", "loss", "micro_f1", "seconds")
    return {f"curve.{name}": np.array([np.nan if entry[name] is None else entry[name] for entry in curve], float) for name in names}


def curve_of(arrays):
    """The learning curve that `curve_arrays` made arrays of."""
    columns = [arrays[f"curve.{name}"].tolist() for name in ("epoch", "loss", "micro_f1", "seconds")]
    return [
        {"epoch": int(epoch), "loss": loss, "micro_f1": None if np.isnan(figure) else figure, "seconds": seconds}
        for epoch, loss, figure, seconds in zip(*columns, strict=True)
    ]


def net_arrays(net):
    return {f"net.{name}": value for name, value in graphs.as_arrays(net.state_dict()).items()}


def net_of(arrays):
    return {name.removeprefix("net."): torch.from_numpy(value) for name, value in arrays.items() if name.startswith("net.")}


def fewer_words(sequences, random):
    """Each without a tenth of its words, yet never without all."""
    kept = [sequence[random.random(len(sequence)) >= HIDDEN_SHARE] for sequence in sequences]
    return [few if len(few) else sequence for few, sequence in zip(kept, sequences, strict=True)]


def train_step(model, optimizer, sequences, truth):
    loss = binary_loss(model.net(*model.inputs_of(sequences)), truth)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def train(model, task, sequences, truth, chosen):
    """Fills the model's curve; one-cycle learning rate."""
    random = np.random.default_rng(task.seed)
    epochs = chosen["epochs"]
    steps = -(-len(sequences) // BATCH)
    optimizer = torch.optim.AdamW(model.net.parameters(), lr=chosen["rate"], weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, chosen["rate"], total_steps=epochs * steps, pct_start=0.2)
    seen = task.work.truth[task.watched]
    started = time.monotonic()
    with tqdm(total=epochs * steps, desc=task.name, mininterval=10) as bar:
        for epoch in range(1, epochs + 1):
            losses = []
            model.net.train()
            for rows in np.array_split(random.permutation(len(sequences)), steps):
                batch = fewer_words([sequences[row] for row in rows], random)
                losses.append(train_step(model, optimizer, batch, torch.from_numpy(truth[rows]).float()))
                schedule.step()
                bar.update()
            figure = micro_f1(model.logits(task.watched) > 0, seen) if len(task.watched) else None
            model.curve.append(
                {
                    "epoch": epoch,
                    "loss": float(np.mean(losses)),
                    "micro_f1": figure,
                    "seconds": round(time.monotonic() - started, 1),
                }
            )
    model.net.eval()
    model.halve()
    return model


def begun(task, kind):
    """(untrained model, token ids and truth of the listings with a text, options)"""
    chosen = chosen_options(task, DEFAULTS[kind] | (SMALL if task.size == "small" else {}))
    torch.manual_seed(task.seed)
    tokenizer, sequences, rows = learned_tokenizer(task, chosen["fewest"])
    truth = task.work.truth[rows]
    if kind == "fasttext":
        net = BagNet(tokenizer.get_vocab_size(), chosen["buckets"], truth.shape[1], chosen["width"])
        model = BagModel(task.work, task.reads, tokenizer, net, [])
    else:
        ngrams = Ngrams.of(sequences, 1, chosen["fewest"]).commonest(sequences, chosen["words"])
        dense = DenseNet(len(ngrams), truth.shape[1], chosen["width"])
        model = DenseModel(task.work, task.reads, tokenizer, dense, [], ngrams, learned_idf(ngrams.counts(sequences)))
    return model, sequences, truth, chosen


def fit(task, kind):
    model, sequences, truth, chosen = begun(task, kind)
    return train(model, task, sequences, truth, chosen)


def load_fasttext(work, reads, folder):
    tokenizer, arrays = saved(folder)
    weights = net_of(arrays)
    net = BagNet(len(weights["words.weight"]), int(arrays["buckets"]), *weights["output.weight"].shape)
    net.load_state_dict(weights)
    return BagModel(work, reads, tokenizer, net.eval(), curve_of(arrays))


def load_dense(work, reads, folder):
    tokenizer, arrays = saved(folder)
    weights = net_of(arrays)
    net = DenseNet(len(weights["first.weight"]), *weights["output.weight"].shape)
    net.load_state_dict(weights)
    return DenseModel(work, reads, tokenizer, net.eval(), curve_of(arrays), Ngrams([arrays["grams1"]]), arrays["idf"])


FAMILIES = (
    Family(
        "fasttext",
        "bag of word and hashed pair vectors, linear (Joulin et al. 2016)",
        TEXTS,
        lambda task: fit(task, "fasttext"),
        load_fasttext,
    ),
    Family("dense", "TF-IDF of words, one hidden layer", TEXTS, lambda task: fit(task, "dense"), load_dense),
)
