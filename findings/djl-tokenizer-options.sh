#!/usr/bin/env bash
# What surprised us: DJL's HuggingFaceTokenizer does not do what tokenizer.json says. It ignores the file's padding, and pads a
#   batch to its longest text even if the file has no padding. If the file has no limit, DJL cuts at 512 tokens.
# Where it was met: Shelver trains with tokenizers in Python and serves with DJL from one tokenizer.json. It sets both options to
#   false, and then DJL ignores the file's limit too.
# Guess before running: the ids are equal, the file's truncation and padding are overridden. Half right: the file's limit is
#   kept by default. Not guessed: DJL pads and cuts by itself.
# What it does: writes a small tokenizer.json with tokenizers 0.23.3, reads it there and with DJL 0.38.0, and compares.
# Output seen (2026-12-01): for one text of three and one of 600 words, and a batch of one and of three: without limits in the
#   file Python 3, 600, 1, 3 and DJL 3, 512, 3, 3; with a limit of 2 and padding to 8 Python 8, 8, 8, 8 and DJL 2, 2, 2, 2.
set -euo pipefail
. "$(dirname "$0")/common.bash"

need_java
java_packages ai.djl.huggingface:tokenizers:0.38.0
python_packages tokenizers==0.23.3

run_python "$work" <<'PYTHON'
import sys

from tokenizers import Tokenizer, models, pre_tokenizers

plain = Tokenizer(models.WordLevel({"[PAD]": 0, "[UNK]": 1, "red": 2, "steel": 3, "kettle": 4}, unk_token="[UNK]"))
plain.pre_tokenizer = pre_tokenizers.Whitespace()
plain.save(sys.argv[1] + "/plain.json")
plain.enable_truncation(2)
plain.enable_padding(length=8)
plain.save(sys.argv[1] + "/limited.json")
for name in "plain", "limited":
    tokenizer = Tokenizer.from_file(f"{sys.argv[1]}/{name}.json")
    lengths = [len(tokenizer.encode("red steel kettle").ids), len(tokenizer.encode("red " * 600).ids)]
    lengths += [len(row.ids) for row in tokenizer.encode_batch(["red", "red steel kettle"])]
    print(f"python_{name}={lengths}")
PYTHON
export DJL_CACHE_DIR="$work/djl"
options="-DOFFLINE=true -DOPT_OUT_TRACKING=true"
run_java Lengths "$work" <<'JAVA'
import ai.djl.huggingface.tokenizers.*;
import java.nio.file.Path;
import java.util.*;

public class Lengths {
    static void print(String name, Path file, Map<String, String> options) throws Exception {
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(file, options)) {
            List<Integer> lengths = new ArrayList<>();
            lengths.add(tokenizer.encode("red steel kettle").getIds().length);
            lengths.add(tokenizer.encode("red ".repeat(600)).getIds().length);
            for (Encoding row : tokenizer.batchEncode(List.of("red", "red steel kettle"))) {
                lengths.add(row.getIds().length);
            }
            System.out.println(name + "=" + lengths);
        }
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> off = Map.of("truncation", "false", "padding", "false");
        for (String name : List.of("plain", "limited")) {
            Path file = Path.of(args[0], name + ".json");
            print("djl_" + name, file, Map.of());
            print("djl_off_" + name, file, off);
        }
    }
}
JAVA

# Tokens of: three words, 600 words, a batch of one word and of three words.
check python_plain "[3, 600, 1, 3]"
check djl_plain "[3, 512, 3, 3]"
check djl_off_plain "[3, 600, 1, 3]"
check python_limited "[8, 8, 8, 8]"
check djl_limited "[2, 2, 2, 2]"
check djl_off_limited "[3, 600, 1, 3]"
