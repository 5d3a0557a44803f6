# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The made-up listings of the demo: their words, and the pictures that are drawn for them.

`draw_samples.py` puts them together. Knows nothing of models.
"""
