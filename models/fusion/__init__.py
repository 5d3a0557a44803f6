# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The late fusion: one answer from what several base models say, and the candidate, which has everything it takes to serve them.

Enter at `candidate`. The package uses base models and decisions. It must not know how a bundle is written or run.
"""
