# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The catalogue: its listings, pictures and labels, the twin groups and the split, and the work folder that holds them.

Enter at `work`. Knows no model, no score and no ONNX.
"""
