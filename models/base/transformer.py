# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""A transformer encoder (Vaswani et al. 2017, arXiv 1706.03762) laid out as BERT is, so that pretrained weights fit into it.

A folder of pretrained weights holds what Hugging Face writes for BERT-like models: config.json, tokenizer.json, and
model.safetensors or pytorch_model.bin. The weights are read here without that library. Texts are read without [CLS] and [SEP]. The
vector of a text is the mean over its tokens, with a layer of rectified units on top.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from data.bad_input import BadInput
from data.tokens import PAD

HIDDEN_FROM = -1e9
SAFETENSORS = {"F32": (np.float32, 4), "F16": (np.float16, 2), "BF16": (np.uint16, 2)}
LAYER_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "mixed_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "outer_norm": "output.LayerNorm",
}


class Layer(nn.Module):
    """Attention over a text and two linear maps, each added to what came in and normalised."""

    def __init__(self, width, attention_heads, inner, dropout, epsilon):
        super().__init__()
        self.attention_heads = attention_heads
        self.query, self.key, self.value, self.mixed = (nn.Linear(width, width) for _ in range(4))
        self.inner, self.outer = nn.Linear(width, inner), nn.Linear(inner, width)
        self.mixed_norm, self.outer_norm = (nn.LayerNorm(width, eps=epsilon) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states, hidden_from):
        """states [N,T,width]; hidden_from [N,1,1,T], far below zero where there is padding."""
        query, key, value = (self._apart(layer(states)) for layer in (self.query, self.key, self.value))
        scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[3])
        mixed = (torch.softmax(scores.float() + hidden_from, dim=3).to(value.dtype) @ value).transpose(1, 2).flatten(2)
        states = self.mixed_norm(states + self.dropout(self.mixed(mixed)))
        return self.outer_norm(states + self.dropout(self.outer(functional.gelu(self.inner(states)))))

    def _apart(self, states):
        return states.unflatten(2, (self.attention_heads, -1)).transpose(1, 2)


class Transformer(nn.Module):
    """Tokens int64 [N,T], T up to `positions`, to vectors float32 [N,hidden]."""

    def __init__(
        self,
        words,
        embedding_width=128,
        layers=2,
        attention_heads=4,
        inner=256,
        positions=128,
        hidden=170,
        dropout=0.1,
        embedding_dropout=0.1,
        epsilon=1e-12,
    ):
        super().__init__()
        self.width = hidden
        self.embedding = nn.Embedding(words, embedding_width, padding_idx=PAD)
        self.positions = nn.Embedding(positions, embedding_width)
        for table in (self.embedding, self.positions):
            nn.init.normal_(table.weight, std=0.1)
        self.norm = nn.LayerNorm(embedding_width, eps=epsilon)
        self.dropout = nn.Dropout(embedding_dropout)
        self.layers = nn.ModuleList(Layer(embedding_width, attention_heads, inner, dropout, epsilon) for _ in range(layers))
        self.hidden = nn.Linear(embedding_width, hidden)

    def forward(self, tokens):
        is_word = (tokens != PAD).float()
        places = torch.arange(tokens.shape[1], device=tokens.device)
        states = self.dropout(self.norm(self.embedding(tokens).float() + self.positions(places)))
        hidden_from = (1 - is_word)[:, None, None, :] * HIDDEN_FROM
        for layer in self.layers:
            states = layer(states, hidden_from)
        mean = (states.float() * is_word.unsqueeze(2)).sum(dim=1) / is_word.sum(dim=1, keepdim=True).clamp(min=1)
        return functional.relu(self.hidden(mean))


def pretrained_shape(folder):
    """The arguments of Transformer that a folder of pretrained weights asks for; BadInput if they are of another kind of model."""
    file = Path(folder) / "config.json"
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise BadInput(
            f"{file}: cannot be read as JSON ({error}); give a folder with config.json, tokenizer.json and weights"
        ) from error
    legal = {"model_type": "bert", "hidden_act": "gelu", "pad_token_id": PAD, "position_embedding_type": "absolute"}
    for name, wanted in legal.items():
        if config.get(name, wanted) != wanted:
            raise BadInput(f"{file}: {name} must be {wanted!r}, was {config[name]!r}; only BERT-like models can be read")
    names = {
        "words": "vocab_size",
        "embedding_width": "hidden_size",
        "layers": "num_hidden_layers",
        "attention_heads": "num_attention_heads",
        "inner": "intermediate_size",
        "positions": "max_position_embeddings",
    }
    missing = [name for name in names.values() if name not in config]
    if missing:
        raise BadInput(f"{file}: lacks {', '.join(missing)}; copy it again")
    return {ours: config[theirs] for ours, theirs in names.items()} | {"epsilon": config.get("layer_norm_eps", 1e-12)}


def load_pretrained(encoder, folder):
    """Puts pretrained weights into a Transformer of the folder's shape; the last layer, `hidden`, stays as it was.

    BadInput if a weight is missing or has another shape.
    """
    file, weights = _weights(Path(folder))
    weights = {
        name.removeprefix("bert.").replace(".gamma", ".weight").replace(".beta", ".bias"): value for name, value in weights.items()
    }
    state = encoder.state_dict()
    for name in state:
        if not name.startswith("hidden."):
            theirs = _their_name(name)
            if theirs not in weights or weights[theirs].shape != state[name].shape:
                shape = tuple(weights[theirs].shape) if theirs in weights else "nothing"
                raise BadInput(f"{file}: holds {shape} for {theirs}, config.json needs {tuple(state[name].shape)}; copy both again")
            state[name] = weights[theirs].float()
    # no text has a second part, so its type is a constant
    types = weights.get("embeddings.token_type_embeddings.weight")
    if types is not None:
        state["positions.weight"] = state["positions.weight"] + types[0].float()
    encoder.load_state_dict(state)


def _their_name(ours):
    top = {"embedding.weight": "embeddings.word_embeddings.weight", "positions.weight": "embeddings.position_embeddings.weight"}
    if ours in top:
        return top[ours]
    if ours.startswith("norm."):
        return f"embeddings.LayerNorm.{ours[5:]}"
    _, number, layer, kind = ours.split(".")
    return f"encoder.layer.{number}.{LAYER_NAMES[layer]}.{kind}"


def _weights(folder):
    if (folder / "model.safetensors").exists():
        return folder / "model.safetensors", read_safetensors(folder / "model.safetensors")
    if (folder / "pytorch_model.bin").exists():
        return folder / "pytorch_model.bin", torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    raise BadInput(f"{folder}: has neither model.safetensors nor pytorch_model.bin; copy one of them there")


def read_safetensors(file):
    """{name: tensor} of the floating point tensors: 8 bytes with the length of a JSON header, the header, then the numbers."""
    content = file.read_bytes()
    try:
        length = int.from_bytes(content[:8], "little")
        header = json.loads(content[8 : 8 + length])
        found = {}
        for name, entry in header.items():
            if name != "__metadata__" and entry["dtype"] in SAFETENSORS:
                kind, size = SAFETENSORS[entry["dtype"]]
                start, end = entry["data_offsets"]
                numbers = np.frombuffer(content, kind, (end - start) // size, 8 + length + start)
                if entry["dtype"] == "BF16":
                    numbers = (numbers.astype(np.uint32) << 16).view(np.float32)
                found[name] = torch.from_numpy(numbers.astype(np.float32)).reshape(entry["shape"])
        return found
    except (ValueError, KeyError, TypeError, RuntimeError) as error:
        raise BadInput(f"{file}: not a whole safetensors file ({error}); copy it again") from error
