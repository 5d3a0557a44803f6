# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""A network of PyTorch as an ONNX graph, by the TorchScript exporter."""

import io
import warnings

import torch

from base.graphs import OPSETS


def traced(network, inputs, outputs, axes=None, fold_constants=True):
    """The graph, bytes, of a network in evaluation mode; the first axis of every input and output may have any length.

    `inputs` {name: array that the network is traced with}, `outputs` names, `axes` {input: {axis: name}} of further axes of any
    length. The exporter folds batch normalisation into the convolutions; `fold_constants` also what is computed from constants
    alone.
    """
    written = io.BytesIO()
    with warnings.catch_warnings():
        # it warns of shapes that are meant to be constant, of initial states that no network here has, and of its own age
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            tuple(torch.from_numpy(array) for array in inputs.values()),
            written,  # type: ignore[arg-type]  # a buffer is as good as a file here
            dynamo=False,
            opset_version=OPSETS[""],
            input_names=list(inputs),
            output_names=list(outputs),
            do_constant_folding=fold_constants,
            dynamic_axes={name: {0: "N"} | (axes or {}).get(name, {}) for name in [*inputs, *outputs]},
        )
    return written.getvalue()
