"""Writes the logits that models-transformer's Transformer-XL must give, computed by PyTorch.

    python3 tools/parity/xl.py > models-transformer/src/test/resources/xl.json

Weights come from a formula that both sides can follow exactly; only configurations, tokens and
logits are written. Scores of queries and keys are written down here pair by pair from the paper's
definition (arXiv 1901.02860, section 3.3), in double precision, without its trick of shifting.
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


def shapes(c):
    d, inner, v = c["d_model"], c["d_inner"], c["vocab_size"]
    hd = c["n_head"] * (c["d_head"] or d // c["n_head"])
    named = {"word_emb.weight": (v, d), "crit.bias": (v,)}
    if not c["tie_word_embeddings"]:
        named["out.weight"] = (v, d)
    if not c["untie_r"]:
        named.update({"r_w_bias": (hd,), "r_r_bias": (hd,)})
    norms = ["layer_norm"] if c["pre_lnorm"] else []
    for i in range(c["n_layer"]):
        a, f = "layers.%d.dec_attn." % i, "layers.%d.pos_ff." % i
        named.update({a + "q_net.weight": (hd, d), a + "kv_net.weight": (2 * hd, d)})
        named.update({a + "r_net.weight": (hd, d), a + "o_net.weight": (d, hd)})
        if c["untie_r"]:
            named.update({a + "r_w_bias": (hd,), a + "r_r_bias": (hd,)})
        named.update({f + "CoreNet.0.weight": (inner, d), f + "CoreNet.0.bias": (inner,)})
        named.update({f + "CoreNet.3.weight": (d, inner), f + "CoreNet.3.bias": (d,)})
        norms += [a + "layer_norm", f + "layer_norm"]
    for name in norms:
        named.update({name + ".weight": (d,), name + ".bias": (d,)})
    return named


def weights(c):
    made = {}
    for stream, (name, shape) in enumerate(sorted(shapes(c).items())):
        u = uniform(stream, math.prod(shape)).reshape(shape)
        gain = name.endswith("layer_norm.weight")
        made[name] = torch.from_numpy(1 + u / 2 if gain else u / 4)
    return made


def sinusoid(distance, d):
    angles = [distance / 10000 ** (2 * i / d) for i in range(d // 2)]
    row = [math.sin(a) for a in angles] + [math.cos(a) for a in angles]
    return torch.tensor(row, dtype=torch.float64)


def attention(c, w, layer, x, memory):
    """Of one text: x [T, d], memory [M', d] with only what is there."""
    d, heads = c["d_model"], c["n_head"]
    size = c["d_head"] or d // heads
    a = "layers.%d.dec_attn." % layer

    def norm(y):
        return F.layer_norm(
            y, (d,), w[a + "layer_norm.weight"], w[a + "layer_norm.bias"], c["layer_norm_epsilon"]
        )

    pre = c["pre_lnorm"]
    known = torch.cat([memory, x])
    q = ((norm(x) if pre else x) @ w[a + "q_net.weight"].T).view(-1, heads, size)
    k, v = ((norm(known) if pre else known) @ w[a + "kv_net.weight"].T).chunk(2, -1)
    k, v = k.view(-1, heads, size), v.view(-1, heads, size)
    own = a if c["untie_r"] else ""
    u = w[own + "r_w_bias"].view(heads, size)
    bias = w[own + "r_r_bias"].view(heads, size)
    rows = []
    for i in range(len(x)):
        mixed = []
        for h in range(heads):
            scores = []
            for j in range(len(memory) + i + 1):
                distance = len(memory) + i - j
                if c["clamp_len"]:
                    distance = min(distance, c["clamp_len"])
                r = (w[a + "r_net.weight"] @ sinusoid(distance, d)).view(heads, size)[h]
                scores.append((q[i, h] + u[h]) @ k[j, h] + (q[i, h] + bias[h]) @ r)
            p = torch.softmax(torch.stack(scores) / math.sqrt(size), 0)
            mixed.append(p @ v[: len(p), h])
        rows.append(torch.cat(mixed))
    y = x + torch.stack(rows) @ w[a + "o_net.weight"].T
    return y if pre else norm(y)


def mlp(c, w, layer, x):
    d, f = c["d_model"], "layers.%d.pos_ff." % layer

    def norm(y):
        return F.layer_norm(
            y, (d,), w[f + "layer_norm.weight"], w[f + "layer_norm.bias"], c["layer_norm_epsilon"]
        )

    read = norm(x) if c["pre_lnorm"] else x
    up = torch.relu(read @ w[f + "CoreNet.0.weight"].T + w[f + "CoreNet.0.bias"])
    y = x + up @ w[f + "CoreNet.3.weight"].T + w[f + "CoreNet.3.bias"]
    return y if c["pre_lnorm"] else norm(y)


def logits(c, w, ids):
    """Of one text, segment after segment, with what went into each block carried on."""
    d, length = c["d_model"], c["tgt_len"]
    memories = [torch.zeros(0, d, dtype=torch.float64) for _ in range(c["n_layer"])]
    found = []
    for start in range(0, len(ids), length):
        x = w["word_emb.weight"][ids[start : start + length]] * math.sqrt(d)
        for layer in range(c["n_layer"]):
            before = memories[layer]
            memories[layer] = torch.cat([before, x])[max(0, len(before) + len(x) - c["mem_len"]) :]
            x = mlp(c, w, layer, attention(c, w, layer, x, before))
        if c["pre_lnorm"]:
            x = F.layer_norm(
                x, (d,), w["layer_norm.weight"], w["layer_norm.bias"], c["layer_norm_epsilon"]
            )
        head = w["word_emb.weight"] if c["tie_word_embeddings"] else w["out.weight"]
        found.append(x @ head.T + w["crit.bias"])
    return torch.cat(found)


def case(**changed):
    c = {
        "vocab_size": 23,
        "d_model": 12,
        "n_head": 3,
        "d_head": None,
        "d_inner": 20,
        "n_layer": 2,
        "tgt_len": 5,
        "mem_len": 7,
        "clamp_len": 0,
        "untie_r": True,
        "pre_lnorm": False,
        "tie_word_embeddings": True,
        "layer_norm_epsilon": 1e-5,
    }
    c.update(changed)
    texts = [[(7 * i * i + 3 * n + 5) % c["vocab_size"] for i in range(15)] for n in range(2)]
    w = weights(c)
    rows = [logits(c, w, ids) for ids in texts]
    return {
        "config": c,
        "ids": texts,
        "logits": [[[float("%.7g" % v) for v in row] for row in text] for text in rows],
    }


json.dump(
    {
        "torch": torch.__version__,
        "numpy": np.__version__,
        "cases": [
            case(),
            case(
                d_head=5,
                clamp_len=4,
                untie_r=False,
                pre_lnorm=True,
                tie_word_embeddings=False,
                layer_norm_epsilon=1e-3,
            ),
            case(mem_len=3, n_head=1),
            case(mem_len=0),
        ],
    },
    sys.stdout,
)
print()
