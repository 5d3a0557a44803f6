# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
import pytest
import torch


@pytest.fixture(autouse=True)
def one_thread():
    torch.set_num_threads(1)
    torch.manual_seed(0)
