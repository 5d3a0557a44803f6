# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Tokenizers. Every rule of how a text becomes tokens is in tokenizer.json, none in code that serves.

All tokenizers fold compatibility forms, case and accents, and split at white space. The title's writes every digit as 0, so that
model numbers share a shape, and drops punctuation. The description's drops digits, punctuation, words of more than 30
characters, and stop words except those that say for whom a thing is made (his, her).
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from tokenizers import Regex, Tokenizer, normalizers
from tokenizers.models import BPE, Model, WordLevel
from tokenizers.normalizers import NFC, NFD, NFKC, Lowercase, Normalizer, Replace, StripAccents
from tokenizers.pre_tokenizers import PreTokenizer, Split, WhitespaceSplit

PAD, UNKNOWN = 0, 1
WORD_END = "</w>"
STOP_WORDS = [
    "a",
    "about",
    "above",
    "after",
    "again",
    "all",
    "also",
    "am",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "d",
    "did",
    "do",
    "does",
    "doing",
    "down",
    "during",
    "each",
    "few",
    "for",
    "from",
    "further",
    "had",
    "has",
    "have",
    "having",
    "here",
    "how",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "just",
    "ll",
    "m",
    "me",
    "more",
    "most",
    "my",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "off",
    "on",
    "once",
    "only",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "re",
    "s",
    "same",
    "should",
    "so",
    "some",
    "such",
    "t",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "to",
    "too",
    "under",
    "until",
    "up",
    "ve",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "which",
    "while",
    "who",
    "whom",
    "why",
    "will",
    "with",
    "would",
    "you",
    "your",
]


LETTER = r"[\p{L}\p{M}]"
LONGEST_WORD = 30


@dataclass(frozen=True)
class Rules:
    """How a text becomes words."""

    normalizer: Normalizer
    splitter: PreTokenizer

    def words(self, text: str) -> list[str]:
        """The words of a text, as the tokenizer will see them."""
        return [word for word, _ in self.splitter.pre_tokenize_str(self.normalizer.normalize_str(text))]


def _folding() -> list[Normalizer]:
    return [NFKC(), Lowercase(), NFD(), StripAccents(), NFC()]


def title_rules() -> Rules:
    """The rules of titles: every digit is written 0, and punctuation is dropped."""
    return Rules(
        normalizers.Sequence(
            [*_folding(), Replace(Regex(r"\p{N}"), "0"), Replace(Regex(r"['’]"), ""), Replace(Regex(r"[^\p{L}\p{M}0\s]+"), " ")]
        ),
        WhitespaceSplit(),
    )


def bag_rules() -> Rules:
    """The rules of models that count words and word pairs, for any text: stop words stay, and every number is written 0."""
    return Rules(
        normalizers.Sequence(
            [
                *_folding(),
                Replace(Regex(r"\p{N}+"), "0"),
                Replace(Regex(r"['’]"), ""),
                Replace(Regex(r"[^\p{L}\p{M}0\s]+"), " "),
                Replace(Regex(rf"\S{{{LONGEST_WORD + 1},}}"), " "),
            ]
        ),
        WhitespaceSplit(),
    )


def description_rules() -> Rules:
    """The rules of descriptions: one pattern, tried once a word, finds the words.

    To replace what is no letter, then long words, then stop words by spaces gives the same words and takes half as long again.
    """
    begin, end = f"(?<!{LETTER})", f"(?!{LETTER})"
    word = f"{begin}(?!(?:{any_of(STOP_WORDS)}){end}){LETTER}{{1,{LONGEST_WORD}}}{end}"
    return Rules(normalizers.Sequence(_folding()), Split(Regex(word), "removed", invert=True))


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of these words, as a trie: equal beginnings stand once, so no letter is looked at for each word
    anew.
    """
    tails = defaultdict(list)
    for word in sorted(set(words)):
        tails[word[:1]].append(word[1:])
    optional = tails.pop("", None) is not None
    branches = [letter + any_of(rest) for letter, rest in tails.items()]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 and not optional else f"(?:{'|'.join(branches)})"
    return pattern + ("?" if optional else "")


def _tokenizer(rules: Rules, model: Model) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer, tokenizer.pre_tokenizer = rules.normalizer, rules.splitter
    return tokenizer


def train_tokenizer(rules: Rules, texts: Iterable[str], fewest: int = 2) -> Tokenizer:
    """A tokenizer whose vocabulary is every word that at least `fewest` of the texts hold, in alphabetical order."""
    counts = Counter(word for text in texts for word in set(rules.words(text)))
    words = sorted(word for word, count in counts.items() if count >= fewest)
    vocabulary = {"[PAD]": PAD, "[UNK]": UNKNOWN} | {word: number for number, word in enumerate(words, start=2)}
    return _tokenizer(rules, WordLevel(vocabulary, unk_token="[UNK]"))


def train_subword_tokenizer(rules: Rules, texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer of at most `size` pieces of words, merged by byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909).

    Merged here and not by the library, whose trainer breaks ties differently at each run.
    """
    counts = Counter(word for text in texts for word in rules.words(text))
    letters = sorted({form for letter in set("".join(counts)) for form in (letter, letter + WORD_END)})
    merges = _merges(counts, size - len(letters) - 2)
    pieces = dict.fromkeys(["[PAD]", "[UNK]", *letters, *("".join(pair) for pair in merges)])
    return _tokenizer(
        rules,
        BPE(
            {piece: number for number, piece in enumerate(pieces)},
            merges,
            unk_token="[UNK]",
            fuse_unk=True,
            end_of_word_suffix=WORD_END,
        ),
    )


def _letters(word: str) -> list[str]:
    return [*word[:-1], word[-1] + WORD_END]


def _merges(counts: Counter[str], most: int) -> list[tuple[str, str]]:
    """At most `most` pairs of pieces, the commonest first, each met twice at least; of equals the first by name."""
    words = [(_letters(word), count) for word, count in sorted(counts.items())]
    met: Counter[tuple[str, str]] = Counter()
    where = defaultdict(set)
    for number, (pieces, count) in enumerate(words):
        for pair in itertools.pairwise(pieces):
            met[pair] += count
            where[pair].add(number)
    queue = [(-count, pair) for pair, count in met.items()]
    heapify(queue)
    merges: list[tuple[str, str]] = []
    while queue and len(merges) < most:
        count, pair = heappop(queue)
        if met[pair] < 2:
            continue
        if met[pair] != -count:  # the pair lost members to others since it was queued
            heappush(queue, (-met[pair], pair))
            continue
        merges.append(pair)
        grown = set()
        for number in where.pop(pair):
            pieces, count = words[number]
            merged = _joined(pieces, pair)
            for old in itertools.pairwise(pieces):
                met[old] -= count
            for new in itertools.pairwise(merged):
                met[new] += count
                where[new].add(number)
                grown.add(new)
            words[number] = merged, count
        for new in grown:
            heappush(queue, (-met[new], new))
    return merges


def _joined(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    joined, place = [], 0
    while place < len(pieces):
        together = tuple(pieces[place : place + 2]) == pair
        joined.append("".join(pair) if together else pieces[place])
        place += 2 if together else 1
    return joined


def encode(tokenizer: Tokenizer, texts: Iterable[str], max_tokens: int) -> list[np.ndarray]:
    """int64 [n] for every text, cut at `max_tokens`; empty if nothing is readable."""
    return [
        np.array(encoding.ids[:max_tokens], np.int64) for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False)
    ]


def pad(sequences: Sequence[np.ndarray]) -> np.ndarray:
    """int64 [N,T], filled up with PAD at the right; T is the longest, at least 1."""
    padded = np.full((len(sequences), max([1, *map(len, sequences)])), PAD, np.int64)
    for row, sequence in enumerate(sequences):
        padded[row, : len(sequence)] = sequence
    return padded


def unknown_share(sequence: np.ndarray, unknown: int = UNKNOWN) -> float:
    """The share in 0..1 of the tokens that are `unknown`; 0 if there is no token."""
    return float(np.mean(sequence == unknown)) if len(sequence) else 0.0
