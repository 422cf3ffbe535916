"""The character models with LSTM and GRU layers; dev.seisei.benchmarks.workload has their like."""
from typing import Dict, List

import torch
from torch import Tensor
from torch.nn import functional as F

from peer import Peer, next_token_loss, out_by_in


class Recurrent(Peer):
    """What both share: an embedding, layers, a linear map."""

    def __init__(self):
        super().__init__()
        self.layers = torch.jit.Attribute([], List[Tensor])
        self.depth = 0
        self.width = 0

    def lay(self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]) -> None:
        self.depth = int(settings["depth"])
        self.width = int(settings["width"])
        laid: Dict[str, Tensor] = {}
        for name, weight in weights.items():
            table = weight.dim() == 1 or name == "token.weight"
            laid[name] = weight.clone() if table else out_by_in(weight)
        self.start(laid, settings)

    def logits(self, batch: Dict[str, Tensor]) -> Tensor:
        x = F.embedding(batch["tokens"], self.weights["token.weight"])
        y = self.recur(x).reshape(-1, self.width)
        return F.linear(y, self.weights["head.weight"], self.weights["head.bias"])

    def loss(self, batch: Dict[str, Tensor]) -> Tensor:
        return next_token_loss(self.logits(batch), batch)

    def result(self, batch: Dict[str, Tensor]) -> Tensor:
        return self.logits(batch)


class Lstm(Recurrent):
    @torch.jit.export
    def open(
        self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]
    ) -> List[Tensor]:
        self.lay(weights, settings)
        for layer in range(self.depth):
            name = "layer" + str(layer)
            bias = self.weights[name + ".bias"]
            self.layers.append(self.weights[name + ".input"])
            self.layers.append(self.weights[name + ".recurrent"])
            self.layers.append(bias)
            # torch has two biases where one is trained here.
            self.layers.append(torch.zeros_like(bias).detach())
        return []

    def recur(self, x: Tensor) -> Tensor:
        zeros = torch.zeros([self.depth, x.size(0), self.width])
        y, hidden, cell = torch.lstm(
            x, [zeros, zeros], self.layers, True, self.depth, 0.0, self.training, False, True
        )
        return y


class Gru(Recurrent):
    @torch.jit.export
    def open(
        self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]
    ) -> List[Tensor]:
        self.lay(weights, settings)
        for layer in range(self.depth):
            name = "layer" + str(layer)
            self.layers.append(self.weights[name + ".input"])
            self.layers.append(self.weights[name + ".recurrent"])
            self.layers.append(self.weights[name + ".input_bias"])
            self.layers.append(self.weights[name + ".recurrent_bias"])
        return []

    def recur(self, x: Tensor) -> Tensor:
        zeros = torch.zeros([self.depth, x.size(0), self.width])
        y, hidden = torch.gru(
            x, zeros, self.layers, True, self.depth, 0.0, self.training, False, True
        )
        return y
