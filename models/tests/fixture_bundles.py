# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Writes the two small bundles that tests of both languages open: modalities and graphs that the committed bundles do not have.

    python models/tests/fixture_bundles.py [--output src/test/resources/bundles]

`early`: three modalities, none of them named as a part of a listing: TF-IDF over the title; an LSTM over both texts joined, whose
last state is its `features`; trees (ai.onnx.ml) over both texts joined. The fusion reads these features, and not the scores of
that LSTM. `single`: TF-IDF over both texts joined and nothing else. Nothing is trained: a word that stands in WORDS speaks for its
shelf. Takes a second; under 20 KB each.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bundling import bundle
from data import tokens

HERE = Path(__file__).resolve().parent
LABELS = (("Garden",), ("Garden", "Hoses"), ("Kitchen",), ("Kitchen", "Knives"), ("Kitchen", "Pans"))
WORDS = {"hose": 1, "nozzle": 1, "reel": 1, "knife": 3, "blade": 3, "sharp": 3, "pan": 4, "wok": 4, "lid": 4}
PAIRS = ("hose reel", "knife blade", "pan lid")
MAX_TOKENS, UNKNOWN_SHARE = 40, 0.75
WIDTH, STATE, BUCKETS = 4, 3, 8  # of the LSTM's embedding, of its state, of the words it tells apart
GOLDEN = (
    ("Hose reel", "Thirty metres with a nozzle."),
    ("Sharp knife", ""),
    ("", "A wok, and a lid for the pan"),
    ("!!!", "Knife blade, sharp as the other blade"),
    ("Knife block\nwith a lid", "???"),
    ("Pan", "pan lid " * 30),
    ("Schlauch mit Düse", "knickfest"),
)


def tokenizer():
    return tokens.train_tokenizer(tokens.title_rules(), [" ".join(WORDS)], fewest=1)


def bears(word, label):
    """Whether a word speaks for a label: for its shelf, and for what that stands under."""
    return LABELS[WORDS[word]][: len(LABELS[label])] == LABELS[label]


def counts(vocabulary):
    """A node that counts words and pairs of neighbours, `tokens` to `counts` [N,W]; and what it counts, W words or pairs."""
    grams = [*sorted(WORDS, key=vocabulary.get), *PAIRS]
    ids = [[vocabulary[word] for word in gram.split()] for gram in grams]
    node = helper.make_node(
        "TfIdfVectorizer",
        ["tokens"],
        ["counts"],
        mode="TFIDF",
        min_gram_length=1,
        max_gram_length=2,
        max_skip_count=0,
        ngram_counts=[0, len(WORDS)],
        ngram_indexes=list(range(len(grams))),
        pool_int64s=[word for gram in ids for word in gram],
        weights=[1.0] * len(WORDS) + [0.5] * len(PAIRS),
    )
    return node, grams


def tfidf_graph(vocabulary):
    node, grams = counts(vocabulary)
    weights = [[3.0 if bears(gram.split()[0], label) else -1.0 for label in range(len(LABELS))] for gram in grams]
    return model(
        [
            node,
            helper.make_node("Gemm", ["counts", "weights", "bias"], ["logits"]),
            helper.make_node("Sigmoid", ["logits"], ["scores"]),
        ],
        {"weights": np.array(weights, np.float32), "bias": np.full(len(LABELS), -0.5, np.float32)},
    )


def forest_graph(vocabulary):
    """A stump for each word: 0.5 for its labels if the word is there."""
    node, grams = counts(vocabulary)
    leaves = [(tree, label) for tree, word in enumerate(grams[: len(WORDS)]) for label in range(len(LABELS)) if bears(word, label)]
    trees = np.repeat(np.arange(len(WORDS)), 3).tolist()
    stumps = helper.make_node(
        "TreeEnsembleRegressor",
        ["counts"],
        ["sums"],
        domain="ai.onnx.ml",
        n_targets=len(LABELS),
        post_transform="NONE",
        nodes_treeids=trees,
        nodes_nodeids=[0, 1, 2] * len(WORDS),
        nodes_featureids=trees,
        nodes_modes=["BRANCH_LEQ", "LEAF", "LEAF"] * len(WORDS),
        nodes_values=[0.5, 0.0, 0.0] * len(WORDS),
        nodes_truenodeids=[1, 0, 0] * len(WORDS),
        nodes_falsenodeids=[2, 0, 0] * len(WORDS),
        target_treeids=[tree for tree, _ in leaves],
        target_nodeids=[2] * len(leaves),
        target_ids=[label for _, label in leaves],
        target_weights=[0.5] * len(leaves),
    )
    return model(
        [node, stumps, helper.make_node("Clip", ["sums", "zero", "one"], ["scores"])], {"zero": np.float32(0), "one": np.float32(1)}
    )


def lstm_graph():
    """Words folded into BUCKETS, an embedding of the word and of its place; the state after the last word is `features`."""
    random = np.random.default_rng(5)
    nodes = [
        helper.make_node("Mod", ["tokens", "buckets"], ["folded"]),
        helper.make_node("Gather", ["embedding", "folded"], ["words"]),
        helper.make_node("Sign", ["tokens"], ["is_word"]),
        helper.make_node("CumSum", ["is_word", "time"], ["place"]),
        helper.make_node("Gather", ["places", "place"], ["placed"]),
        helper.make_node("Add", ["words", "placed"], ["batch_first"]),
        helper.make_node("Transpose", ["batch_first"], ["time_first"], perm=[1, 0, 2]),
        helper.make_node("ReduceSum", ["is_word", "time_axis"], ["length"], keepdims=0),
        helper.make_node("Cast", ["length"], ["length_32"], to=TensorProto.INT32),
        helper.make_node("LSTM", ["time_first", "input", "recurrent", "bias", "length_32"], ["", "states"], hidden_size=STATE),
        helper.make_node("Squeeze", ["states", "first_axis"], ["features"]),
        helper.make_node("Gemm", ["features", "weights"], ["logits"]),
        helper.make_node("Sigmoid", ["logits"], ["scores"]),
    ]
    drawn = {
        "embedding": (BUCKETS, WIDTH),
        "places": (MAX_TOKENS + 1, WIDTH),
        "input": (1, 4 * STATE, WIDTH),
        "recurrent": (1, 4 * STATE, STATE),
        "bias": (1, 8 * STATE),
        "weights": (STATE, len(LABELS)),
    }
    constants = {name: random.normal(size=shape).astype(np.float32) for name, shape in drawn.items()}
    return model(
        nodes,
        constants | {"buckets": np.int64(BUCKETS), "time": np.int64(1), "time_axis": np.array([1]), "first_axis": np.array([0])},
        features=STATE,
    )


def early_fusion_graph():
    """Mostly the words and the trees, and a little of what the LSTM's state is."""
    state = np.random.default_rng(6).normal(scale=0.5, size=(STATE, len(LABELS)))
    weights = np.concatenate([4 * np.eye(len(LABELS)), 2 * np.eye(len(LABELS)), state, np.full((3, len(LABELS)), -1.0)])
    return fusion(
        [
            helper.make_node("Concat", ["title_tfidf", "text_forest", "text_lstm.features", "present"], ["all"], axis=1),
            helper.make_node("Gemm", ["all", "weights"], ["logits"]),
            helper.make_node("Sigmoid", ["logits"], ["scores"]),
        ],
        {"weights": weights.astype(np.float32)},
        {"title_tfidf": len(LABELS), "text_forest": len(LABELS), "text_lstm.features": STATE, "present": 3},
    )


def mean_graph(names):
    return fusion(
        [
            helper.make_node("Sum", names, ["sum"]),
            helper.make_node("ReduceSum", ["present", "axis"], ["there"]),
            helper.make_node("Max", ["there", "one"], ["divisor"]),
            helper.make_node("Div", ["sum", "divisor"], ["scores"]),
        ],
        {"axis": np.array([1]), "one": np.float32(1)},
        {name: len(LABELS) for name in names} | {"present": len(names)},
    )


def model(nodes, constants, features=None):
    outputs = {"scores": len(LABELS)} | ({"features": features} if features else {})
    return built(nodes, constants, [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["N", "T"])], outputs)


def fusion(nodes, constants, widths):
    return built(
        nodes,
        constants,
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", width]) for name, width in widths.items()],
        {"scores": len(LABELS)},
    )


def built(nodes, constants, inputs, outputs):
    graph = helper.make_graph(
        nodes,
        "fixture",
        inputs,
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", width]) for name, width in outputs.items()],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    made = helper.make_model(
        graph,
        ir_version=9,
        producer_name="shelver",
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("ai.onnx.ml", 3)],
    )
    onnx.checker.check_model(made, full_check=True)
    return made.SerializeToString()


def specification(name, modalities, fused):
    threshold = {"threshold": 0.9, "accepted": 200, "errors": 0}
    allowed = {"cpu": 1e-4, "cuda": 1e-3, "tensorrt": 5e-3}
    return {
        "format": bundle.FORMAT,
        "name": name,
        "version": "1.0.0",
        "description": "Kitchen and garden articles by a few words, for tests.",
        "terms": "Made by models/tests/fixture_bundles.py; under the licence of the project.",
        "taxonomy": {"name": "fixture", "version": "1"},
        "labels": [{"path": path, "training_listings": 0, "shelf": len(path) == 2, "emit": 0.5} for path in LABELS],
        "modalities": [
            {
                "name": modality,
                "kind": "text",
                "field": field,
                "graph": f"{modality}.onnx",
                "tokenizer": "tokenizer.json",
                "max_tokens": MAX_TOKENS,
                "unknown_token": 1,
                "max_unknown_share": UNKNOWN_SHARE,
            }
            for modality, field in modalities.items()
        ],
        "fusion": fused,
        "decoding": {"groups": [{"labels": [0, 2], "required": True}, {"labels": [3, 4], "required": True}], "margin": 0.05},
        "acceptance": {"confidence": 0.95, "default_target": 0.02, "targets": [{"error": 0.02, "default": threshold, "roots": {}}]},
        "tolerance": dict.fromkeys([*modalities, "fused"], allowed),
        "evaluation": {},
    }


def golden_inputs():
    return [
        (bundle.text_listing(f"golden-{number}", title, description), None)
        for number, (title, description) in enumerate(GOLDEN, start=1)
    ]


def made():
    """{name: (specification, files)}"""
    words = tokenizer()
    vocabulary, shared = words.get_vocab(), {"tokenizer.json": words.to_str().encode()}
    early = {"title_tfidf": "title", "text_lstm": "text", "text_forest": "text"}
    return {
        "early": (
            specification("early", early, {"graph": "fusion.onnx", "linear": "fusion.linear.onnx"}),
            shared
            | {
                "title_tfidf.onnx": tfidf_graph(vocabulary),
                "text_lstm.onnx": lstm_graph(),
                "text_forest.onnx": forest_graph(vocabulary),
                "fusion.onnx": early_fusion_graph(),
                "fusion.linear.onnx": mean_graph(list(early)),
            },
        ),
        "single": (
            specification("single", {"text_tfidf": "text"}, {"graph": "fusion.onnx"}),
            shared | {"text_tfidf.onnx": tfidf_graph(vocabulary), "fusion.onnx": mean_graph(["text_tfidf"])},
        ),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--output", type=Path, default=HERE.parent.parent / "src" / "test" / "resources" / "bundles")
    given = arguments.parse_args()
    for name, (spec, files) in made().items():
        bundle.write(given.output / name, spec, files, golden_inputs())


if __name__ == "__main__":
    main()
