# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Neural text models: an encoder, which reads tokens (`encoders`, `transformer`), and a head, which makes labels of what it read
(`heads`).

Options of every family (`Task.options`):
    vectors     a text file of word vectors, from which the embedding starts (families over words: not cnn_subword, transformer)
    pretrained  a folder of BERT-like weights, with their tokenizer (transformer only)
    weights     the two heads' shares of the loss, [1, 1] by default (transformer only)
    teacher     for which share of the training, 0..1, the second head reads the true categories; 0 by default (transformer only)
    directions  1 or 2 (lstm only)
    epochs, peak_rate, max_tokens, dropout, unknown_rate, shape   instead of the recipe's; shape: arguments of the encoder
A training of size "small" takes 8,000 listings and half the epochs. A small catalogue is passed more often, in smaller batches, up
to FEWEST_STEPS steps or MOST_EPOCHS epochs.
"""

import dataclasses
import json
import math
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
import torch
from tokenizers import Tokenizer
from torch import nn
from tqdm import tqdm

from base import embeddings, transformer
from base.encoders import Cnn, Lstm
from base.families import Family
from base.graphs import require_close, session
from base.heads import HEADS
from base.schedule import one_cycle
from base.tracing import traced
from data import tokens
from data.bad_input import BadInput
from data.labels import micro_f1
from data.split import FUSION
from data.tokens import PAD, UNKNOWN
from data.work import TEXTS

CLOSE, SAME = 2e-5, 1e-5  # to PyTorch; alone and in a batch
SAMPLES = 64
SMALL_ROWS = 8000
FEWEST_STEPS, MOST_EPOCHS = 3000, 40
BATCHES = {8000: 64, 2000: 32, 0: 16}  # listings: batch
WEIGHT_DECAY = 0.02
ENCODERS = {"cnn": Cnn, "lstm": Lstm, "transformer": transformer.Transformer}
RULES = {"title": tokens.title_rules, "description": tokens.description_rules, "text": tokens.description_rules}
FEWEST_TEXTS_A_WORD = {"title": 2, "description": 3, "text": 3}


@dataclass(frozen=True)
class Recipe:
    """How a network is built and trained."""

    encoder: str
    max_tokens: int
    epochs: int
    head: str = "independent"
    shape: dict = field(default_factory=dict)  # arguments of the encoder
    head_options: dict = field(default_factory=dict)  # arguments of the head
    subwords: int = 0  # pieces in the vocabulary; 0 for whole words
    batch: int = 0  # 0: as the number of listings asks for
    peak_rate: float = 3e-3
    dropout: float = 0.5  # of the vector that the head reads
    unknown_rate: float = 0.1  # share of the tokens hidden in training, so that unknown words are nothing new


LONG_CNN = Recipe("cnn", 300, 8, dropout=0.3, unknown_rate=0.05, shape={"embedding_dropout": 0.1, "mean": True})
RECIPES = {
    "cnn": {"title": Recipe("cnn", 57, 10), "description": LONG_CNN, "text": LONG_CNN},
    "lstm": {"title": Recipe("lstm", 57, 10)}
    | dict.fromkeys(
        ("description", "text"), Recipe("lstm", 100, 6, dropout=0.3, unknown_rate=0.05, shape={"embedding_dropout": 0.1})
    ),
    "transformer": {"title": Recipe("transformer", 57, 12, "two", peak_rate=1.5e-3, dropout=0.3)}
    | dict.fromkeys(
        ("description", "text"), Recipe("transformer", 128, 6, "two", peak_rate=1.5e-3, dropout=0.3, unknown_rate=0.05)
    ),
}


def recipe_of(kind, head, reads, subwords=0):
    """The recipe of an encoder for a text; `head` and `subwords` instead of its own."""
    found = RECIPES[kind][reads]
    return dataclasses.replace(found, head=head or found.head, subwords=subwords and (2000 if reads == "title" else subwords))


def paced(recipe, listings):
    """The recipe with a batch and a number of epochs for so many listings."""
    batch = recipe.batch or next(batch for fewest, batch in BATCHES.items() if listings >= fewest)
    epochs = math.ceil(FEWEST_STEPS * batch / max(1, listings))
    return dataclasses.replace(recipe, batch=batch, epochs=max(recipe.epochs, min(MOST_EPOCHS, epochs)))


class TextNetwork(nn.Module):
    """tokens int64 [N,T] to logits [N,L]."""

    def __init__(self, encoder, head, dropout):
        super().__init__()
        self.encoder, self.head, self.dropout = encoder, head, nn.Dropout(dropout)

    def forward(self, tokens):
        return self.head(self.encoder(tokens).float())

    def loss(self, tokens, truth):
        with torch.autocast(tokens.device.type, torch.bfloat16):
            vectors = self.encoder(tokens)
        return self.head.loss(self.dropout(vectors.float()), truth)


class _Scored(nn.Module):
    def __init__(self, network, temperature, with_features):
        super().__init__()
        self.network, self.temperature, self.with_features = network, temperature, with_features

    def forward(self, tokens):
        vectors = self.network.encoder(tokens)
        scores = torch.sigmoid(self.network.head(vectors) / self.temperature)
        return (scores, vectors) if self.with_features else scores


def batches(sequences, rows, batch, random=None):
    """Rows of similar length together, `batch` at most; in random order if `random` is given."""
    lengths = np.array([len(sequences[row]) for row in rows])
    noise = random.random(len(rows)) * 4 if random is not None else 0
    ordered = np.asarray(rows)[np.argsort(lengths + noise, kind="stable")]
    parts = [ordered[start : start + batch] for start in range(0, len(ordered), batch)]
    if random is not None:
        random.shuffle(parts)
    return parts


def hide_words(padded, rate, random, unknown=UNKNOWN):
    """The token ids with a share of `rate`, 0..1, of the words made unknown."""
    hidden = (random.random(padded.shape) < rate) & (padded != PAD)
    return np.where(hidden, unknown, padded)


def train_step(network, optimizer, padded, truth):
    """One step over a batch; returns its loss."""
    loss = network.loss(padded, truth)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def fit(network, recipe, sequences, truth, rows, seed=1, checkpoint=None, watched=(), name="text", unknown=UNKNOWN):
    """Trains on the rows that have a text, and rounds the embedding to half precision; returns the learning curve.

    `sequences`: token ids by row; truth bool [N,L]. After each epoch everything is kept in the folder `checkpoint`. Chance starts
    anew from the seed and the number of the epoch, so a resumed training ends where an uninterrupted one does, bit for bit.
    BadInput if no row has a text.
    """
    rows, watched = (np.array([row for row in which if len(sequences[row])], np.int64) for which in (rows, watched))
    if not len(rows):
        raise BadInput(
            f"{name}: no training listing has a text that can be read; train models that read another part of the listing"
        )
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=WEIGHT_DECAY, fused=True)
    kept = Path(checkpoint) / "training.pt" if checkpoint else None
    done, curve = 0, []
    if kept and kept.exists():
        state = torch.load(kept, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        done, curve = state["epochs"], state["curve"]
    steps = -(-len(rows) // recipe.batch)
    before = curve[-1]["seconds"] if curve else 0.0
    started = time.monotonic()
    with tqdm(total=recipe.epochs * steps, initial=done * steps, desc=name, mininterval=10) as bar:
        for epoch in range(done, recipe.epochs):
            torch.manual_seed(seed * 1000 + epoch)
            random = np.random.default_rng([seed, epoch])
            network.train()
            losses = []
            for step, chosen in enumerate(batches(sequences, rows, recipe.batch, random)):
                for group in optimizer.param_groups:
                    group["lr"] = one_cycle((epoch + step / steps) / recipe.epochs, recipe.peak_rate)
                padded = hide_words(tokens.pad([sequences[row] for row in chosen]), recipe.unknown_rate, random, unknown)
                losses.append(train_step(network, optimizer, torch.from_numpy(padded), torch.from_numpy(truth[chosen]).float()))
                bar.update()
            figure = micro_f1(logits_of(network, sequences, watched) > 0, truth[watched]) if len(watched) else None
            curve.append(
                {
                    "epoch": epoch + 1,
                    "loss": float(np.mean(losses)),
                    "micro_f1": figure,
                    "seconds": round(before + time.monotonic() - started, 1),
                }
            )
            if kept:
                partial = kept.with_suffix(".partial")
                torch.save(
                    {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epochs": epoch + 1, "curve": curve},
                    partial,
                )
                partial.replace(kept)
    halve(network)
    return curve


def halve(network):
    """Stores the embedding as the bundle does, in half precision: what is measured from here on is what will be served."""
    network.encoder.embedding.half()
    return network.eval()


@torch.inference_mode()
def computed(network, sequences, rows, what, width):
    """float32 [len(rows), width]: what `what(padded tokens)` gives; nan if a row has no token. `sequences` by row."""
    found = np.full((len(rows), width), np.nan, np.float32)
    place = {int(row): index for index, row in enumerate(rows)}
    network.eval()
    for chosen in batches(sequences, [row for row in rows if len(sequences[row])], 256):
        padded = torch.from_numpy(tokens.pad([sequences[row] for row in chosen]))
        found[[place[int(row)] for row in chosen]] = what(padded).float().numpy()
    return found


def logits_of(network, sequences, rows):
    """float32 [len(rows),L], nan if a row has no token."""
    with torch.inference_mode():
        labels = network.eval()(torch.ones(1, 1, dtype=torch.long)).shape[1]
    return computed(network, sequences, rows, network, labels)


def graph_of(network, temperature, sequences, with_features=False, name="text"):
    """The ONNX graph, bytes. GraphsDiffer unless it gives what PyTorch gives for the sequences, padded and alone."""
    network.eval()
    padded = tokens.pad(sequences)
    scored = _Scored(network, temperature, with_features).eval()
    outputs = ["scores", "features"] if with_features else ["scores"]
    with torch.inference_mode():
        graph = traced(scored, {"tokens": padded[:2]}, outputs, {"tokens": {1: "T"}})
        trained = _Scored(network, temperature, False)(torch.from_numpy(padded)).numpy()
    onnx.checker.check_model(onnx.load_from_string(graph), full_check=True)
    runs = session(graph)
    together = runs.run(["scores"], {"tokens": padded})[0]
    require_close(f"{name} against PyTorch", together, trained, CLOSE)
    alone = np.concatenate([runs.run(["scores"], {"tokens": sequence[None]})[0] for sequence in sequences])
    require_close(f"{name} alone against padded", alone, together, SAME)
    return graph


class NetworkModel:
    """A trained network with its tokenizer, over the listings of a work folder."""

    def __init__(self, work, reads, tokenizer, network, recipe, curve, notes):
        self.work, self.reads, self.tokenizer, self.network, self.recipe = work, reads, tokenizer, network, recipe
        self.curve, self.notes = curve, notes
        self.parameters = sum(parameter.numel() for parameter in network.parameters())

    def _sequences(self, rows):
        texts = self.work.texts(self.reads)
        rows = [int(row) for row in rows]
        return dict(zip(rows, tokens.encode(self.tokenizer, [texts[row] for row in rows], self.recipe.max_tokens), strict=True))

    def logits(self, rows):
        return logits_of(self.network, self._sequences(rows), rows)

    def features(self, rows):
        return computed(self.network, self._sequences(rows), rows, self.network.encoder, self.network.encoder.width)

    def save(self, folder):
        torch.save(self.network.state_dict(), folder / "network.pt")
        self.tokenizer.save(str(folder / "tokenizer.json"))
        stored = {"recipe": dataclasses.asdict(self.recipe), "curve": self.curve, "notes": self.notes}
        (folder / "network.json").write_text(json.dumps(stored, indent=1), encoding="utf-8")

    def graph(self, temperature, with_features=False):
        rows = self.work.rows(FUSION) if len(self.work.rows(FUSION)) else self.work.training
        readable = [sequence for sequence in self._sequences(rows[: 4 * SAMPLES]).values() if len(sequence)][:SAMPLES]
        return graph_of(self.network, temperature, readable, with_features, self.reads)

    def files(self):
        return {"tokenizer.json": self.tokenizer.to_str().encode()}

    def inputs(self, rows):
        return list(self._sequences(rows).values())

    def modality(self):
        return {"kind": "text", "max_tokens": self.recipe.max_tokens, "unknown_token": self.tokenizer.token_to_id("[UNK]")}


def load(work, reads, folder):
    """The NetworkModel that `save` wrote."""
    stored = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    tokenizer, recipe = Tokenizer.from_file(str(folder / "tokenizer.json")), Recipe(**stored["recipe"])
    network = halve(network_of(recipe, tokenizer, work.labels))
    network.load_state_dict(torch.load(folder / "network.pt", weights_only=True))
    return NetworkModel(work, reads, tokenizer, network, recipe, stored["curve"], stored["notes"])


def network_of(recipe, tokenizer, labels, seed=1):
    """A network of the recipe, not yet trained."""
    torch.manual_seed(seed)
    words = max(tokenizer.get_vocab_size(), recipe.shape.get("words", 0))
    encoder = ENCODERS[recipe.encoder](**recipe.shape | {"words": words})
    return TextNetwork(encoder, HEADS[recipe.head](encoder.width, labels, **recipe.head_options), recipe.dropout)


def train(task, recipe):
    """A NetworkModel: fits tokenizer and network of a recipe to a families.Task."""
    options = dict(task.options or {})
    vectors, pretrained = options.pop("vectors", None), options.pop("pretrained", None)
    recipe = _with_options(paced(recipe, len(task.rows)), task.name, options)
    torch.set_num_threads(task.threads)
    texts = task.work.texts(task.reads)
    tokenizer = _tokenizer(task, recipe, [texts[row] for row in task.rows], pretrained)
    rows = task.rows
    if task.size == "small":
        rows = np.sort(np.random.default_rng(task.seed).permutation(rows)[:SMALL_ROWS])
        recipe = dataclasses.replace(recipe, epochs=max(2, recipe.epochs // 2))
    if pretrained:
        shape = transformer.pretrained_shape(pretrained)
        recipe = dataclasses.replace(
            recipe, shape=shape, peak_rate=min(recipe.peak_rate, 1e-4), max_tokens=min(recipe.max_tokens, shape["positions"])
        )
    needed = [int(row) for row in np.union1d(rows, task.watched)]
    sequences = dict(zip(needed, tokens.encode(tokenizer, [texts[row] for row in needed], recipe.max_tokens), strict=True))
    notes = {}
    if vectors:
        vocabulary = tokenizer.get_vocab()
        found = embeddings.read_vectors(vectors, vocabulary)
        notes["vectors"] = embeddings.coverage(found, vocabulary, [sequences[int(row)] for row in rows])
        recipe = dataclasses.replace(recipe, shape=recipe.shape | {"embedding_width": len(next(iter(found.values())))})
        print(
            f"{task.name}: vectors for {notes['vectors']['vocabulary']:.0%} of {notes['vectors']['vocabulary_words']} words, "
            f"{notes['vectors']['running_words']:.0%} of the running words",
            flush=True,
        )
    network = network_of(recipe, tokenizer, task.work.labels, task.seed)
    if vectors:
        embeddings.start_from(network.encoder.embedding, found, vocabulary)
    if pretrained:
        transformer.load_pretrained(network.encoder, pretrained)
    curve = fit(
        network,
        recipe,
        sequences,
        task.work.truth,
        rows,
        task.seed,
        task.checkpoint,
        task.watched,
        task.name,
        tokenizer.token_to_id("[UNK]"),
    )
    return NetworkModel(task.work, task.reads, tokenizer, network, recipe, curve, notes)


def _with_options(recipe, name, options):
    changed = {key: options.pop(key) for key in ("epochs", "peak_rate", "max_tokens", "dropout", "unknown_rate") if key in options}
    changed["shape"] = recipe.shape | options.pop("shape", {})
    if recipe.encoder == "lstm" and "directions" in options:
        changed["shape"] |= {"directions": options.pop("directions")}
    if recipe.head == "two":
        changed["head_options"] = {key: options.pop(key) for key in ("weights", "teacher") if key in options}
    if options:
        raise BadInput(f"{name}: knows no option {', '.join(sorted(options))}; see the head of base/text_networks.py")
    return dataclasses.replace(recipe, **changed)


def _tokenizer(task, recipe, texts, pretrained):
    """Made from the training texts, or the pretrained one; kept with the checkpoint, as the weights are of no use without it."""
    kept = Path(task.checkpoint) / "tokenizer.json"
    if not kept.exists():
        if pretrained:
            file = Path(pretrained) / "tokenizer.json"
            if not file.exists():
                raise BadInput(f"{file}: is missing; the pretrained weights need their tokenizer, so copy it beside them")
            tokenizer = Tokenizer.from_file(str(file))
            tokenizer.no_padding()
            tokenizer.no_truncation()
            if tokenizer.token_to_id("[UNK]") is None or tokenizer.token_to_id("[PAD]") != PAD:
                raise BadInput(f"{file}: has no token [UNK], or [PAD] is not number {PAD}; only tokenizers with both can be read")
        elif recipe.subwords:
            tokenizer = tokens.train_subword_tokenizer(RULES[task.reads](), texts, recipe.subwords)
        else:
            tokenizer = tokens.train_tokenizer(RULES[task.reads](), texts, FEWEST_TEXTS_A_WORD[task.reads])
        partial = kept.with_suffix(".partial")
        tokenizer.save(str(partial))
        partial.replace(kept)
    return Tokenizer.from_file(str(kept))


def _family(name, what, kind, head=None, subwords=0, only=()):
    """`only`: the options of the families' list that this one takes."""

    def fitted(task):
        for option in ("vectors", "pretrained"):
            if option in (task.options or {}) and option not in only:
                raise BadInput(f"{task.name}: {name} takes no option {option}; leave it out, or choose a family that takes it")
        if name.endswith("_glove") and "vectors" not in (task.options or {}):
            raise BadInput(f"{task.name}: {name} starts from word vectors; give their file as the option vectors")
        return train(task, recipe_of(kind, head, task.reads, subwords))

    return Family(name, what, TEXTS, fitted, load)


FAMILIES = (
    _family("cnn", "convolutions over words (Kim 2014)", "cnn", only=("vectors",)),
    _family("cnn_subword", "convolutions over pieces of words (Kim 2014; Sennrich 2016)", "cnn", subwords=5000),
    _family("cnn_glove", "convolutions over words, GloVe vectors (Kim 2014; Pennington 2014)", "cnn", only=("vectors",)),
    _family("lstm", "LSTM in two directions (Hochreiter 1997)", "lstm", only=("vectors",)),
    _family("lstm_glove", "LSTM in two directions, GloVe vectors", "lstm", only=("vectors",)),
    _family(
        "transformer",
        "transformer with two heads, categories first (Vaswani 2017)",
        "transformer",
        subwords=5000,
        only=("pretrained",),
    ),
    _family("flat", "convolutions, one softmax over the shelves", "cnn", head="flat"),
    _family("per_parent", "convolutions, a local classifier per parent", "cnn", head="per_parent"),
    _family("unified", "convolutions, all levels at once, max constraint loss (Giunchiglia 2020)", "cnn", head="unified"),
)
