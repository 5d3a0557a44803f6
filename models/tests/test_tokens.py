# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import random
import re

import numpy as np
import pytest
from tokenizers import Regex, normalizers
from tokenizers.normalizers import Replace
from tokenizers.pre_tokenizers import WhitespaceSplit

from data import tokens

ODD = [
    "shirt",
    "blue",
    "x" * 30,
    "x" * 31,
    "y" * 29,
    "é",
    "e\u0301",
    "\u0301",
    "\u0903",
    "2",
    "2and",
    "and2",
    "it's",
    "’",
    "🔥",
    "\u200d",
    "\u200b",
    "\u00a0",
    "\n",
    "\t",
    "\u0085",
    "\u2028",
    "İ",
    "ß",
    "ﬁ",
    "ǅ",
    "the\u0301",
    "\u0301the",
    "क",
    "की",
    "中文",
    "가",
    "\ufdfa",
    "THE",
    "Ⅷ",
    "²",
    "\u3000",
    "_",
    "-",
    "\x00",
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Émile's  RED-Kettle", "emiles red kettle"),
        ("Casio G2345 (new!)", "casio g0000 new"),
        ("ｆｕｌｌ　width", "full width"),  # noqa: RUF001 - wide letters, folded
        ("🔥🔥", ""),
    ],
)
def test_title_rules(text, words):
    assert tokens.title_rules().words(text) == words.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("This is the kettle, with 2 lids.", "kettle lids"),
        ("A theatre; not there", "theatre"),
        ("x" * 31 + " " + "y" * 30, "y" * 30),
        ("100% 24/7", ""),
        ("बगीचे की कुर्सी", None),
    ],
)
def test_description_rules(text, words):
    found = tokens.description_rules().words(text)

    assert found == words.split() if words is not None else len(found) == 3


def test_one_pattern_finds_the_words_that_rule_after_rule_leaves():
    rules = tokens.description_rules()
    one_by_one = tokens.Rules(
        normalizers.Sequence(
            [
                rules.normalizer,
                Replace(Regex(r"[^\p{L}\p{M}\s]+"), " "),
                Replace(Regex(r"\S{31,}"), " "),
                Replace(Regex(r"\b(?:" + "|".join(tokens.STOP_WORDS) + r")\b"), " "),
            ]
        ),
        WhitespaceSplit(),
    )
    chance = random.Random(3)

    for _ in range(20_000):
        text = "".join(
            chance.choice(ODD + tokens.STOP_WORDS) + chance.choice(["", " ", "\n"]) for _ in range(chance.randint(1, 12))
        )
        assert rules.words(text) == one_by_one.words(text), repr(text)


def test_a_pattern_of_words_matches_them_and_nothing_else():
    pattern = re.compile(tokens.any_of(tokens.STOP_WORDS))

    assert all(pattern.fullmatch(word) for word in tokens.STOP_WORDS)
    assert not any(
        pattern.fullmatch(word + "x") or (pattern.fullmatch(word[:-1]) and word[:-1] not in tokens.STOP_WORDS)
        for word in tokens.STOP_WORDS
    )


def test_unknown_words_and_truncation():
    tokenizer = tokens.train_tokenizer(tokens.title_rules(), ["red kettle", "red pan", "red kettle"])

    sequences = tokens.encode(tokenizer, ["kettle red blue", "", "red " * 9], max_tokens=4)

    assert [sequence.tolist() for sequence in sequences] == [[2, 3, 1], [], [3, 3, 3, 3]]
    assert tokens.unknown_share(sequences[0]) == pytest.approx(1 / 3)
    np.testing.assert_array_equal(tokens.pad(sequences)[0], [2, 3, 1, 0])


def test_pieces_are_merged_the_same_way_every_time_and_the_commonest_first():
    texts = ["kettle kettle metal", "settle kettle", "red bed", "red"]

    one, other = (tokens.train_subword_tokenizer(tokens.title_rules(), texts[::step], 60) for step in (1, -1))

    assert one.to_str() == other.to_str()
    assert one.get_vocab_size() <= 60
    assert one.encode("kettle").tokens == ["kettle</w>"]
    assert one.encode("bed").tokens == ["b", "ed</w>"]
