# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""From scores to decisions, and from decisions to figures: decoding, the cascade, the thresholds, and how certain each figure is.

Enter at `decoding`; Java decides exactly as it does. The package works on arrays of scores. It must not know which model gave them,
how they were fused, or what a bundle is.
"""
