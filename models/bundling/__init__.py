# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""Bundles: what a bundle consists of, how it is written at once or not at all, and how it is run, as Java runs it.

Enter at `exporting` (write one) or `runner` (run one, without PyTorch). The package must not know how figures become a report.
"""
