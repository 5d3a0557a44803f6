# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The late fusion: one answer of what several base models say, and the candidate that has all it takes to serve them.

Enter at `candidate`. Uses base models and decisions, and must not know how a bundle is written or run.
"""
