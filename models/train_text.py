# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 3: trains the title and the description model.

    python train_text.py --work WORK --data DATA [--modality title|description] [--threads 1]

Makes the tokenizers from the training texts, trains one network per modality on the part `train`, and three more on two
thirds of it each, which score the third that they have not seen: fusion learns from scores as they will be, not from what a
network says of its own training listings. Writes to WORK, for each modality
    NAME.tokenizer.json
    NAME.model.pt           the weights
    NAME.logits.npy         float32 [N,L], nan where there is no readable text; for `train` out of fold, else of the one network
About 20 minutes on one core for both.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from tqdm import tqdm

import tokens
from decoding import micro_f1
from listings import read_listings
from nets import UNKNOWN, TextCnn
from split import FUSION, TRAIN

SEED = 1
FOLDS = 3
BATCH = 64
PEAK_RATE = 3e-3
WEIGHT_DECAY = 0.02


@dataclass(frozen=True)
class Recipe:
    max_tokens: int
    normalizer: object
    fewest_texts_a_word: int
    epochs: int
    dropout: float
    embedding_dropout: float
    unknown_rate: float  # share of the words hidden in training, so that unknown words are nothing new


RECIPES = {
    "title": Recipe(57, tokens.title_normalizer, 2, 10, 0.5, 0.2, 0.10),
    "description": Recipe(300, tokens.description_normalizer, 3, 8, 0.3, 0.1, 0.05),
}


def batches(sequences, rows, batch, random=None):
    """Rows of similar length together, in random order when `random` is given."""
    lengths = np.array([len(sequences[row]) for row in rows])
    noise = random.random(len(rows)) * 4 if random is not None else 0
    ordered = np.asarray(rows)[np.argsort(lengths + noise, kind="stable")]
    parts = [ordered[start:start + batch] for start in range(0, len(ordered), batch)]
    if random is not None:
        random.shuffle(parts)
    return parts


def hide_words(padded, rate, random):
    hidden = (random.random(padded.shape) < rate) & (padded != 0)
    return np.where(hidden, UNKNOWN, padded)


def train_step(model, optimizer, padded, truth):
    with torch.autocast(padded.device.type, torch.bfloat16):
        logits = model(padded)
    loss = functional.binary_cross_entropy_with_logits(logits.float(), truth, reduction="sum") / len(truth)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss.item()


def fit(model, sequences, truth, rows, epochs, unknown_rate, seed=SEED, device="cpu", name="text"):
    """Trains on the rows with a text; one-cycle learning rate."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    rows = np.array([row for row in rows if len(sequences[row])])
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=WEIGHT_DECAY)
    steps = epochs * -(-len(rows) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK_RATE, total_steps=steps, pct_start=0.2)
    model.to(device).train()
    with tqdm(total=steps, desc=name, mininterval=10) as bar:
        for _ in range(epochs):
            for chosen in batches(sequences, rows, BATCH, random):
                padded = hide_words(tokens.pad([sequences[row] for row in chosen]), unknown_rate, random)
                train_step(model, optimizer, torch.from_numpy(padded).to(device),
                           torch.from_numpy(truth[chosen]).float().to(device))
                schedule.step()
                bar.update()
    # the bundle stores embeddings in half precision: what is measured from here on is what will be served
    model.embedding.weight.data = model.embedding.weight.data.half().float()
    return model.eval()


@torch.inference_mode()
def logits_of(model, sequences, rows, labels, device="cpu"):
    """float32 [len(sequences),L], nan for other rows and for those without a text."""
    logits = np.full((len(sequences), labels), np.nan, np.float32)
    for chosen in batches(sequences, [row for row in rows if len(sequences[row])], 256):
        padded = torch.from_numpy(tokens.pad([sequences[row] for row in chosen])).to(device)
        logits[chosen] = model(padded).cpu().numpy()
    return logits


def train(name, recipe, texts, truth, parts, groups, work, device):
    tokenizer = tokens.train_tokenizer(recipe.normalizer(), [texts[row] for row in np.flatnonzero(parts == TRAIN)],
                                       recipe.fewest_texts_a_word)
    tokenizer.save(str(work / f"{name}.tokenizer.json"))
    sequences = tokens.encode(tokenizer, texts, recipe.max_tokens)
    words, labels = tokenizer.get_vocab_size(), truth.shape[1]

    def fitted(rows, what):
        torch.manual_seed(SEED)
        model = TextCnn(words, labels, dropout=recipe.dropout, embedding_dropout=recipe.embedding_dropout)
        return fit(model, sequences, truth, rows, recipe.epochs, recipe.unknown_rate, device=device,
                   name=f"{name} {what}")

    started = time.monotonic()
    model = fitted(np.flatnonzero(parts == TRAIN), "all")
    torch.save(model.state_dict(), work / f"{name}.model.pt")
    logits = logits_of(model, sequences, np.flatnonzero(parts != TRAIN), labels, device)
    np.save(work / f"{name}.logits.npy", logits)
    watched = (parts == FUSION) & ~np.isnan(logits[:, 0])
    print(f"{name}: {words} words, micro-F1 at 0.5 of unseen listings {micro_f1(logits[watched] > 0, truth[watched]):.4f}, "
          f"{time.monotonic() - started:.0f} s", flush=True)
    for fold in range(FOLDS):
        inside = (parts == TRAIN) & (groups % FOLDS == fold)
        other = fitted(np.flatnonzero((parts == TRAIN) & ~inside), f"without third {fold + 1}")
        logits[inside] = logits_of(other, sequences, np.flatnonzero(inside), labels, device)[inside]
    np.save(work / f"{name}.logits.npy", logits)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--modality", choices=RECIPES, help="only this one")
    arguments.add_argument("--threads", type=int, default=1)
    given = arguments.parse_args()
    torch.set_num_threads(given.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    listings = read_listings(given.data / "fashion-44k" / "listings.jsonl")
    truth, parts, groups = (np.load(given.work / f"{array}.npy") for array in ("truth", "parts", "groups"))
    for name in [given.modality] if given.modality else RECIPES:
        texts = [getattr(listing, name) for listing in listings]
        train(name, RECIPES[name], texts, truth, parts, groups, given.work, device)


if __name__ == "__main__":
    main()
