# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Fits everything about the cascade that a bundle holds: for export.py after a training, for refit.py to a bundle that exists."""

from dataclasses import dataclass

import numpy as np

from deciding import acceptance, cascade, figures
from deciding.reference import reference


@dataclass(frozen=True)
class Part:
    """The listings of a part of the split."""

    stages: list  # a cascade.Heard for each stage
    there: dict  # by modality, bool [N]: the listing has what it reads
    truth: np.ndarray  # bool [N,L]
    outside: np.ndarray  # bool [N], the listing has a label that the bundle lacks
    groups: np.ndarray  # int64 [N], its twin group

    def one_of_each_group(self):
        """The same of one listing of every twin group, drawn at random."""
        rows = acceptance.one_of_each_group(self.groups, np.random.default_rng(0))
        return Part(
            [stage.rows(rows) for stage in self.stages],
            {name: there[rows] for name, there in self.there.items()},
            self.truth[rows],
            self.outside[rows],
            self.groups[rows],
        )


def fit(decoder, labels, names, calibration, validation, exhaustive):
    """(the `cascade` section, what `evaluation` says of it), fitted on one Part and measured on another; None if none can be
    certified.

    `names`: the modalities of each stage; `exhaustive`: the `acceptance` section of a run without a cascade. The `reference` is
    that of the default error target.
    """
    drawn = calibration.one_of_each_group()
    wrong = [figures.is_wrong(stage.decoded, drawn.truth, drawn.outside) for stage in drawn.stages]
    fitted = cascade.fit(names, drawn.stages, wrong, labels)
    if fitted is None:
        return None
    section, fallbacks = fitted
    default = cascade.target_of(section, section["acceptance"]["default_target"])
    chosen = cascade.decided(validation.stages, cascade.thresholds_of(section), labels, default)
    section["reference"] = reference(decoder, cascade.through(validation.stages, chosen)[0])
    measured = measure(decoder, labels, section, exhaustive, validation)
    return section, {"targets": measured, "roots_without_threshold": fallbacks}


def measure(decoder, labels, section, exhaustive, part):
    """What `figures.cascaded` says of a Part."""
    return figures.cascaded(decoder, labels, section, exhaustive, part.stages, part.there, part.truth, part.outside, part.groups)
