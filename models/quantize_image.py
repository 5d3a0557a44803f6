# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 4: makes the image model's int8 graph.

    python quantize_image.py --work WORK

Exports WORK/image.checkpoint.pt with batch normalisation folded into the convolutions, and quantises it statically to int8
(QDQ): weights by channel, in seven bits so that processors with and without VNNI agree; activations by what training pictures
show. The last layer stays in float. Ends with an error, and writes nothing, when the float graph differs from PyTorch or int8
costs more than half a point of micro-F1 on the part `fusion`. Writes to WORK
    image.onnx          `images` uint8 [N,3,80,60] to `logits` float32 [N,L]
    image.logits.npy    float32 [N,L], what this graph says of the listings that were not trained on, nan for the others
    image.quantized.json   micro-F1 at 0.5 before and after
About four minutes on two cores.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from tqdm import tqdm

from bundle import require_close
from decoding import micro_f1
from nets import PictureNet
from runner import session
from split import FUSION, TRAIN

SEED = 1
OPSET = 18
CALIBRATION_PICTURES = 768
DEAREST = 0.005
CLOSE = 1e-4
QUANTIZED = ["Conv", "Add", "MaxPool", "Relu"]


class QuantizationTooDear(SystemExit):
    """Int8 loses more than it may."""


class CalibrationPictures(CalibrationDataReader):
    def __init__(self, pictures, batch=32):
        self._batches = iter([pictures[start:start + batch] for start in range(0, len(pictures), batch)])

    def get_next(self):
        batch = next(self._batches, None)
        return None if batch is None else {"images": batch}


def export_float(model, example, path):
    """The TorchScript exporter folds batch normalisation into the convolutions of a model in evaluation mode."""
    torch.onnx.export(model.eval(), (torch.from_numpy(example),), str(path), dynamo=False, opset_version=OPSET,
                      input_names=["images"], output_names=["logits"], dynamic_axes={"images": {0: "N"}, "logits": {0: "N"}})


def quantize(float_path, int8_path, pictures):
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(float_path), str(prepared))
        quantize_static(str(prepared), str(int8_path), CalibrationPictures(pictures), quant_format=QuantFormat.QDQ,
                        op_types_to_quantize=QUANTIZED, per_channel=True, reduce_range=True,
                        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
                        calibrate_method=CalibrationMethod.MinMax, extra_options={"CalibMovingAverage": True})


def logits_of(graph, pictures, rows, threads, batch=64):
    runs = session(str(graph), threads)
    return np.concatenate([runs.run(["logits"], {"images": pictures[rows[start:start + batch]]})[0]
                           for start in tqdm(range(0, len(rows), batch), desc=f"score by {Path(graph).name}", mininterval=10)])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--threads", type=int, default=2)
    given = arguments.parse_args()
    truth, parts = np.load(given.work / "truth.npy"), np.load(given.work / "parts.npy")
    has_picture = np.load(given.work / "has_picture.npy")
    pictures = np.load(given.work / "small.npy", mmap_mode="r")
    model = PictureNet(truth.shape[1])
    model.load_state_dict(torch.load(given.work / "image.checkpoint.pt", map_location="cpu", weights_only=True)["model"])

    with tempfile.TemporaryDirectory(dir=given.work) as folder:
        float_path, int8_path = Path(folder) / "image.float.onnx", Path(folder) / "image.int8.onnx"
        example = np.array(pictures[:16])
        export_float(model, example, float_path)
        with torch.inference_mode():
            trained = torch.sigmoid(model(torch.from_numpy(example))).numpy()
        exported = logits_of(float_path, pictures, np.arange(16), given.threads)
        require_close("image in float against PyTorch", 1 / (1 + np.exp(-exported)), trained, CLOSE)

        training = np.random.default_rng(SEED).permutation(np.flatnonzero((parts == TRAIN) & has_picture))
        quantize(float_path, int8_path, pictures[np.sort(training[:CALIBRATION_PICTURES])])
        unseen = np.flatnonzero((parts != TRAIN) & has_picture)
        logits = np.full(truth.shape, np.nan, np.float32)
        logits[unseen] = logits_of(int8_path, pictures, unseen, given.threads)
        compared = np.flatnonzero((parts == FUSION) & has_picture)
        before = micro_f1(logits_of(float_path, pictures, compared, given.threads) > 0, truth[compared])
        after = micro_f1(logits[compared] > 0, truth[compared])
        print(f"micro-F1 at 0.5 of {len(compared)} unseen pictures: float {before:.4f}, int8 {after:.4f}")
        if before - after > DEAREST:
            raise QuantizationTooDear(f"int8 loses {before - after:.4f} of micro-F1, {DEAREST} allowed; nothing was written")
        int8_path.replace(given.work / "image.onnx")
    np.save(given.work / "image.logits.npy", logits)
    (given.work / "image.quantized.json").write_text(json.dumps({"float": round(before, 4), "int8": round(after, 4),
                                                                 "pictures": len(compared)}), encoding="utf-8")


if __name__ == "__main__":
    main()
