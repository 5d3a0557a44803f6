# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest

import tokens


@pytest.mark.parametrize(("text", "words"), [
    ("Émile's  RED-Kettle", "emiles red kettle"),
    ("Casio G2345 (new!)", "casio g0000 new"),
    ("ｆｕｌｌ　width", "full width"),
    ("🔥🔥", ""),
])
def test_title_rules(text, words):
    assert tokens.title_normalizer().normalize_str(text).split() == words.split()


@pytest.mark.parametrize(("text", "words"), [
    ("This is the kettle, with 2 lids.", "kettle lids"),
    ("A theatre; not there", "theatre"),
    ("x" * 31 + " " + "y" * 30, "y" * 30),
    ("100% 24/7", ""),
    ("बगीचे की कुर्सी", None),
])
def test_description_rules(text, words):
    found = tokens.description_normalizer().normalize_str(text).split()

    assert found == words.split() if words is not None else len(found) == 3


def test_unknown_words_and_truncation():
    tokenizer = tokens.train_tokenizer(tokens.title_normalizer(), ["red kettle", "red pan", "red kettle"])

    sequences = tokens.encode(tokenizer, ["kettle red blue", "", "red " * 9], max_tokens=4)

    assert [sequence.tolist() for sequence in sequences] == [[2, 3, 1], [], [3, 3, 3, 3]]
    assert tokens.unknown_share(sequences[0]) == pytest.approx(1 / 3)
    np.testing.assert_array_equal(tokens.pad(sequences)[0], [2, 3, 1, 0])


def test_pieces_are_merged_the_same_way_every_time_and_the_commonest_first():
    texts = ["kettle kettle metal", "settle kettle", "red bed", "red"]

    one, other = (tokens.train_subword_tokenizer(tokens.title_normalizer(), texts[::step], 60) for step in (1, -1))

    assert one.to_str() == other.to_str()
    assert one.get_vocab_size() <= 60
    assert one.encode("kettle").tokens == ["kettle</w>"]
    assert one.encode("bed").tokens == ["b", "ed</w>"]
