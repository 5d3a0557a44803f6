# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The image model's int8 graph: made from a trained network, or taken from a bundle that has one.

Batch normalisation is folded into the convolutions; then the graph is quantised statically (QDQ). Weights are quantised by channel,
in seven bits so that processors with and without VNNI agree; activations by what training pictures show. The last layer stays in
float. A graph here goes from `images` uint8 [N,3,h,w] to `logits` float32 [N,L] and `features` float32 [N,F], what the last layer
sees.
"""

import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from base.graphs import require_close, session
from base.tracing import traced
from data.bad_input import BadInput
from data.labels import micro_f1

SEED = 1
CALIBRATION_PICTURES = 768
DEAREST = 0.005
CLOSE = 1e-4
QUANTIZED = ["Conv", "Add", "MaxPool", "Relu"]


class QuantizationTooDear(SystemExit):
    """Int8 loses more micro-F1 than it may."""


class CalibrationPictures(CalibrationDataReader):
    """Pictures in batches, as ONNX Runtime's quantiser asks for them."""

    def __init__(self, pictures, batch=32):
        self._batches = iter([pictures[start : start + batch] for start in range(0, len(pictures), batch)])

    def get_next(self):
        batch = next(self._batches, None)
        return None if batch is None else {"images": batch}


def quantize(float_path, int8_path, pictures):
    """Writes the int8 graph of a float one; `pictures` show it how large its activations become."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(float_path), str(prepared))
        quantize_static(
            str(prepared),
            str(int8_path),
            CalibrationPictures(pictures),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=QUANTIZED,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            extra_options={"CalibMovingAverage": True},
        )


def run(graph, output, pictures, rows, threads=1, batch=64):
    """float32 [len(rows),...]: one output of a graph for the pictures of these rows, `batch` at once."""
    runs = session(graph, threads)
    return np.concatenate(
        [runs.run([output], {"images": pictures[rows[start : start + batch]]})[0] for start in range(0, len(rows), batch)]
    )


def quantized(net, pictures, rows, watched, truth, threads):
    """(graph, what it cost). The pictures `rows` were trained on and calibrate; `watched` were not, and measure.

    GraphsDiffer if the float graph differs from PyTorch. QuantizationTooDear if int8 costs more than half a point of micro-F1, or,
    of few pictures, more than two of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        float_path, int8_path = Path(folder) / "float.onnx", Path(folder) / "int8.onnx"
        example = np.array(pictures[:16])
        float_graph = traced(net, {"images": example}, ["logits"])
        float_path.write_bytes(float_graph)
        with torch.inference_mode():
            trained = torch.sigmoid(net(torch.from_numpy(example))).numpy()
        exported = run(float_graph, "logits", example, np.arange(len(example)))
        require_close("image in float against PyTorch", 1 / (1 + np.exp(-exported)), trained, CLOSE)

        calibrating = np.random.default_rng(SEED).permutation(rows)[:CALIBRATION_PICTURES]
        quantize(float_path, int8_path, pictures[np.sort(calibrating)])
        graph = with_features(onnx.load(int8_path)).SerializeToString()
    if not len(watched):
        return graph, {}
    before, after = (micro_f1(run(one, "logits", pictures, watched, threads) > 0, truth[watched]) for one in (float_graph, graph))
    allowed = max(DEAREST, 2 / len(watched)) if DEAREST > 0 else DEAREST
    if before - after > allowed:
        raise QuantizationTooDear(f"int8 loses {before - after:.4f} of micro-F1, {allowed:.4f} allowed; nothing was written")
    return graph, {"micro_f1_float": round(before, 4), "micro_f1_int8": round(after, 4), "pictures": len(watched)}


def with_features(model):
    """Adds the output `features`: what the layer that makes `logits` sees."""
    graph = model.graph
    last = next(node for node in graph.node if "logits" in node.output)
    weights = next(constant for constant in graph.initializer if constant.name == last.input[1])
    width = min(weights.dims, key=lambda size: size == graph.output[0].type.tensor_type.shape.dim[1].dim_value)
    graph.node.append(helper.make_node("Identity", [last.input[0]], ["features"], name="features"))
    graph.output.append(helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", width]))
    return model


def scored(graph_bytes, temperature, keep_features=False):
    """The graph that serves: `scores` = sigmoid(logits / temperature) in place of the logits."""
    model = onnx.load_from_string(graph_bytes)
    graph = model.graph
    labels = next(output for output in graph.output if output.name == "logits").type.tensor_type.shape.dim[1].dim_value
    graph.initializer.append(numpy_helper.from_array(np.array(temperature, np.float32), "temperature"))
    graph.node.append(helper.make_node("Div", ["logits", "temperature"], ["tempered"], name="tempered"))
    graph.node.append(helper.make_node("Sigmoid", ["tempered"], ["scores"], name="scores"))
    features = [output for output in graph.output if output.name == "features" and keep_features]
    del graph.output[:]
    graph.output.extend([helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["N", labels]), *features])
    standard = next(opset for opset in model.opset_import if not opset.domain)
    del model.opset_import[:]
    model.opset_import.append(standard)
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


class Reused:
    """The image model of a bundle, for the labels of this catalogue. Nothing is trained."""

    def __init__(self, bundle_folder, work, seconds=None):
        folder = Path(bundle_folder)
        try:
            spec = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
        except OSError as error:
            raise BadInput(f"{folder}: has no bundle.json ({error.strerror}); give the folder of a bundle") from error
        image = next((modality for modality in spec["modalities"] if modality["kind"] == "image"), None)
        if image is None:
            raise BadInput(f"{folder}: has no image model; give a bundle that has one")
        column = {tuple(label["path"]): place for place, label in enumerate(spec["labels"])}
        missing = [" > ".join(label["path"]) for label in work.labels if tuple(label["path"]) not in column]
        if missing:
            raise BadInput(
                f"{folder}: its image model does not know {len(missing)} labels of this catalogue ({missing[0]}); "
                "leave the option bundle out to train one"
            )
        model = onnx.load(folder / image["graph"])
        self._graph = _for_labels(model, [column[tuple(label["path"])] for label in work.labels]).SerializeToString()
        self.curve = []
        self.parameters = sum(int(np.prod(constant.dims)) for constant in model.graph.initializer)
        self._note = {"reused": f"{spec['name']}@{spec['version']}"} | ({"seconds": float(seconds)} if seconds else {})

    def logits(self, rows):
        raise BadInput("a reused model cannot be trained without a fold; train it with --folds 0")

    def save(self, folder):
        (folder / "logits.onnx").write_bytes(self._graph)
        (folder / "about.json").write_text(json.dumps({"parameters": self.parameters, "curve": [], "notes": self._note}))


def _for_labels(model, columns):
    """From a bundle's graph back to one that ends in `logits`, of some of its labels."""
    graph = model.graph
    last = [node for node in graph.node if node.name in ("tempered", "scores")]
    for node in last:
        graph.node.remove(node)
    for node in graph.node:
        if "logits" in node.output:
            node.output[list(node.output).index("logits")] = "all_logits"
            final = node
    graph.initializer.append(numpy_helper.from_array(np.array(columns, np.int64), "columns"))
    graph.node.append(helper.make_node("Gather", ["all_logits", "columns"], ["logits"], name="logits", axis=1))
    weights = next(constant for constant in graph.initializer if constant.name == final.input[1])
    known = graph.output[0].type.tensor_type.shape.dim[1].dim_value
    width = min(weights.dims, key=lambda size: size == known)
    graph.node.append(helper.make_node("Identity", [final.input[0]], ["features"], name="features"))
    del graph.output[:], graph.value_info[:]  # what was noted of the results in between is no longer true
    graph.output.extend(
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", len(columns)]),
            helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", width]),
        ]
    )
    unused = next((constant for constant in graph.initializer if constant.name == "temperature"), None)
    if unused:
        graph.initializer.remove(unused)
    onnx.checker.check_model(model, full_check=True)
    return model
