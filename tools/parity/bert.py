"""Writes the logits that models-transformer's BERT must give, computed by PyTorch.

    python3 tools/parity/bert.py > models-transformer/src/test/resources/bert.json

Weights come from a formula that both sides can follow exactly; only configurations, tokens and
logits are written. The network is written down here from the papers, in few lines and in double
precision, and shares nothing with the code under test.
"""

import json
import math
import sys

import numpy as np
import torch
import torch.nn.functional as F

ACTIVATIONS = {
    "gelu_new": lambda x: F.gelu(x, approximate="tanh"),
    "gelu": F.gelu,
    "relu": F.relu,
    "silu": F.silu,
}


def uniform(stream, count):
    """In [-1, 1) in steps of 2^-15: a hash of index and stream."""
    x = (np.arange(count, dtype=np.uint64) + np.uint64(stream * 2654435761 % 2**32)) % 2**32
    x ^= x >> np.uint64(16)
    x = x * np.uint64(0x85EBCA6B) % 2**32
    x ^= x >> np.uint64(13)
    x = x * np.uint64(0xC2B2AE35) % 2**32
    x ^= x >> np.uint64(16)
    return (x >> np.uint64(16)).astype(np.float64) / 32768 - 1


HEADS = {
    "bert": ("cls.predictions.transform.dense", "cls.predictions.transform.LayerNorm",
             "cls.predictions.bias", "cls.predictions.decoder.weight"),
    "roberta": ("lm_head.dense", "lm_head.layer_norm", "lm_head.bias", "lm_head.decoder.weight"),
}


def shapes(kind, c):
    d, inner = c["hidden_size"], c["intermediate_size"]
    e = kind + ".embeddings."
    named = {
        e + "word_embeddings.weight": (c["vocab_size"], d),
        e + "position_embeddings.weight": (c["max_position_embeddings"], d),
        e + "token_type_embeddings.weight": (c["type_vocab_size"], d),
    }
    transform, norm, bias, decoder = HEADS[kind]
    norms, linears = [e + "LayerNorm", norm], {transform: (d, d)}
    for i in range(c["num_hidden_layers"]):
        b = "%s.encoder.layer.%d." % (kind, i)
        norms += [b + "attention.output.LayerNorm", b + "output.LayerNorm"]
        for name in ("query", "key", "value"):
            linears[b + "attention.self." + name] = (d, d)
        linears[b + "attention.output.dense"] = (d, d)
        linears[b + "intermediate.dense"] = (inner, d)
        linears[b + "output.dense"] = (d, inner)
    for name in norms:
        named[name + ".weight"] = named[name + ".bias"] = (d,)
    for name, shape in linears.items():
        named[name + ".weight"] = shape
        named[name + ".bias"] = shape[:1]
    named[bias] = (c["vocab_size"],)
    if not c["tie_word_embeddings"]:
        named[decoder] = (c["vocab_size"], d)
    return named


def weights(kind, c):
    made = {}
    for stream, (name, shape) in enumerate(sorted(shapes(kind, c).items())):
        u = uniform(stream, math.prod(shape)).reshape(shape)
        gain = name.lower().replace("_", "").endswith("layernorm.weight")
        made[name] = torch.from_numpy(1 + u / 2 if gain else u / 4)
    return made


def logits(kind, c, w, ids, types):
    d, heads, length = c["hidden_size"], c["num_attention_heads"], len(ids)

    def linear(x, name):
        return x @ w[name + ".weight"].T + w[name + ".bias"]

    def norm(x, name):
        return F.layer_norm(x, (d,), w[name + ".weight"], w[name + ".bias"], c["layer_norm_eps"])

    act = ACTIVATIONS[c["hidden_act"]]
    first = c["pad_token_id"] + 1 if kind == "roberta" else 0
    e = kind + ".embeddings."
    x = norm(
        w[e + "word_embeddings.weight"][ids]
        + w[e + "position_embeddings.weight"][first : first + length]
        + w[e + "token_type_embeddings.weight"][types],
        e + "LayerNorm",
    )
    for i in range(c["num_hidden_layers"]):
        b = "%s.encoder.layer.%d." % (kind, i)
        q, k, v = (
            linear(x, b + "attention.self." + name).view(length, heads, -1).transpose(0, 1)
            for name in ("query", "key", "value")
        )
        seen = torch.softmax(q @ k.transpose(1, 2) / math.sqrt(d // heads), -1) @ v
        seen = linear(seen.transpose(0, 1).reshape(length, d), b + "attention.output.dense")
        x = norm(x + seen, b + "attention.output.LayerNorm")
        up = act(linear(x, b + "intermediate.dense"))
        x = norm(x + linear(up, b + "output.dense"), b + "output.LayerNorm")
    transform, last, bias, decoder = HEADS[kind]
    table = e + "word_embeddings.weight" if c["tie_word_embeddings"] else decoder
    return norm(act(linear(x, transform)), last) @ w[table].T + w[bias]


def case(kind, types=None, **changed):
    c = {
        "vocab_size": 31,
        "hidden_size": 24,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 40,
        "hidden_act": "gelu",
        "max_position_embeddings": 20,
        "type_vocab_size": 2,
        "layer_norm_eps": 1e-12,
        "pad_token_id": 0,
        "tie_word_embeddings": True,
    }
    c.update(changed)
    ids = [(7 * i * i + 3) % c["vocab_size"] for i in range(11)]
    types = types or [0] * len(ids)
    found = logits(kind, c, weights(kind, c), ids, types)
    rows = [[float("%.7g" % v) for v in row] for row in found]
    return {"model_type": kind, "config": c, "ids": ids, "types": types, "logits": rows}


json.dump(
    {
        "torch": torch.__version__,
        "numpy": np.__version__,
        "cases": [
            case("bert"),
            case("bert", hidden_act="gelu_new", tie_word_embeddings=False, layer_norm_eps=1e-3),
            case("bert", types=[0] * 5 + [1] * 6, num_attention_heads=1, hidden_act="relu"),
            case("roberta", pad_token_id=1, type_vocab_size=1, layer_norm_eps=1e-5),
            case("roberta", pad_token_id=4, hidden_act="silu", tie_word_embeddings=False),
        ],
    },
    sys.stdout,
)
print()
