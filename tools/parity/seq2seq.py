"""Writes the logits that models-transformer's encoder-decoders must give, computed by PyTorch.

    python3 tools/parity/seq2seq.py > models-transformer/src/test/resources/seq2seq.json

Weights come from a formula that both sides can follow exactly; only configurations, tokens and
logits are written. The networks are written down here from the papers of Vaswani et al. (2017) and
of T5 (2019), in few lines and in double precision, and share nothing with the code under test.
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
    d, ff, v = c["d_model"], c["d_ff"], c["vocab_size"]
    inner = c["num_heads"] * (c["d_kv"] or d // c["num_heads"])
    named = {"shared.weight": (v, d)}
    if not c["tie_word_embeddings"]:
        named["lm_head.weight"] = (v, d)
    norms, linears = [], {}
    for side, count in (("encoder", c["num_layers"]), ("decoder", c["num_decoder_layers"])):
        if c["pre_norm"]:
            norms.append(side + ".final_layer_norm")
        for i in range(count):
            b = "%s.block.%d.layer." % (side, i)
            attentions = [b + "0.SelfAttention."]
            if side == "decoder":
                attentions.append(b + "1.EncDecAttention.")
            for a in attentions:
                linears.update({a + n: (inner, d) for n in "qkv"})
                linears[a + "o"] = (d, inner)
            m = b + "%d.DenseReluDense." % len(attentions)
            gated = c["feed_forward_proj"] == "gated_gelu"
            linears.update({m + n: (ff, d) for n in (("wi_0", "wi_1") if gated else ("wi",))})
            linears[m + "wo"] = (d, ff)
            norms += [b + "%d.layer_norm" % n for n in range(len(attentions) + 1)]
            if c["positions"] == "t5" and i == 0:
                name = b + "0.SelfAttention.relative_attention_bias.weight"
                named[name] = (c["relative_attention_num_buckets"], c["num_heads"])
    for name, shape in linears.items():
        named[name + ".weight"] = shape
        if c["bias"]:
            named[name + ".bias"] = shape[:1]
    for name in norms:
        named[name + ".weight"] = (d,)
        if c["norm"] == "layer":
            named[name + ".bias"] = (d,)
    return named


def weights(c):
    made = {}
    for stream, (name, shape) in enumerate(sorted(shapes(c).items())):
        u = uniform(stream, math.prod(shape)).reshape(shape)
        gain = name.endswith("layer_norm.weight")
        made[name] = torch.from_numpy(1 + u / 2 if gain else u / 4)
    return made


def bucket(key_minus_query, both_ways, buckets, farthest):
    first, n = 0, -key_minus_query
    if both_ways:
        buckets //= 2
        if key_minus_query > 0:
            first, n = buckets, key_minus_query
    n = max(n, 0)
    exact = buckets // 2
    if n < exact:
        return first + n
    far = exact + int(math.log(n / exact) / math.log(farthest / exact) * (buckets - exact))
    return first + min(far, buckets - 1)


class Model:
    def __init__(self, c):
        self.c, self.w = c, weights(c)
        self.heads = c["num_heads"]
        self.size = c["d_kv"] or c["d_model"] // self.heads

    def linear(self, x, name):
        y = x @ self.w[name + ".weight"].T
        return y + self.w[name + ".bias"] if self.c["bias"] else y

    def norm(self, x, name):
        gain, eps = self.w[name + ".weight"], self.c["layer_norm_epsilon"]
        if self.c["norm"] == "rms":
            return gain * x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps)
        return F.layer_norm(x, x.shape[-1:], gain, self.w[name + ".bias"], eps)

    def residual(self, x, name, f):
        if self.c["pre_norm"]:
            return x + f(self.norm(x, name + ".layer_norm"))
        return self.norm(x + f(x), name + ".layer_norm")

    def attention(self, name, x, known, mask):
        def split(y):
            return y.view(len(y), self.heads, self.size).transpose(0, 1)

        q = split(self.linear(x, name + ".q"))
        k, v = (split(self.linear(known, name + "." + n)) for n in "kv")
        scores = q @ k.transpose(1, 2)
        if self.c["scale_attention"]:
            scores = scores / math.sqrt(self.size)
        mixed = torch.softmax(scores + mask, -1) @ v
        return self.linear(mixed.transpose(0, 1).reshape(len(x), -1), name + ".o")

    def mlp(self, name, x):
        kind = self.c["feed_forward_proj"]
        if kind == "gated_gelu":
            up = F.gelu(self.linear(x, name + ".wi_0"), approximate="tanh")
            up = up * self.linear(x, name + ".wi_1")
        else:
            up = {"relu": torch.relu, "gelu": F.gelu}[kind](self.linear(x, name + ".wi"))
        return self.linear(up, name + ".wo")

    def bias(self, side, length):
        c, both = self.c, side == "encoder"
        mask = torch.zeros(self.heads, length, length, dtype=torch.float64)
        for i in range(length):
            for j in range(length):
                if not both and j > i:
                    mask[:, i, j] = -math.inf
                elif c["positions"] == "t5":
                    n = bucket(
                        j - i,
                        both,
                        c["relative_attention_num_buckets"],
                        c["relative_attention_max_distance"],
                    )
                    name = side + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight"
                    mask[:, i, j] = self.w[name][n]
        return mask

    def embed(self, ids):
        d = self.c["d_model"]
        x = self.w["shared.weight"][ids]
        if self.c["scale_embedding"]:
            x = x * math.sqrt(d)
        if self.c["positions"] == "sinusoidal":
            table = torch.zeros(len(ids), d, dtype=torch.float64)
            for p in range(len(ids)):
                for i in range(d // 2):
                    table[p, 2 * i] = math.sin(p / 10000 ** (2 * i / d))
                    table[p, 2 * i + 1] = math.cos(p / 10000 ** (2 * i / d))
            x = x + table
        return x

    def logits(self, source, target):
        c = self.c
        x = self.embed(source)
        mask = self.bias("encoder", len(source))
        for i in range(c["num_layers"]):
            b = "encoder.block.%d.layer." % i
            a = b + "0.SelfAttention"
            x = self.residual(x, b + "0", lambda y: self.attention(a, y, y, mask))
            x = self.residual(x, b + "1", lambda y: self.mlp(b + "1.DenseReluDense", y))
        known = self.norm(x, "encoder.final_layer_norm") if c["pre_norm"] else x
        x = self.embed(target)
        mask = self.bias("decoder", len(target))
        for i in range(c["num_decoder_layers"]):
            b = "decoder.block.%d.layer." % i
            a, e = b + "0.SelfAttention", b + "1.EncDecAttention"
            x = self.residual(x, b + "0", lambda y: self.attention(a, y, y, mask))
            x = self.residual(x, b + "1", lambda y: self.attention(e, y, known, 0))
            x = self.residual(x, b + "2", lambda y: self.mlp(b + "2.DenseReluDense", y))
        if c["pre_norm"]:
            x = self.norm(x, "decoder.final_layer_norm")
        if not c["tie_word_embeddings"]:
            return x @ self.w["lm_head.weight"].T
        if not c["scale_embedding"]:
            x = x / math.sqrt(c["d_model"])
        return x @ self.w["shared.weight"].T


def case(**changed):
    c = {
        "vocab_size": 29,
        "max_source_length": 11,
        "max_target_length": 9,
        "d_model": 12,
        "d_kv": None,
        "d_ff": 20,
        "num_layers": 2,
        "num_decoder_layers": 2,
        "num_heads": 3,
        "positions": "sinusoidal",
        "relative_attention_num_buckets": 8,
        "relative_attention_max_distance": 9,
        "pre_norm": False,
        "norm": "layer",
        "bias": True,
        "feed_forward_proj": "relu",
        "scale_attention": True,
        "scale_embedding": True,
        "tie_word_embeddings": True,
        "layer_norm_epsilon": 1e-6,
        "pad_token_id": 0,
        "eos_token_id": 1,
        "decoder_start_token_id": 0,
    }
    c.update(changed)
    model = Model(c)
    pairs = []
    # The second source is shorter than the longest: what fills it up must change nothing.
    for n, (s, t) in enumerate(((11, 9), (6, 9))):
        source = [2 + (7 * i * i + 3 * n) % 27 for i in range(s)]
        target = [0] + [2 + (5 * i * i + 11 * n) % 27 for i in range(1, t)]
        found = model.logits(source, target)
        rows = [[float("%.7g" % v) for v in row] for row in found]
        pairs.append({"source": source, "target": target, "logits": rows})
    return {"config": c, "pairs": pairs}


T5 = {
    "positions": "t5",
    "pre_norm": True,
    "norm": "rms",
    "bias": False,
    "scale_attention": False,
    "scale_embedding": False,
}

json.dump(
    {
        "torch": torch.__version__,
        "numpy": np.__version__,
        "cases": [
            case(**T5),
            case(
                **T5,
                d_kv=5,
                feed_forward_proj="gated_gelu",
                tie_word_embeddings=False,
                num_decoder_layers=1,
            ),
            case(),
            case(pre_norm=True, num_heads=1, feed_forward_proj="gelu", layer_norm_epsilon=1e-3),
        ],
    },
    sys.stdout,
)
print()
