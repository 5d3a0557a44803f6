# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Step 2, which step 3 does for you: trains base models.

    python train.py --work WORK --models title.cnn description.tfidf image.resnet18 [--folds 3] [--size small] [--threads 2]
                    [--option title.cnn:vectors=glove.txt]

Each model learns from the part `train`. A fusion must learn from scores as they will be when the models serve, and a model is too
sure of the listings it learned from. So further models are trained, one a fold: each leaves its fold of the twin groups out and
then scores it (stacked generalisation, Wolpert 1992). `--folds 0` trains none of them, for models that are only compared.

An interrupted run goes on where it stopped.

Each model has a folder WORK/models/NAME with
    logits.npy     float32 [N,L], nan where there is nothing to read; for `train` out of fold, nan without folds
    features.npy   float16 [N,F], what the last layer sees, zero where there is nothing to read; only of kinds that have one
    card.json      parameters, seconds, learning curve; written last
and the files from which its kind is loaded again.
"""

import argparse
from pathlib import Path

import torch

from base.families import SIZES, parse
from base.training import FOLDS, parsed_options, train
from data.work import Work


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--work", type=Path, required=True)
    arguments.add_argument("--models", nargs="+", required=True, metavar="READS.FAMILY")
    arguments.add_argument("--folds", type=int, default=FOLDS)
    arguments.add_argument("--size", choices=SIZES, default="full")
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument(
        "--option", action="append", default=[], metavar="MODEL:NAME=VALUE", help="see the head of the model's module"
    )
    given = arguments.parse_args()
    torch.set_num_threads(1)
    work, options = Work(given.work), parsed_options(given.option)
    for name in [*given.models, *options]:
        parse(name)
    for name in given.models:
        train(work, name, given.folds, given.size, given.threads, options.get(name))


if __name__ == "__main__":
    main()
