# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Derives a bundle for GPUs from one that exists: its image graph in half precision instead of int8.

    python derive_gpu.py bundles/fashion OUT

Needs neither the training nor its data. The quantised weights become numbers again, the rounding of the activations goes, and the
rest is stored and computed in float16; inputs and outputs keep their types. The other graphs are copied. Golden scores, tolerances
and checksums are made anew. The name stays; the version gets the suffix `-fp16`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from base.graphs import require_close, session
from bundling import bundle
from bundling.runner import Bundle
from data.bad_input import BadInput

SUFFIX = "-fp16"
CLOSE = 0.05
TOLERANCE = {"cpu": 1e-2, "cuda": 2e-2, "tensorrt": 2e-2}


def without_quantisation(model):
    """Weights become float again, and the pairs of nodes that round an activation go.

    The quantiser leaves rectifiers out where rounding to an unsigned number already cuts what is below zero; they come back.
    """
    graph = model.graph
    constants = {constant.name: constant for constant in graph.initializer}
    producers = {node.output[0]: node for node in graph.node}
    kept, weights = [], []
    instead: dict[str, str] = {}
    for node in graph.node:
        if node.op_type == "QuantizeLinear":
            continue
        for place, name in enumerate(node.input):
            node.input[place] = instead.get(name, name)
        source = producers.get(node.input[0]) if node.op_type == "DequantizeLinear" else None
        if node.op_type != "DequantizeLinear":
            kept.append(node)
        elif source is None:
            weights.append(numpy_helper.from_array(_dequantised(node, constants), node.output[0]))
        elif _cuts_below_zero(source, constants):
            kept.append(helper.make_node("Relu", [source.input[0]], [node.output[0]], name=f"{node.name}_relu"))
        else:
            instead[node.output[0]] = source.input[0]
    used = {name for node in kept for name in node.input}
    weights += [constant for constant in graph.initializer if constant.name in used]
    del graph.node[:], graph.initializer[:], graph.value_info[:]
    graph.node.extend(kept)
    graph.initializer.extend(weights)
    return model


def _cuts_below_zero(quantise, constants):
    return numpy_helper.to_array(constants[quantise.input[2]]).item() == 0


def _dequantised(node, constants):
    values, scale = (numpy_helper.to_array(constants[name]) for name in node.input[:2])
    zero = numpy_helper.to_array(constants[node.input[2]]) if len(node.input) > 2 else np.zeros_like(scale)
    axis = next((attribute.i for attribute in node.attribute if attribute.name == "axis"), 1)
    if scale.ndim:
        shape = [-1 if place == axis else 1 for place in range(values.ndim)]
        scale, zero = scale.reshape(shape), zero.reshape(shape)
    return ((values.astype(np.int64) - zero.astype(np.int64)) * scale).astype(np.float32)


def in_half(model):
    """Float constants and computation become float16; what leaves the graph is widened to float32 before the sigmoid."""
    graph = model.graph
    for constant in graph.initializer:
        if constant.data_type == TensorProto.FLOAT:
            constant.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(constant).astype(np.float16), constant.name))
    for node in graph.node:
        for attribute in node.attribute:
            if node.op_type == "Cast" and attribute.name == "to" and attribute.i == TensorProto.FLOAT:
                attribute.i = TensorProto.FLOAT16
            elif node.op_type == "Constant" and attribute.t.data_type == TensorProto.FLOAT:
                attribute.t.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(attribute.t).astype(np.float16)))
    last = next(node for node in graph.node if node.op_type == "Sigmoid" and node.output[0] == "scores")
    widened = helper.make_node("Cast", [last.input[0]], ["widened"], name="widened", to=TensorProto.FLOAT)
    graph.node.insert(list(graph.node).index(last), widened)
    last.input[0] = "widened"
    onnx.checker.check_model(model, full_check=True)
    return model


def derived_files(source):
    """Content by name: the image graphs derived, the other files as they are."""
    files = {
        name: (source.folder / name).read_bytes()
        for name in source.spec["files"]
        if name != "golden.jsonl" and not name.startswith("golden/")
    }
    images = [modality for modality in source.modalities if modality["kind"] == "image"]
    if not images:
        raise BadInput(f"{source.folder}: has no image model, so there is nothing to derive; serve the bundle as it is")
    for modality in images:
        name = modality["graph"]
        plain = without_quantisation(onnx.load_from_string(files[name]))
        before, after = files[name], in_half(plain).SerializeToString()
        pictures = np.random.default_rng(0).integers(0, 256, (8, 3, modality["height"], modality["width"]), dtype=np.uint8)
        quantised, halved = (session(graph).run(["scores"], {"images": pictures})[0] for graph in (before, after))
        require_close(f"{modality['name']} against int8", halved, quantised, CLOSE)
        files[name] = after
    return files


def golden_inputs(source):
    """The golden listings of a bundle, as bundle.write takes them."""
    path = source.folder / "golden.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (
            bundle.text_listing(line["listing_id"], line["title"], line["description"], line["image"]),
            (source.folder / line["image"]).read_bytes() if line["image"] else None,
        )
        for line in lines
    ]


def derive(source_folder, output):
    """Writes the derived bundle into the folder `output`."""
    source = Bundle(source_folder)
    tolerance = (
        source.spec["tolerance"]
        | {modality["name"]: TOLERANCE for modality in source.modalities if modality["kind"] == "image"}
        | {"fused": TOLERANCE}
    )
    spec = source.spec | {"version": source.spec["version"] + SUFFIX, "tolerance": tolerance, "files": {}}
    bundle.write(output, spec, derived_files(source), golden_inputs(source))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bundle", type=Path)
    arguments.add_argument("output", type=Path)
    given = arguments.parse_args()
    derive(given.bundle, given.output)
    print(f"{given.output}: written")


if __name__ == "__main__":
    main()
