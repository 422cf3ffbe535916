"""Writes the logits that models-transformer's GPT-2 must give, computed by PyTorch.

    python3 tools/parity/gpt2.py > models-transformer/src/test/resources/gpt2.json

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


def shapes(c):
    d, inner = c["n_embd"], c["n_inner"] or 4 * c["n_embd"]
    named = {"wte.weight": (c["vocab_size"], d), "wpe.weight": (c["n_positions"], d)}
    norms, linears = ["ln_f"], {}
    for i in range(c["n_layer"]):
        h = "h.%d." % i
        norms += [h + "ln_1", h + "ln_2"]
        linears[h + "attn.c_attn"] = (d, 3 * d)
        linears[h + "attn.c_proj"] = (d, d)
        linears[h + "mlp.c_fc"] = (d, inner)
        linears[h + "mlp.c_proj"] = (inner, d)
    for name in norms:
        named[name + ".weight"] = (d,)
    for name, shape in linears.items():
        named[name + ".weight"] = shape
    if c["bias"]:
        named.update({name + ".bias": (d,) for name in norms})
        named.update({name + ".bias": shape[1:] for name, shape in linears.items()})
    if not c["tie_word_embeddings"]:
        named["lm_head.weight"] = (c["vocab_size"], d)
    return named


def weights(c):
    made = {}
    for stream, (name, shape) in enumerate(sorted(shapes(c).items())):
        u = uniform(stream, math.prod(shape)).reshape(shape)
        gain = name.split(".")[-2].startswith("ln_") and name.endswith(".weight")
        made[name] = torch.from_numpy(1 + u / 2 if gain else u / 4)
    return made


def logits(c, w, ids):
    d, heads, length = c["n_embd"], c["n_head"], len(ids)

    def linear(x, name):
        y = x @ w[name + ".weight"]
        return y + w[name + ".bias"] if c["bias"] else y

    def norm(x, name):
        bias = w[name + ".bias"] if c["bias"] else None
        return F.layer_norm(x, (d,), w[name + ".weight"], bias, c["layer_norm_epsilon"])

    x = w["wte.weight"][ids] + w["wpe.weight"][:length]
    later = torch.ones(length, length, dtype=torch.bool).triu(1)
    for i in range(c["n_layer"]):
        h = "h.%d." % i
        qkv = linear(norm(x, h + "ln_1"), h + "attn.c_attn")
        q, k, v = (part.view(length, heads, -1).transpose(0, 1) for part in qkv.split(d, -1))
        scores = q @ k.transpose(1, 2)
        if c["scale_attn_weights"]:
            scores = scores / math.sqrt(d // heads)
        if c["scale_attn_by_inverse_layer_idx"]:
            scores = scores / (i + 1)
        seen = torch.softmax(scores.masked_fill(later, -math.inf), -1) @ v
        x = x + linear(seen.transpose(0, 1).reshape(length, d), h + "attn.c_proj")
        up = ACTIVATIONS[c["activation_function"]](linear(norm(x, h + "ln_2"), h + "mlp.c_fc"))
        x = x + linear(up, h + "mlp.c_proj")
    head = w["wte.weight"] if c["tie_word_embeddings"] else w["lm_head.weight"]
    return norm(x, "ln_f") @ head.T


def case(**changed):
    c = {
        "vocab_size": 31,
        "n_positions": 12,
        "n_embd": 24,
        "n_layer": 3,
        "n_head": 4,
        "n_inner": None,
        "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5,
        "scale_attn_weights": True,
        "scale_attn_by_inverse_layer_idx": False,
        "tie_word_embeddings": True,
        "bias": True,
    }
    c.update(changed)
    ids = [(7 * i * i + 3) % c["vocab_size"] for i in range(c["n_positions"] - 1)]
    found = logits(c, weights(c), ids)
    return {"config": c, "ids": ids, "logits": [[float("%.7g" % v) for v in row] for row in found]}


json.dump(
    {
        "torch": torch.__version__,
        "numpy": np.__version__,
        "cases": [
            case(),
            case(
                n_inner=40,
                activation_function="gelu",
                layer_norm_epsilon=1e-3,
                scale_attn_by_inverse_layer_idx=True,
                tie_word_embeddings=False,
            ),
            case(bias=False, n_head=1, activation_function="relu", scale_attn_weights=False),
            case(n_head=24, n_layer=1, activation_function="silu"),
        ],
    },
    sys.stdout,
)
print()
