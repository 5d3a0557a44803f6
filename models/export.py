# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 6: exports the bundle.

    python export.py --work WORK --data DATA --output bundles/fashion [--version 1.0.0]

Takes what the steps before left in WORK, fits the acceptance thresholds on the part `calibration`, measures everything on the
part `validation`, compares every graph with PyTorch, and writes the folder; it writes nothing when a graph differs. About a
minute.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from tokenizers import Tokenizer

import acceptance
import bundle
import figures
import golden
import graphs
import tokens
from decoding import Decoder, doubts
from labels import parents
from listings import read_listings
from nets import FusionNet, TextCnn
from picture import prepare_graph
from runner import session
from prepare import HEIGHT, WIDTH
from split import CALIBRATION, FUSION, PARTS, VALIDATION
from train_fusion import emission_thresholds, scores_of, subsets_of
from train_text import RECIPES

CLOSE = 2e-5
FAMILIAR_QUANTILE = 0.995
FAMILIAR_AT_LEAST = 0.25
TOLERANCE = {
    "text": {"cpu": 1e-4, "cuda": 1e-3, "tensorrt": 5e-3},
    "image": {"cpu": 1e-2, "cuda": 3e-2, "tensorrt": 5e-2},
    "fused": {"cpu": 1e-2, "cuda": 3e-2, "tensorrt": 5e-2},
}
TERMS = ("Reference for evaluation only: trained on public copies of a shop's listings for which no licence is stated; "
         "a production bundle is trained on the catalogue it will serve.")
DESCRIPTION = "Fashion shelves, gender and use, from title, description and a small picture."
NOTICE = """This bundle is a reference for evaluation, not for production.

It was trained on texts and pictures from public copies of the "Fashion Product Images Dataset" (listings of Myntra), for which
the copies state no licence. No text and no picture of that data is in this folder; the weights and the word lists were derived
from it. What may be done with them is therefore unclear: evaluate with it, do not ship it. For production, train a bundle on the
catalogue that you own.

The golden listings, their texts and their drawings, were made for this project and stand under its licence (Apache-2.0).
"""
MODALITIES = ("title", "description", "image")


class Evidence:
    """Tempered scores of the modalities for a set of listings, and what fusion makes of them."""

    def __init__(self, fitted, logits, graph_of_fusion, graph_of_linear):
        tempered = [scores_of(found, fitted["temperatures"][name]) for name, found in logits.items()]
        self.names = list(logits)
        self.scores = np.stack([scores for scores, _ in tempered], axis=1).astype(np.float32)
        self.present = np.stack([present for _, present in tempered], axis=1).astype(np.float32)
        self._sessions = {"fused": session(graph_of_fusion), "linear": session(graph_of_linear)}

    def fused(self, rows, keep=None, by="fused"):
        """float32 [len(rows),L]; `keep` float32 [M] leaves only some modalities. Where nothing is left, nothing scores."""
        present = self.present[rows] * (1 if keep is None else keep)
        scores = self.scores[rows] * present[:, :, None]
        inputs = {name: np.ascontiguousarray(scores[:, index]) for index, name in enumerate(self.names)}
        found = self._sessions[by].run(["scores"], inputs | {"present": present.astype(np.float32)})[0]
        return found * present.any(axis=1, keepdims=True)


def checked_text_graph(name, model, temperature, sequences):
    """The graph of a text model, after it gave what PyTorch gives, alone and padded."""
    graph = graphs.text_graph(graphs.as_arrays(model.state_dict()), temperature).SerializeToString()
    padded = tokens.pad(sequences)
    with torch.inference_mode():
        trained = torch.sigmoid(model(torch.from_numpy(padded)) / temperature).numpy()
    runs = session(graph)
    bundle.require_close(f"{name} against PyTorch", runs.run(["scores"], {"tokens": padded})[0], trained, CLOSE)
    alone = np.concatenate([runs.run(["scores"], {"tokens": sequence[None]})[0] for sequence in sequences])
    bundle.require_close(f"{name} against PyTorch, without padding", alone, trained, CLOSE)
    return graph


def checked_fusion_graph(fitted, names, labels):
    model = FusionNet(labels, len(names), hidden=len(fitted["fusion"]["first.bias"]))
    model.load_state_dict(fitted["fusion"])
    model.eval()
    temperatures = fitted["subset_temperatures"].numpy()
    graph = graphs.fusion_graph(graphs.as_arrays(fitted["fusion"]), temperatures, names).SerializeToString()
    random = np.random.default_rng(0)
    subsets = [mask for _, mask in subsets_of(len(names))]
    present = np.stack([subsets[row % len(subsets)] for row in range(70)])
    scores = (random.random((len(present), len(names), labels), np.float32) ** 4 * present[:, :, None]).astype(np.float32)
    bits = (present @ (2 ** np.arange(len(names)))).astype(int)
    with torch.inference_mode():
        logits = model(torch.from_numpy(scores), torch.from_numpy(present)).numpy()
    inputs = {name: np.ascontiguousarray(scores[:, index]) for index, name in enumerate(names)}
    exported = session(graph).run(["scores"], inputs | {"present": present})[0]
    bundle.require_close("fusion against PyTorch", exported, 1 / (1 + np.exp(-logits / temperatures[bits][:, None])), CLOSE)
    return graph


def image_graph(logits_graph, temperature):
    """Adds temperature and sigmoid to a graph that ends in `logits`."""
    model = onnx.load_from_string(logits_graph)
    graph = model.graph
    graph.initializer.append(numpy_helper.from_array(np.float32(temperature), "temperature"))
    graph.node.append(helper.make_node("Div", ["logits", "temperature"], ["tempered"], name="tempered"))
    graph.node.append(helper.make_node("Sigmoid", ["tempered"], ["scores"], name="scores"))
    graph.output[0].name = "scores"
    standard = next(opset for opset in model.opset_import if not opset.domain)
    del model.opset_import[:]
    model.opset_import.append(standard)
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def unknown_limits(sequences, rows):
    """By text modality, the share of unknown words that all but 0.5% of the listings stay under, rounded up."""
    limits = {}
    for name, found in sequences.items():
        quantile = np.quantile([tokens.unknown_share(found[row]) for row in rows], FAMILIAR_QUANTILE)
        limits[name] = max(FAMILIAR_AT_LEAST, float(np.ceil(100 * quantile) / 100))
    return limits


def unfamiliar(sequences, limits, count):
    found = np.zeros(count, bool)
    for name, ids in sequences.items():
        found |= np.array([tokens.unknown_share(sequence) for sequence in ids]) > limits[name]
    return found


def fitted_acceptance(labels, decoding, fused, unfamiliar_text, truth, outside, groups):
    """All arrays are of the calibration listings."""
    rows = acceptance.one_of_each_group(groups, np.random.default_rng(0))
    decoded = Decoder(labels, decoding).decode(fused[rows])
    doubted = np.any(list(doubts(decoded, unfamiliar_text[rows]).values()), axis=0)
    root_names = np.array([labels[root]["path"][0] if root >= 0 else "" for root in decoded.root])
    return acceptance.fit(decoded, doubted, figures.is_wrong(decoded, truth[rows], outside[rows]), root_names)


def has_label_outside(listings, labels):
    known = {tuple(label["path"]) for label in labels}
    return np.array([not listing.label_paths() <= known for listing in listings])


def evaluation(labels, decoding, accept, evidence, rows, unfamiliar_text, truth, outside, leaf_paths):
    """What is measured on the validation listings."""
    decoder = Decoder(labels, decoding)
    variants = {name: evidence.scores[rows, index] for index, name in enumerate(evidence.names)}
    variants |= figures.simple_fusions(evidence.scores[rows], evidence.present[rows])
    variants["linear"] = evidence.fused(rows, by="linear")
    for _, keep in subsets_of(len(evidence.names)):
        name = "fused" if keep.all() else "fused " + "+".join(np.array(evidence.names)[keep > 0])
        variants[name] = evidence.fused(rows, keep)
    fused = variants["fused"]
    return {
        "listings": len(rows),
        "labels": len(labels),
        "scores": {name: figures.classification(decoder, labels, scores, truth[rows], leaf_paths)
                   for name, scores in variants.items()},
        "calibration_error": figures.calibration(decoder, fused, truth[rows]),
        "auto": {str(target["error"]): figures.automatic(decoder, labels, target, fused, unfamiliar_text[rows], truth[rows],
                                                         outside[rows]) for target in accept["targets"]},
        "targets_not_certified": [target for target in acceptance.TARGETS
                                  if target not in [entry["error"] for entry in accept["targets"]]],
    }


def text_modality(name, recipe, limit):
    return {"name": name, "kind": "text", "field": name, "graph": f"{name}.onnx", "tokenizer": f"{name}.tokenizer.json",
            "max_tokens": recipe.max_tokens, "unknown_token": 1, "max_unknown_share": limit}


def specification(name, version, description, terms, taxonomy, labels, modalities, decoding, accept, measured):
    """bundle.json but for the checksums."""
    return {
        "format": bundle.FORMAT, "name": name, "version": version, "description": description, "terms": terms,
        "taxonomy": taxonomy, "labels": labels, "modalities": modalities,
        "fusion": {"graph": "fusion.onnx", "linear": "fusion.linear.onnx"},
        "decoding": decoding, "acceptance": accept,
        "tolerance": {modality["name"]: TOLERANCE[modality["kind"]] for modality in modalities} | {
            "fused": TOLERANCE["fused" if any(modality["kind"] == "image" for modality in modalities) else "text"]},
        "evaluation": measured, "files": {},
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--output", type=Path, required=True)
    arguments.add_argument("--version", default="1.0.0")
    given = arguments.parse_args()
    work = given.work

    listings = read_listings(given.data / "fashion-44k" / "listings.jsonl")
    labels = json.loads((work / "labels.json").read_text(encoding="utf-8"))
    truth, parts, groups = (np.load(work / f"{array}.npy") for array in ("truth", "parts", "groups"))
    logits = {name: np.load(work / f"{name}.logits.npy") for name in MODALITIES}
    fitted = torch.load(work / "fusion.pt", weights_only=True)
    tokenizers = {name: Tokenizer.from_file(str(work / f"{name}.tokenizer.json")) for name in RECIPES}
    sequences = {name: tokens.encode(tokenizer, [getattr(listing, name) for listing in listings], RECIPES[name].max_tokens)
                 for name, tokenizer in tokenizers.items()}

    files = {"NOTICE": NOTICE.encode()}
    for name, tokenizer in tokenizers.items():
        model = TextCnn(tokenizer.get_vocab_size(), len(labels))
        model.load_state_dict(torch.load(work / f"{name}.model.pt", weights_only=True))
        samples = [sequences[name][row] for row in np.flatnonzero(parts == FUSION)[:256] if len(sequences[name][row])]
        files[f"{name}.onnx"] = checked_text_graph(name, model.eval(), fitted["temperatures"][name], samples)
        files[f"{name}.tokenizer.json"] = tokenizer.to_str().encode()
    files["image.prepare.onnx"] = prepare_graph(HEIGHT, WIDTH).SerializeToString()
    files["image.onnx"] = image_graph((work / "image.onnx").read_bytes(), fitted["temperatures"]["image"])
    files["fusion.onnx"] = checked_fusion_graph(fitted, list(MODALITIES), len(labels))
    files["fusion.linear.onnx"] = graphs.linear_graph(fitted["linear"].numpy(), list(MODALITIES)).SerializeToString()

    labels = emission_thresholds(labels, parents(labels), fitted["emit"])
    evidence = Evidence(fitted, logits, files["fusion.onnx"], files["fusion.linear.onnx"])
    limits = unknown_limits(sequences, np.flatnonzero(parts == FUSION))
    strange, outside = unfamiliar(sequences, limits, len(listings)), has_label_outside(listings, labels)
    calibration, validation = np.flatnonzero(parts == CALIBRATION), np.flatnonzero(parts == VALIDATION)
    accept = fitted_acceptance(labels, fitted["decoding"], evidence.fused(calibration), strange[calibration],
                               truth[calibration], outside[calibration], groups[calibration])
    measured = evaluation(labels, fitted["decoding"], accept, evidence, validation, strange, truth, outside,
                          [listings[row].leaf_path for row in validation])
    measured["image_quantization"] = json.loads((work / "image.quantized.json").read_text(encoding="utf-8"))
    measured["split"] = {name: int(np.sum(parts == part)) for part, name in enumerate(PARTS)}
    modalities = [text_modality(name, RECIPES[name], limits[name]) for name in RECIPES] + [
        {"name": "image", "kind": "image", "field": "image", "prepare": "image.prepare.onnx", "graph": "image.onnx",
         "height": HEIGHT, "width": WIDTH}]
    spec = specification("fashion", given.version, DESCRIPTION, TERMS, {"name": "fashion", "version": "1"}, labels, modalities,
                         fitted["decoding"], accept, measured)
    bundle.write(given.output, spec, files, golden.inputs())
    written = sum(file.stat().st_size for file in given.output.rglob("*") if file.is_file())
    print(json.dumps(measured, indent=1))
    print(f"{given.output}: {written / 2 ** 20:.1f} MiB")


if __name__ == "__main__":
    main()
