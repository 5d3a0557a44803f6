# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""What a graph costs to run: milliseconds a listing on one core, and bytes.

Measured as the server runs it: ONNX Runtime on the CPU, one thread, no spinning; alone (a batch of 1) and in batches of 32. Each
figure is the median of several runs over different listings, after a warm-up, without tokenising and decoding pictures. On a
machine that does other work the figures are too high: the median hides a few disturbances, not a steady one.
"""

import time

import numpy as np

from base.graphs import session
from data import tokens

BATCHES = (1, 32)
REPEATS = 15


def milliseconds(graph, inputs, batches=BATCHES, repeats=REPEATS):
    """{"1": milliseconds a listing, "32": ...} of an ONNX graph, given as bytes.

    `inputs` is what `Model.inputs` gives for some listings, token ids int64 [n] or pictures uint8 [3,h,w] each; those with nothing
    to read are left out. For a fusion graph it is {input name: array [N,...]}. If there are fewer listings than a batch, they are
    repeated.
    """
    runs = session(graph)
    if isinstance(inputs, dict):
        count, feed = len(next(iter(inputs.values()))), lambda rows: {name: array[rows] for name, array in inputs.items()}
    else:
        readable = [found for found in inputs if len(found)]
        name, count = runs.get_inputs()[0].name, len(readable)
        join = tokens.pad if name == "tokens" else np.stack
        feed = lambda rows: {name: join([readable[row] for row in rows])}  # noqa: E731
    if not count:
        raise ValueError("no listing with anything to read was given to time the graph with")
    found = {}
    for batch in batches:
        feeds = [feed(np.arange(start * batch, (start + 1) * batch) % count) for start in range(repeats)]
        runs.run(None, feeds[0])
        found[str(batch)] = round(float(np.median([_seconds(runs, given) for given in feeds])) * 1000 / batch, 4)
    return found


def _seconds(runs, feed):
    started = time.perf_counter()
    runs.run(None, feed)
    return time.perf_counter() - started


def together(own, members):
    """What a fusion costs with its members: sums of {"parameters", "graph_bytes", "milliseconds", "seconds"}; None if one is
    unknown.
    """
    costs = [own, *members]

    def summed(values):
        return None if None in values else round(sum(values), 4)

    batches = [cost.get("milliseconds") for cost in costs]
    return {name: summed([cost.get(name) for cost in costs]) for name in ("parameters", "graph_bytes", "seconds")} | {
        "milliseconds": None if None in batches else {batch: summed([one.get(batch) for one in batches]) for batch in batches[0]}
    }
