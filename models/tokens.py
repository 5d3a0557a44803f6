# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Tokenizers: every rule of how a text becomes tokens stands in tokenizer.json, none in code that serves.

All tokenizers fold compatibility forms, case and accents and split at white space. The title's writes every digit as 0, so that
model numbers share a shape, and drops punctuation. The description's drops digits, punctuation, words of more than 30
characters and stop words, but not those that say for whom a thing is made (his, her).
"""

import json
from collections import Counter

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers, trainers
from tokenizers.models import BPE, WordLevel
from tokenizers.normalizers import NFC, NFD, NFKC, Lowercase, Replace, StripAccents
from tokenizers.pre_tokenizers import WhitespaceSplit

PAD, UNKNOWN = 0, 1
STOP_WORDS = """
    a about above after again all also am an and any are as at be because been before being below between both but by can could
    d did do does doing down during each few for from further had has have having here how i if in into is it
    its itself just ll m me more most my no nor not now of off on once only or other our out over own re s same should so
    some such t than that the their them then there these they this those through to too under until up ve very was we were what
    when where which while who whom why will with would you your
    """.split()


def _folding():
    return [NFKC(), Lowercase(), NFD(), StripAccents(), NFC()]


def title_normalizer():
    return normalizers.Sequence(_folding() + [
        Replace(Regex(r"\p{N}"), "0"),
        Replace(Regex(r"['’]"), ""),
        Replace(Regex(r"[^\p{L}\p{M}0\s]+"), " "),
    ])


def bag_normalizer():
    """For models that count words and word pairs: of any text, stop words kept; every number is written 0."""
    return normalizers.Sequence(_folding() + [
        Replace(Regex(r"\p{N}+"), "0"),
        Replace(Regex(r"['’]"), ""),
        Replace(Regex(r"[^\p{L}\p{M}0\s]+"), " "),
        Replace(Regex(r"\S{31,}"), " "),
    ])


def description_normalizer():
    return normalizers.Sequence(_folding() + [
        Replace(Regex(r"[^\p{L}\p{M}\s]+"), " "),
        Replace(Regex(r"\S{31,}"), " "),
        Replace(Regex(r"\b(?:" + "|".join(STOP_WORDS) + r")\b"), " "),
    ])


def _tokenizer(normalizer, vocabulary):
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = WhitespaceSplit()
    return tokenizer


def train_tokenizer(normalizer, texts, fewest=2):
    """A tokenizer whose vocabulary is every word that at least `fewest` of the texts hold."""
    splitter = WhitespaceSplit()
    counts = Counter(word for text in texts
                     for word in {word for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text))})
    words = sorted(word for word, count in counts.items() if count >= fewest)
    vocabulary = {"[PAD]": PAD, "[UNK]": UNKNOWN} | {word: number for number, word in enumerate(words, start=2)}
    return _tokenizer(normalizer, vocabulary)


def train_subword_tokenizer(normalizer, texts, size):
    """A tokenizer of at most about `size` pieces of words, merged by byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909)."""
    tokenizer = Tokenizer(BPE(unk_token="[UNK]", fuse_unk=True, end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = WhitespaceSplit()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=size, min_frequency=2, special_tokens=["[PAD]", "[UNK]"], end_of_word_suffix="</w>", show_progress=False))
    # the trainer would have a text that holds the characters [PAD] read as padding
    return Tokenizer.from_str(json.dumps(json.loads(tokenizer.to_str()) | {"added_tokens": []}))


def encode(tokenizer, texts, max_tokens):
    """int64 [n] for every text, cut at max_tokens; of no length where nothing is readable."""
    return [np.array(encoding.ids[:max_tokens], np.int64)
            for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def pad(sequences):
    """int64 [N,T], filled with PAD at the right; T is the longest, at least 1."""
    padded = np.full((len(sequences), max([1, *map(len, sequences)])), PAD, np.int64)
    for row, sequence in enumerate(sequences):
        padded[row, :len(sequence)] = sequence
    return padded


def unknown_share(sequence):
    return float(np.mean(sequence == UNKNOWN)) if len(sequence) else 0.0
