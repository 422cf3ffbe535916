"""Writes the logits that models-transformer's Llama must give, computed by PyTorch.

    python3 tools/parity/llama.py > models-transformer/src/test/resources/llama.json

Weights come from a formula that both sides can follow exactly; only configurations, tokens and
logits are written. The network is written down here from the papers, in few lines and in double
precision, and shares nothing with the code under test. Configurations are as Hugging Face's files
have them.
"""

import json
import math
import sys

import numpy as np
import torch
import torch.nn.functional as F


def uniform(stream, count):
    """In [-1, 1) in steps of 2^-15: a hash of index and stream."""
    x = (np.arange(count, dtype=np.uint64) + np.uint64(stream * 2654435761 % 2**32)) % 2**32
    x ^= x >> np.uint64(16)
    x = x * np.uint64(0x85EBCA6B) % 2**32
    x ^= x >> np.uint64(13)
    x = x * np.uint64(0xC2B2AE35) % 2**32
    x ^= x >> np.uint64(16)
    return (x >> np.uint64(16)).astype(np.float64) / 32768 - 1


def sizes(c):
    heads, keys = c["num_attention_heads"], c["num_key_value_heads"]
    return heads, keys, c.get("head_dim") or c["hidden_size"] // heads


def shapes(c):
    d, inner, (heads, keys, size) = c["hidden_size"], c["intermediate_size"], sizes(c)
    named = {"model.embed_tokens.weight": (c["vocab_size"], d), "model.norm.weight": (d,)}
    for i in range(c["num_hidden_layers"]):
        h = "model.layers.%d." % i
        maps = {
            "self_attn.q_proj": (heads * size, d),
            "self_attn.k_proj": (keys * size, d),
            "self_attn.v_proj": (keys * size, d),
            "self_attn.o_proj": (d, heads * size),
            "mlp.gate_proj": (inner, d),
            "mlp.up_proj": (inner, d),
            "mlp.down_proj": (d, inner),
        }
        named.update({h + name + ".weight": shape for name, shape in maps.items()})
        biased = []
        if c["model_type"] == "qwen2" or c.get("attention_bias"):
            biased += ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"]
        if c.get("attention_bias"):
            biased.append("self_attn.o_proj")
        if c.get("mlp_bias"):
            biased += ["mlp.gate_proj", "mlp.up_proj", "mlp.down_proj"]
        named.update({h + name + ".bias": maps[name][:1] for name in biased})
        named[h + "input_layernorm.weight"] = (d,)
        named[h + "post_attention_layernorm.weight"] = (d,)
        if c["model_type"] == "qwen3":
            named[h + "self_attn.q_norm.weight"] = (size,)
            named[h + "self_attn.k_norm.weight"] = (size,)
    if not c.get("tie_word_embeddings"):
        named["lm_head.weight"] = (c["vocab_size"], d)
    return named


def weights(c):
    made = {}
    for stream, (name, shape) in enumerate(sorted(shapes(c).items())):
        u = uniform(stream, math.prod(shape)).reshape(shape)
        gain = name.split(".")[-2].endswith("norm")
        made[name] = torch.from_numpy(1 + u / 2 if gain else u / 4)
    return made


def frequencies(c):
    """Radians a position of each pair, and what cosines and sines are multiplied by."""
    size, base = sizes(c)[2], c.get("rope_theta", 10000.0)
    pair = torch.arange(size // 2, dtype=torch.float64)
    f = base ** (-2 * pair / size)
    rule = c.get("rope_scaling") or {}
    kind = rule.get("rope_type", rule.get("type", "default"))
    if kind == "linear":
        return f / rule["factor"], 1.0
    if kind == "llama3":
        waves = 2 * math.pi / f
        original = rule["original_max_position_embeddings"]
        out = f.clone()
        for i, wave in enumerate(waves.tolist()):
            if wave > original / rule["low_freq_factor"]:
                out[i] = f[i] / rule["factor"]
            elif wave >= original / rule["high_freq_factor"]:
                smooth = (original / wave - rule["low_freq_factor"]) / (
                    rule["high_freq_factor"] - rule["low_freq_factor"]
                )
                out[i] = (1 - smooth) * f[i] / rule["factor"] + smooth * f[i]
        return out, 1.0
    if kind == "yarn":
        original = rule.get("original_max_position_embeddings") or c["max_position_embeddings"]

        def where(turns):
            return size * math.log(original / (turns * 2 * math.pi)) / (2 * math.log(base))

        low = max(0, math.floor(where(rule.get("beta_fast", 32))))
        high = min(size - 1, math.ceil(where(rule.get("beta_slow", 1))))
        ramp = ((pair - low) / (high - low if high > low else 0.001)).clamp(0, 1)
        scale = rule.get("attention_factor") or 0.1 * math.log(rule["factor"]) + 1
        return f / rule["factor"] * ramp + f * (1 - ramp), scale
    return f, 1.0


def logits(c, w, ids):
    d, eps, length = c["hidden_size"], c["rms_norm_eps"], len(ids)
    heads, keys, size = sizes(c)

    def linear(x, name):
        return F.linear(x, w[name + ".weight"], w.get(name + ".bias"))

    def norm(x, name):
        return x / (x.pow(2).mean(-1, keepdim=True) + eps).sqrt() * w[name + ".weight"]

    f, scale = frequencies(c)
    angles = torch.arange(length, dtype=torch.float64)[:, None] * f
    turn = torch.polar(torch.full_like(angles, scale), angles)

    def rotated(x):
        pairs = torch.complex(x[..., : size // 2], x[..., size // 2 :]) * turn
        return torch.cat([pairs.real, pairs.imag], -1)

    at = torch.arange(length)
    hidden = at[None, :] > at[:, None]
    if c.get("sliding_window") and c.get("use_sliding_window", True):
        hidden |= at[:, None] - at[None, :] >= c["sliding_window"]
    x = w["model.embed_tokens.weight"][ids]
    for i in range(c["num_hidden_layers"]):
        h = "model.layers.%d." % i
        y = norm(x, h + "input_layernorm")
        q, k, v = (
            linear(y, h + "self_attn." + name).view(length, -1, size)
            for name in ("q_proj", "k_proj", "v_proj")
        )
        if c["model_type"] == "qwen3":
            q, k = norm(q, h + "self_attn.q_norm"), norm(k, h + "self_attn.k_norm")
        q, k = rotated(q.transpose(0, 1)), rotated(k.transpose(0, 1))
        shared = heads // keys
        k, v = k.repeat_interleave(shared, 0), v.transpose(0, 1).repeat_interleave(shared, 0)
        scores = (q @ k.transpose(1, 2) / math.sqrt(size)).masked_fill(hidden, -math.inf)
        seen = (torch.softmax(scores, -1) @ v).transpose(0, 1).reshape(length, heads * size)
        x = x + linear(seen, h + "self_attn.o_proj")
        y = norm(x, h + "post_attention_layernorm")
        up = F.silu(linear(y, h + "mlp.gate_proj")) * linear(y, h + "mlp.up_proj")
        x = x + linear(up, h + "mlp.down_proj")
    tied = c.get("tie_word_embeddings")
    head = w["model.embed_tokens.weight"] if tied else w["lm_head.weight"]
    return norm(x, "model.norm") @ head.T


def case(name, length=40, **changed):
    c = {
        "model_type": "llama",
        "vocab_size": 31,
        "hidden_size": 24,
        "intermediate_size": 40,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 64,
        "rms_norm_eps": 1e-5,
        "hidden_act": "silu",
        "rope_theta": 10000.0,
        "tie_word_embeddings": False,
    }
    c.update(changed)
    ids = [(7 * i * i + 3) % c["vocab_size"] for i in range(length)]
    found = logits(c, weights(c), ids)
    # Every row would be as good as the last three and every seventh, and the file long.
    rows = {i: found[i] for i in range(length) if i % 7 == 0 or i >= length - 3}
    return {
        "name": name,
        "config": c,
        "ids": ids,
        "logits": {str(i): [float("%.7g" % v) for v in row] for i, row in rows.items()},
    }


json.dump(
    {
        "torch": torch.__version__,
        "numpy": np.__version__,
        "cases": [
            case("plain", num_key_value_heads=4, tie_word_embeddings=True),
            case("grouped queries", head_dim=8, attention_bias=True, mlp_bias=True),
            case(
                "rope llama3",
                head_dim=16,
                rope_scaling={
                    "rope_type": "llama3",
                    "factor": 8.0,
                    "low_freq_factor": 1.0,
                    "high_freq_factor": 4.0,
                    "original_max_position_embeddings": 32,
                },
            ),
            case(
                "rope yarn",
                head_dim=16,
                rope_theta=500.0,
                rope_scaling={
                    "type": "yarn",
                    "factor": 4.0,
                    "original_max_position_embeddings": 16,
                    "beta_fast": 2.0,
                    "beta_slow": 0.25,
                },
            ),
            case("rope linear", rope_scaling={"type": "linear", "factor": 2.5}),
            case("mistral", model_type="mistral", sliding_window=9, num_key_value_heads=1),
            case(
                "qwen2",
                model_type="qwen2",
                use_sliding_window=False,
                sliding_window=5,
                tie_word_embeddings=True,
            ),
            case("qwen3", model_type="qwen3", head_dim=10, rope_theta=1e6),
            # More than one page of what is remembered, and a window that reaches over its end.
            case(
                "long",
                length=290,
                model_type="mistral",
                num_hidden_layers=1,
                max_position_embeddings=320,
                sliding_window=70,
            ),
        ],
    },
    sys.stdout,
)
print()
