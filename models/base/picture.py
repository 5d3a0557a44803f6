# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The one rule by which pictures are brought to the image model's size, as an ONNX graph.

Training and serving both run this graph in ONNX Runtime, so they cannot differ.
`pixels` uint8 [H,W,3] RGB of any size becomes `prepared` uint8 [3,height,width]: resized linearly with antialiasing, rounded and
clipped. The aspect ratio is not kept, as the data holds the same pictures squeezed and unsqueezed.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from base.graphs import IR_VERSION, OPSETS, session


def prepare_graph(height, width):
    """The graph that prepares a picture of any size to `height` times `width` pixels."""
    nodes = [
        helper.make_node("Transpose", ["pixels"], ["planes"], perm=[2, 0, 1]),
        helper.make_node("Unsqueeze", ["planes", "batch_axis"], ["batch"]),
        helper.make_node("Cast", ["batch"], ["exact"], to=TensorProto.FLOAT),
        helper.make_node(
            "Resize",
            ["exact", "", "", "target"],
            ["resized"],
            mode="linear",
            antialias=1,
            coordinate_transformation_mode="half_pixel",
        ),
        helper.make_node("Squeeze", ["resized", "batch_axis"], ["plane_values"]),
        helper.make_node("Round", ["plane_values"], ["rounded"]),
        helper.make_node("Clip", ["rounded", "darkest", "brightest"], ["clipped"]),
        helper.make_node("Cast", ["clipped"], ["prepared"], to=TensorProto.UINT8),
    ]
    constants: dict[str, np.ndarray] = {
        "batch_axis": np.array([0], np.int64),
        "target": np.array([1, 3, height, width], np.int64),
        "darkest": np.array(0, np.float32),
        "brightest": np.array(255, np.float32),
    }
    graph = helper.make_graph(
        nodes,
        "prepare",
        [helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["H", "W", 3])],
        [helper.make_tensor_value_info("prepared", TensorProto.UINT8, [3, height, width])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSETS[""])], ir_version=IR_VERSION, producer_name="shelver"
    )
    onnx.checker.check_model(model, full_check=True)
    return model


class Preparer:
    """Runs a preparation graph: uint8 [H,W,3] to uint8 [3,height,width]."""

    def __init__(self, graph_bytes):
        self._session = session(graph_bytes)

    def __call__(self, pixels):
        return self._session.run(["prepared"], {"pixels": pixels})[0]
