"""The causal transformer; dev.seisei.benchmarks.workload.Gpt says what it is."""
from typing import Dict, List

import torch
from torch import Tensor
from torch.nn import functional as F

import newer
from peer import Peer, next_token_loss, out_by_in


class Gpt(Peer):
    def __init__(self):
        super().__init__()
        self.depth = 0
        self.heads = 0
        self.width = 0
        self.fused_attention = 1
        self.mask = torch.zeros([])

    @torch.jit.export
    def open(
        self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]
    ) -> List[Tensor]:
        self.depth = int(settings["depth"])
        self.heads = int(settings["heads"])
        self.width = int(settings["width"])
        self.fused_attention = int(settings["fused_attention"])
        steps = int(settings["steps"])
        self.mask = torch.full([steps, steps], float("-inf")).triu(1)
        laid: Dict[str, Tensor] = {}
        for name, weight in weights.items():
            table = weight.dim() == 1 or name == "token.weight" or name == "position"
            laid[name] = weight.clone() if table else out_by_in(weight)
        return self.start(laid, settings)

    def linear(self, name: str, x: Tensor) -> Tensor:
        return F.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def norm(self, name: str, x: Tensor) -> Tensor:
        return F.layer_norm(
            x, [self.width], self.weights[name + ".gain"], self.weights[name + ".shift"], 1e-5
        )

    def attention(self, name: str, x: Tensor) -> Tensor:
        size = self.width // self.heads
        qkv = self.linear(name + ".qkv", x).view(x.size(0), x.size(1), 3, self.heads, size)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        if self.fused_attention == 1:
            mixed = newer.scaled_dot_product_attention(q, k, v, None, 0.0, True)
        else:
            scores = torch.matmul(q * (size**-0.5), k.transpose(-2, -1)) + self.mask
            mixed = torch.matmul(torch.softmax(scores, -1), v)
        return self.linear(name + ".out", mixed.transpose(1, 2).reshape(x.size()))

    def logits(self, batch: Dict[str, Tensor]) -> Tensor:
        x = F.embedding(batch["tokens"], self.weights["token.weight"]) + self.weights["position"]
        for block in range(self.depth):
            name = "block" + str(block)
            x = x + self.attention(name + ".attention", self.norm(name + ".norm0", x))
            up = self.linear(name + ".mlp.up", self.norm(name + ".norm1", x))
            x = x + self.linear(name + ".mlp.down", F.gelu(up, approximate="tanh"))
        rows = self.norm("norm", x).reshape(-1, self.width)
        return F.linear(rows, self.weights["head.weight"])

    def loss(self, batch: Dict[str, Tensor]) -> Tensor:
        return next_token_loss(self.logits(batch), batch)

    def result(self, batch: Dict[str, Tensor]) -> Tensor:
        return self.logits(batch)
