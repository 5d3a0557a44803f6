# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The report of a comparison: which model to ship and why, in Markdown with plots.

Enter at `report`. The package reads the figures from one dictionary, `comparison.json`. It must not know how they were measured: no
model, no array of scores.
"""
