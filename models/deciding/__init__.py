# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""From scores to decisions, and from decisions to figures: decoding, the cascade, the thresholds, and how sure all of it is.

Enter at `decoding`; Java decides exactly as it does. Works on arrays of scores: must not know which model gave them, nor how they were
fused, nor what a bundle is.
"""
