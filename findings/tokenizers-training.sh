#!/usr/bin/env bash
# What surprised us: WordPieceTrainer of Hugging Face's tokenizers makes a different vocabulary each time from the same texts.
#   There is no seed to set. BpeTrainer makes the same one each time, unless it is given a
#   continuing_subword_prefix or an end_of_word_suffix.
# Where it was met: the same listings must train the same bundle again. So the project has its own code to train BPE,
#   which marks the end of a word.
# Guess before running: BpeTrainer differs, as a closing note of the project says. Right only with a
#   suffix or prefix. Not guessed: WordPieceTrainer differs too.
# What it does: trains four tokenizers eight times each on four titles with tokenizers 0.23.3, and counts the vocabularies.
# Output seen (2026-12-01): vocabularies of 8 trainings: BPE 1, BPE with a suffix 8, with a prefix 8, WordPiece 8.
set -euo pipefail
. "$(dirname "$0")/common.bash"

python_packages tokenizers==0.23.3

run_python <<'PYTHON'
import sys

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

TITLES = ["red steel kettle with lid", "steel pan with red lid", "blue cotton shirt for men", "running shoes for women"]
OPTIONS = {"vocab_size": 60, "special_tokens": ["[UNK]"], "show_progress": False}


def vocabularies(name, model, trainer, **options):
    found = set()
    for _ in range(8):
        tokenizer = Tokenizer(model(unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        tokenizer.train_from_iterator(TITLES, trainer(**OPTIONS, **options))
        found.add(tuple(sorted(tokenizer.get_vocab().items())))
    print(f"{name}={'one' if len(found) == 1 else 'several'}")
    print(f"{name}: {len(found)} vocabularies in 8 trainings", file=sys.stderr)


vocabularies("bpe", models.BPE, trainers.BpeTrainer)
vocabularies("bpe_with_suffix", models.BPE, trainers.BpeTrainer, end_of_word_suffix="</w>")
vocabularies("bpe_with_prefix", models.BPE, trainers.BpeTrainer, continuing_subword_prefix="##")
vocabularies("wordpiece", models.WordPiece, trainers.WordPieceTrainer)
PYTHON

check bpe one
check bpe_with_suffix several
check bpe_with_prefix several
check wordpiece several
