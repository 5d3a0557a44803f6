# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The base models: everything that reads a title, a description or a picture and scores the labels, and the ONNX graph of each.

Enter at `families` (what a kind of model must offer) or at `training` (train one, once). Knows the catalogue (`data`) and nothing
of what is made of the scores: no decision, no fusion, no bundle.
"""
