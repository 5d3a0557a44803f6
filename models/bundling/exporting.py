# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Everything that a bundle of a candidate consists of: its graphs, each compared with its source, thresholds and figures."""

import numpy as np

from base.graphs import require_close, session
from bundling import bundle
from data import tokens
from data.bad_input import BadInput
from data.split import CALIBRATION, FUSION, PARTS, VALIDATION
from deciding import acceptance, figures
from deciding.reference import reference
from fusion.candidate import split_counts

CLOSE = {"text": 2e-5, "image": 1e-4}
SAMPLES = 64
TOLERANCE = {
    "text": {"cpu": 1e-4, "cuda": 1e-3, "tensorrt": 5e-3},
    "image": {"cpu": 1e-2, "cuda": 3e-2, "tensorrt": 5e-2},
    "fused": {"cpu": 1e-2, "cuda": 3e-2, "tensorrt": 5e-2},
}


def checked_graph(name, model, temperature, rows, with_features):
    """The graph of a base model. GraphsDiffer unless it gives the scores that were measured, in a batch and alone."""
    graph = model.graph(temperature, with_features)
    kind, logits = model.modality()["kind"], model.logits(rows)
    rows, expected = rows[~np.isnan(logits[:, 0])], logits[~np.isnan(logits[:, 0])]
    expected = 1 / (1 + np.exp(-expected.astype(np.float64) / temperature))
    inputs, runs = model.inputs(rows), session(graph)
    key, join = ("tokens", tokens.pad) if kind == "text" else ("images", np.stack)
    require_close(f"{name} against its model", runs.run(["scores"], {key: join(inputs)})[0], expected, CLOSE[kind])
    alone = np.concatenate([runs.run(["scores"], {key: join([one])})[0] for one in inputs])
    require_close(f"{name} against its model, one by one", alone, expected, CLOSE[kind])
    return graph


def evaluation(candidate, accept, unfamiliar, rows):
    """The `evaluation` section: what is measured on the listings `rows`."""
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
        "scores": {
            name: figures.classification(candidate.decoder, labels, scores, work.truth[rows], leaves)
            for name, scores in variants.items()
        },
        "calibration_error": figures.calibration(candidate.decoder, variants["fused"], work.truth[rows]),
        "auto": {str(target["error"]): automatic(target) for target in accept["targets"]},
        "targets_not_certified": [
            target for target in acceptance.TARGETS if target not in [entry["error"] for entry in accept["targets"]]
        ],
        "split": split_counts(work, PARTS),
    }


def modality_entry(name, model_name, model, limits):
    """The modality's entry in bundle.json."""
    reads = model_name.partition(".")[0]
    entry = {"name": name, "field": reads, "graph": f"{name}.onnx"} | model.modality()
    entry |= {suffix.partition(".")[0]: f"{name}.{suffix}" for suffix in model.files()}
    return entry | ({"max_unknown_share": limits[name]} if name in limits else {})


def exported(candidate, name, version, about):
    """(bundle.json without the checksums, {file: bytes}) of a candidate.

    BadInput if no error target can be certified on the calibration listings.
    """
    models = candidate.load()
    samples = candidate.work.rows(FUSION)[:SAMPLES]
    files = dict(candidate.graphs)
    for modality, model in models.items():
        temperature = candidate.fitted.temperatures[candidate.modalities[modality]]
        files[f"{modality}.onnx"] = checked_graph(
            modality, model, temperature, samples, modality in candidate.fusion.reads_features
        )
        files |= {f"{modality}.{suffix}": content for suffix, content in model.files().items()}
    limits = candidate.unknown_limits(models)
    unfamiliar = candidate.unfamiliar(models, limits)
    accept, fallbacks = candidate.acceptance(unfamiliar)
    if not accept["targets"]:
        raise BadInput(
            f"{candidate.name}: no error target of {', '.join(f'{target:.1%}' for target in acceptance.TARGETS)} can be certified "
            f"on the {len(candidate.work.rows(CALIBRATION))} calibration listings; a bundle needs more listings, a larger share "
            "of them for calibration (prepare.py --shares), or better models"
        )
    measured = evaluation(candidate, accept, unfamiliar, candidate.work.rows(VALIDATION))
    measured |= {
        "models": candidate.modalities,
        "fusion": candidate.fusion.kind,
        "roots_without_threshold": fallbacks,
        "emission": candidate.fitted.notes["emission"],
    }
    fitted = candidate.cascade(models, limits, accept)
    section, measured["cascade"] = ({"cascade": fitted[0]}, fitted[1]) if fitted else ({}, None)
    modalities = [modality_entry(modality, candidate.modalities[modality], model, limits) for modality, model in models.items()]
    if "notice" in about:
        files["NOTICE"] = about["notice"].encode()
    kinds = {modality["kind"] for modality in modalities}
    return {
        "format": bundle.FORMAT,
        "name": name,
        "version": version,
        "description": about["description"],
        "terms": about["terms"],
        "taxonomy": about.get("taxonomy", {"name": name, "version": "1"}),
        "labels": candidate.labels,
        "modalities": modalities,
        "fusion": {"graph": "fusion.onnx", "linear": "fusion.linear.onnx"},
        "decoding": candidate.decoding,
        "acceptance": accept,
        **section,
        "reference": reference(candidate.decoder, candidate.fused(candidate.work.rows(VALIDATION))),
        "tolerance": {modality["name"]: TOLERANCE[modality["kind"]] for modality in modalities}
        | {"fused": TOLERANCE["fused" if "image" in kinds else "text"]},
        "evaluation": measured,
        "files": {},
    }, files
