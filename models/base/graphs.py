# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""ONNX graphs: built node by node where no exporter does it (counts of n-grams, trees, hashed pairs), opened, and compared.

There is one way to open a graph, so that what is measured runs as it will serve.
"""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPSETS = {"": 18, "ai.onnx.ml": 3}
IR_VERSION = 9


class GraphBuilder:
    """Collects nodes and constants; a node is named after its result."""

    def __init__(self):
        self._nodes, self._constants = [], []

    def constant(self, name, value, kind=np.float32):
        """Adds a constant, stored as `kind`; returns its name."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value, kind), name))
        return name

    def node(self, operator, inputs, result, **attributes):
        """Adds a node; returns the name of its result."""
        self._nodes.append(helper.make_node(operator, inputs, [result], name=result, **attributes))
        return result

    def linear(self, source, weights, name, result):
        """source @ weight^T + bias, as torch.nn.Linear computes it."""
        return self.node(
            "Gemm",
            [
                source,
                self.constant(f"{name}.weight", weights[f"{name}.weight"]),
                self.constant(f"{name}.bias", weights[f"{name}.bias"]),
            ],
            result,
            transB=1,
        )

    def model(self, name, inputs, labels, features=0):
        """The graph whose outputs are `scores` [N,labels] and, where `features` is not 0, the result `features` [N,features]."""
        outputs = {"scores": labels} | ({"features": features} if features else {})
        results = [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["N", width]) for output, width in outputs.items()]
        graph = helper.make_graph(self._nodes, name, inputs, results, self._constants)
        domains = {node.domain: OPSETS[node.domain] for node in self._nodes} | {"": OPSETS[""]}
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid(*domain) for domain in sorted(domains.items())],
            ir_version=IR_VERSION,
            producer_name="shelver",
        )
        onnx.checker.check_model(model, full_check=True)
        return model


def as_arrays(state):
    """A state dictionary of PyTorch as arrays by name."""
    return {name: value.detach().cpu().numpy() for name, value in state.items()}


def session(graph, threads=1):
    """An open ONNX Runtime session, on the CPU, of a graph (bytes or path).

    With spinning off, idle threads do not take the time of others.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class GraphsDiffer(SystemExit):
    """A graph does not compute what it was made from."""


def require_close(name, found, expected, limit):
    """Prints by how much two arrays of scores differ at most, and raises GraphsDiffer if that is more than `limit`."""
    worst = float(np.abs(found - expected).max())
    print(f"{name}: scores differ by {worst:.2e} at most, {limit:.0e} allowed")
    if not worst <= limit:
        raise GraphsDiffer(f"{name}: scores differ by {worst:.3g}, {limit:.3g} allowed; nothing was written")
