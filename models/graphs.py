# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The text networks as ONNX graphs, node by node: every weight has a name, and nothing depends on an exporter.

Each function takes the trained weights and the temperature, and returns a model whose output `scores` is float32 [N,L].
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from nets import PAD

OPSET = 18
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

    def model(self, name, inputs, labels):
        graph = helper.make_graph(self._nodes, name, inputs,
                                  [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["N", labels])], self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION,
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
