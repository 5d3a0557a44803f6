# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import numpy as np
import pytest
from onnx import TensorProto, helper

from bundling import timing


def graph(name, kind):
    """Counts along the last axes; as a stand-in for a model it takes any shape that its input may have."""
    nodes = [
        helper.make_node("Cast", [name], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["numbers"], ["scores"], keepdims=0),
    ]
    made = helper.make_graph(
        nodes,
        "sum",
        [helper.make_tensor_value_info(name, kind, None)],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, None)],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    return model.SerializeToString()


def test_texts_of_any_length_and_pictures_are_timed_alone_and_in_batches():
    texts = [np.arange(length, dtype=np.int64) for length in (3, 0, 9)]
    pictures = [np.zeros((3, 8, 6), np.uint8)] * 4

    for name, kind, inputs in (("tokens", TensorProto.INT64, texts), ("images", TensorProto.UINT8, pictures)):
        found = timing.milliseconds(graph(name, kind), inputs, repeats=3)
        assert list(found) == ["1", "32"] and all(0 <= value < 1000 for value in found.values())


def test_a_fusion_graph_is_fed_all_its_inputs():
    fed = {"title": np.ones((5, 4), np.float32)}

    assert timing.milliseconds(graph("title", TensorProto.FLOAT), fed, batches=(2,), repeats=3).keys() == {"2"}


def test_the_time_is_the_median_over_the_listings_of_a_batch(monkeypatch):
    seconds = iter([0.9, 0.010, 0.020, 0.9, 0.010])
    monkeypatch.setattr(timing, "_seconds", lambda runs, feed: next(seconds))

    found = timing.milliseconds(graph("tokens", TensorProto.INT64), [np.ones(2, np.int64)], batches=(4,), repeats=5)

    assert found == {"4": 5.0}


def test_nothing_to_read_is_refused():
    with pytest.raises(ValueError, match="no listing"):
        timing.milliseconds(graph("tokens", TensorProto.INT64), [np.zeros(0, np.int64)])


def test_a_fusion_costs_what_its_members_cost_with_it():
    member = {"parameters": 10, "graph_bytes": 5, "seconds": 2.5, "milliseconds": {"1": 1.0, "32": 0.5}}
    own = {"parameters": 1, "graph_bytes": 1, "seconds": None, "milliseconds": {"1": 0.25, "32": 0.1}}

    found = timing.together(own, [member, member])

    assert found == {"parameters": 21, "graph_bytes": 11, "seconds": None, "milliseconds": {"1": 2.25, "32": 1.1}}
    assert timing.together(own | {"milliseconds": None}, [member])["milliseconds"] is None
