# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The made-up listings of the demo: their words, and the pictures that are drawn for them.

Enter at `shop`; draw_samples.py writes them. The package must not know any model.
"""
