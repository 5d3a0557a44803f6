# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 4: exports a bundle of any base models and any fusion.

    python export.py --work WORK --models title.cnn text.tfidf image.resnet18 --fusion paths --output bundles/NAME
                     [--version 1.0.0] [--about about.json] [--golden listings.jsonl [--golden-images D]]
    python export.py --work WORK --best --output bundles/NAME     # what compare.py found best

What is not fitted yet is fitted first. The cascade and the acceptance thresholds come from the part `calibration`, the figures and the
reference for drift from `validation`.
Every graph is compared with what it was made from; nothing is written when one differs. `--about` names a JSON file with any of
`description`, `terms`, `notice` (a text that becomes the file NOTICE) and `taxonomy` {"name", "version"}. The golden listings, which
every start of the service tries, are our own unless you name yours. About a minute.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import acceptance
import bundle
import figures
import golden
import tokens
from candidate import Candidate, split_counts
from listings import BadInput, read_listings, iterate_pictures
from reference import reference
from runner import session
from split import CALIBRATION, FUSION, PARTS, VALIDATION
from work import Work

CLOSE = {"text": 2e-5, "image": 1e-4}
SAMPLES = 64
TOLERANCE = {
    "text": {"cpu": 1e-4, "cuda": 1e-3, "tensorrt": 5e-3},
    "image": {"cpu": 1e-2, "cuda": 3e-2, "tensorrt": 5e-2},
    "fused": {"cpu": 1e-2, "cuda": 3e-2, "tensorrt": 5e-2},
}
ABOUT = {"description": "Categories of listings.", "terms": "Trained on your own listings; their terms are yours."}


def checked_graph(name, model, temperature, rows, with_features):
    """The graph of a base model, after it gave the scores that were measured, in a batch and alone."""
    graph = model.graph(temperature, with_features)
    kind, logits = model.modality()["kind"], model.logits(rows)
    rows, expected = rows[~np.isnan(logits[:, 0])], logits[~np.isnan(logits[:, 0])]
    expected = 1 / (1 + np.exp(-expected.astype(np.float64) / temperature))
    inputs, runs = model.inputs(rows), session(graph)
    key, join = ("tokens", tokens.pad) if kind == "text" else ("images", np.stack)
    bundle.require_close(f"{name} against its model", runs.run(["scores"], {key: join(inputs)})[0], expected, CLOSE[kind])
    alone = np.concatenate([runs.run(["scores"], {key: join([one])})[0] for one in inputs])
    bundle.require_close(f"{name} against its model, one by one", alone, expected, CLOSE[kind])
    return graph


def evaluation(candidate, accept, unfamiliar, rows):
    """What is measured on the listings `rows`."""
    work, labels = candidate.work, candidate.labels
    variants = candidate.variants(rows)
    leaves = [work.listings[row].leaf_path for row in rows]

    def automatic(target):
        known = (candidate.decoder, labels, target, variants["fused"], unfamiliar[rows], work.truth[rows], candidate.outside[rows])
        bound = figures.automatic_by_root(*known, work.groups[rows])["overall"]["error_upper_bound"]
        return figures.automatic(*known) | {"error_upper_bound": bound}

    return {
        "listings": len(rows),
        "labels": len(labels),
        "scores": {name: figures.classification(candidate.decoder, labels, scores, work.truth[rows], leaves)
                   for name, scores in variants.items()},
        "calibration_error": figures.calibration(candidate.decoder, variants["fused"], work.truth[rows]),
        "auto": {str(target["error"]): automatic(target) for target in accept["targets"]},
        "targets_not_certified": [target for target in acceptance.TARGETS
                                  if target not in [entry["error"] for entry in accept["targets"]]],
        "split": split_counts(work, PARTS),
    }


def modality_entry(name, model_name, model, limits):
    reads = model_name.partition(".")[0]
    entry = {"name": name, "field": reads, "graph": f"{name}.onnx"} | model.modality()
    entry |= {suffix.partition(".")[0]: f"{name}.{suffix}" for suffix in model.files()}
    return entry | ({"max_unknown_share": limits[name]} if name in limits else {})


def exported(candidate, name, version, about):
    """(bundle.json but for the checksums, {file: bytes})"""
    models, stack = candidate.load(), candidate.stack
    samples = candidate.work.rows(FUSION)[:SAMPLES]
    files = dict(candidate.graphs)
    for modality, model in models.items():
        temperature = candidate.fitted.temperatures[candidate.modalities[modality]]
        files[f"{modality}.onnx"] = checked_graph(modality, model, temperature, samples, modality in candidate.fusion.reads_features)
        files |= {f"{modality}.{suffix}": content for suffix, content in model.files().items()}
    limits = candidate.unknown_limits(models)
    unfamiliar = candidate.unfamiliar(models, limits)
    accept, fallbacks = candidate.acceptance(unfamiliar)
    if not accept["targets"]:
        raise BadInput(f"{candidate.name}: no error target of {', '.join(f'{target:.1%}' for target in acceptance.TARGETS)} can be certified "
                       f"on the {len(candidate.work.rows(CALIBRATION))} calibration listings; a bundle needs more listings, a larger share "
                       "of them for calibration (prepare.py --shares), or better models")
    measured = evaluation(candidate, accept, unfamiliar, candidate.work.rows(VALIDATION))
    measured |= {"models": candidate.modalities, "fusion": candidate.fusion.kind, "roots_without_threshold": fallbacks,
                 "emission": candidate.fitted.notes["emission"]}
    fitted = candidate.cascade(models, limits, accept)
    section, measured["cascade"] = ({"cascade": fitted[0]}, fitted[1]) if fitted else ({}, None)
    modalities = [modality_entry(modality, candidate.modalities[modality], model, limits) for modality, model in models.items()]
    if "notice" in about:
        files["NOTICE"] = about["notice"].encode()
    kinds = {modality["kind"] for modality in modalities}
    return {
        "format": bundle.FORMAT, "name": name, "version": version, "description": about["description"], "terms": about["terms"],
        "taxonomy": about.get("taxonomy", {"name": name, "version": "1"}), "labels": candidate.labels, "modalities": modalities,
        "fusion": {"graph": "fusion.onnx", "linear": "fusion.linear.onnx"}, "decoding": candidate.decoding, "acceptance": accept,
        **section,
        "reference": reference(candidate.decoder, candidate.fused(candidate.work.rows(VALIDATION))),
        "tolerance": {modality["name"]: TOLERANCE[modality["kind"]] for modality in modalities} | {
            "fused": TOLERANCE["fused" if "image" in kinds else "text"]},
        "evaluation": measured, "files": {},
    }, files


def golden_inputs(listings, images):
    """[(Listing, encoded picture or None)] of a file, or our own."""
    if listings is None:
        return golden.inputs()
    pictures = dict(iterate_pictures(images)) if images else {}
    found = []
    for listing in read_listings(listings):
        if listing.image and listing.image not in pictures:
            raise BadInput(f"{listings}: {listing.listing_id} names the picture {listing.image}, which is not in --golden-images")
        picture = pictures.get(listing.image)
        found.append((bundle.text_listing(listing.listing_id, listing.title, listing.description,
                                          f"golden/{listing.image}" if picture else None), picture))
    return found


def read_about(path):
    about = json.loads(path.read_text(encoding="utf-8")) if path else {}
    unknown = about.keys() - {"description", "terms", "notice", "taxonomy"}
    if unknown:
        raise BadInput(f"{path}: unknown {', '.join(sorted(unknown))}; there may be description, terms, notice and taxonomy")
    return ABOUT | about


def best(work):
    """What compare.py chose: {"models", "fusion", "size", "options"}."""
    file = work.folder / "best.json"
    if not file.exists():
        raise BadInput(f"{file}: not there; run compare.py --work {work.folder} first, or name --models and --fusion")
    return json.loads(file.read_text(encoding="utf-8"))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--models", nargs="+", metavar="READS.FAMILY")
    arguments.add_argument("--fusion", default="paths")
    arguments.add_argument("--best", action="store_true", help="the models and the fusion that compare.py chose")
    arguments.add_argument("--output", type=Path, required=True)
    arguments.add_argument("--version", default="1.0.0")
    arguments.add_argument("--about", type=Path)
    arguments.add_argument("--golden", type=Path)
    arguments.add_argument("--golden-images", type=Path)
    given = arguments.parse_args()
    torch.set_num_threads(1)
    if bool(given.models) == given.best:
        raise BadInput("say either --models or --best")
    work, about = Work(given.work), read_about(given.about)
    inputs = golden_inputs(given.golden, given.golden_images)
    chosen = best(work) if given.best else {"models": given.models, "fusion": given.fusion, "size": "full", "options": None}
    candidate = Candidate(work, chosen["models"], chosen["fusion"], chosen["size"], chosen["options"])
    spec, files = exported(candidate, given.output.name, given.version, about)
    bundle.write(given.output, spec, files, inputs)
    written = sum(file.stat().st_size for file in given.output.rglob("*") if file.is_file())
    print(json.dumps(spec["evaluation"], indent=1))
    print(f"{given.output}: {written / 2 ** 20:.1f} MiB")


if __name__ == "__main__":
    main()
