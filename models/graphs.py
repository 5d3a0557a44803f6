# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The text and fusion networks as ONNX graphs, node by node: every weight has a name, and nothing depends on an exporter.

Each function takes the trained weights and the temperature, and returns a model whose output `scores` is float32 [N,L].
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from nets import EVIDENCE_BOUND, EVIDENCE_SCALE, PAD

OPSETS = {"": 18, "ai.onnx.ml": 3}
IR_VERSION = 9


class GraphBuilder:
    """Collects nodes and constants; a node is named after its result."""

    def __init__(self):
        self._nodes, self._constants = [], []

    def constant(self, name, value, kind=np.float32):
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value, kind), name))
        return name

    def node(self, operator, inputs, result, **attributes):
        self._nodes.append(helper.make_node(operator, inputs, [result], name=result, **attributes))
        return result

    def linear(self, source, weights, name, result):
        """source @ weight^T + bias, as torch.nn.Linear."""
        return self.node("Gemm", [source, self.constant(f"{name}.weight", weights[f"{name}.weight"]),
                                  self.constant(f"{name}.bias", weights[f"{name}.bias"])], result, transB=1)

    def model(self, name, inputs, labels, features=0):
        """The graph whose outputs are `scores` [N,labels] and, where `features` is not 0, the result `features` [N,features]."""
        outputs = {"scores": labels} | ({"features": features} if features else {})
        results = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", width]) for output, width in outputs.items()]
        graph = helper.make_graph(self._nodes, name, inputs, results, self._constants)
        domains = {node.domain: OPSETS[node.domain] for node in self._nodes} | {"": OPSETS[""]}
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid(*domain) for domain in sorted(domains.items())],
                                  ir_version=IR_VERSION,
                                  producer_name="shelver")
        onnx.checker.check_model(model, full_check=True)
        return model


def as_arrays(state):
    return {name: value.detach().cpu().numpy() for name, value in state.items()}


def text_graph(weights, temperature):
    """TextCnn: `tokens` int64 [N,T]. Embeddings are stored in half precision and widened after the look-up."""
    build = GraphBuilder()
    width = weights["convolution.weight"].shape[2]
    build.node("Gather", [build.constant("embedding", weights["embedding.weight"], np.float16), "tokens"], "embedded_half")
    build.node("Cast", ["embedded_half"], "embedded", to=TensorProto.FLOAT)
    build.node("Transpose", ["embedded"], "channels", perm=[0, 2, 1])
    build.node("Conv", ["channels", build.constant("convolution.weight", weights["convolution.weight"]),
                        build.constant("convolution.bias", weights["convolution.bias"])], "filtered",
               kernel_shape=[width], pads=[width // 2, width // 2])
    build.node("Relu", ["filtered"], "features")
    build.node("Equal", ["tokens", build.constant("pad", PAD, np.int64)], "is_pad")
    build.node("Not", ["is_pad"], "is_word")
    build.node("Cast", ["is_word"], "mask_flat", to=TensorProto.FLOAT)
    build.node("Unsqueeze", ["mask_flat", build.constant("channel_axis", [1], np.int64)], "mask")
    build.node("Mul", ["features", "mask"], "masked")
    build.node("ReduceMax", ["masked", build.constant("time_axis", [2], np.int64)], "pooled", keepdims=0)
    build.linear("pooled", weights, "hidden", "hidden_sum")
    build.node("Relu", ["hidden_sum"], "hidden_units")
    build.linear("hidden_units", weights, "output", "logits")
    _scored(build, "logits", temperature)
    return build.model("text", [helper.make_tensor_value_info("tokens", TensorProto.INT64, ["N", "T"])],
                       len(weights["output.bias"]))


def _scored(build, logits, temperature):
    build.node("Div", [logits, build.constant("temperature", temperature)], "tempered")
    build.node("Sigmoid", ["tempered"], "scores")


def fusion_graph(weights, temperatures, modalities):
    """FusionNet: one input of scores a modality and `present` [N,M]; `temperatures` [2^M], one for each subset."""
    build = GraphBuilder()
    labels = len(weights["correction.bias"])
    build.constant("low", EVIDENCE_BOUND)
    build.constant("high", 1 - EVIDENCE_BOUND)
    build.constant("one", 1.0)
    _subset(build, len(modalities))
    build.node("Gather", [build.constant("subsets", weights["subsets"]), "subset"], "subset_weights", axis=0)
    weighted = []
    for index, name in enumerate(modalities):
        build.constant(f"{name}_column", [index], np.int64)
        build.node("Gather", ["present", f"{name}_column"], f"{name}_present", axis=1)
        build.node("Clip", [name, "low", "high"], f"{name}_bounded")
        build.node("Log", [f"{name}_bounded"], f"{name}_log")
        build.node("Sub", ["one", f"{name}_bounded"], f"{name}_against")
        build.node("Log", [f"{name}_against"], f"{name}_log_against")
        build.node("Sub", [f"{name}_log", f"{name}_log_against"], f"{name}_odds")
        build.node("Mul", [f"{name}_odds", f"{name}_present"], f"{name}_evidence")
        build.node("Gather", ["subset_weights", f"{name}_column"], f"{name}_weight", axis=1)
        build.node("Mul", [f"{name}_evidence", f"{name}_weight"], f"{name}_weighted")
        weighted.append(build.node("Mul", [f"{name}_weighted",
                                           build.constant(f"{name}_by_label", 1 + weights["by_label"][index])],
                                   f"{name}_share"))
    build.node("Sum", weighted, "sum_of_evidence")
    build.node("Concat", [f"{name}_evidence" for name in modalities], "all_evidence", axis=1)
    build.node("Div", ["all_evidence", build.constant("scale", EVIDENCE_SCALE)], "scaled_evidence")
    build.node("Concat", ["scaled_evidence", "present"], "flat", axis=1)
    build.linear("flat", weights, "first", "first_sum")
    build.node("Sigmoid", ["first_sum"], "first_units")
    build.linear("first_units", weights, "second", "second_sum")
    build.node("Tanh", ["second_sum"], "second_units")
    build.linear("second_units", weights, "correction", "corrected")
    build.node("Add", ["sum_of_evidence", "corrected"], "logits")
    build.node("Gather", [build.constant("temperatures", np.reshape(temperatures, (-1, 1))), "subset"], "temperature", axis=0)
    build.node("Div", ["logits", "temperature"], "tempered")
    build.node("Sigmoid", ["tempered"], "scores")
    return build.model("fusion", _fusion_inputs(modalities, labels), labels)


def linear_graph(weights, modalities):
    """A ridge regression for each subset: `weights` [2^M, M*L+1, L], the last row is the offset; scores cut to 0..1."""
    build = GraphBuilder()
    subsets, features, labels = weights.shape
    _subset(build, len(modalities))
    build.node("Gather", [build.constant("switch", np.eye(subsets)), "subset"], "chosen", axis=0)
    build.node("Unsqueeze", ["chosen", build.constant("last_axis", [2], np.int64)], "chosen_column")
    build.node("Slice", ["present", build.constant("from", [0], np.int64), build.constant("to", [1], np.int64),
                         build.constant("axis", [1], np.int64)], "any_column")
    build.node("Mul", ["any_column", build.constant("zero", 0.0)], "zeros")
    build.node("Add", ["zeros", build.constant("one", 1.0)], "ones")
    build.node("Concat", [*modalities, "ones"], "features", axis=1)
    build.node("Unsqueeze", ["features", build.constant("middle_axis", [1], np.int64)], "features_row")
    build.node("Mul", ["chosen_column", "features_row"], "spread")
    build.node("Reshape", ["spread", build.constant("flat_shape", [-1, subsets * features], np.int64)], "flat")
    build.node("MatMul", ["flat", build.constant("weights", weights.reshape(subsets * features, labels))], "sums")
    build.node("Clip", ["sums", "zero", "one"], "scores")
    return build.model("linear", _fusion_inputs(modalities, labels), labels)


def _subset(build, modalities):
    build.node("MatMul", ["present", build.constant("powers", 2.0 ** np.arange(modalities).reshape(-1, 1))], "subset_column")
    build.node("Cast", ["subset_column"], "subset_whole", to=TensorProto.INT64)
    build.node("Squeeze", ["subset_whole", build.constant("column_axis", [1], np.int64)], "subset")


def _fusion_inputs(modalities, labels):
    scores = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", labels]) for name in modalities]
    return [*scores, helper.make_tensor_value_info("present", TensorProto.FLOAT, ["N", len(modalities)])]
