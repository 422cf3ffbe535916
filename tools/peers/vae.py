"""The variational autoencoder; dev.seisei.benchmarks.workload.Vae says what it is."""
from typing import Dict, List

import torch
from torch import Tensor
from torch.nn import functional as F

from peer import Peer, out_by_in


class Vae(Peer):
    def __init__(self):
        super().__init__()
        self.depth = 0

    @torch.jit.export
    def open(
        self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]
    ) -> List[Tensor]:
        self.depth = int(settings["depth"])
        laid: Dict[str, Tensor] = {}
        for name, weight in weights.items():
            laid[name] = out_by_in(weight) if weight.dim() == 2 else weight.clone()
        return self.start(laid, settings)

    def linear(self, name: str, x: Tensor) -> Tensor:
        return F.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def layers(self, name: str, x: Tensor) -> Tensor:
        for layer in range(self.depth):
            x = F.relu(self.linear(name + ".layer" + str(layer), x))
        return x

    def decode(self, z: Tensor) -> Tensor:
        return self.linear("decoder.pixels", self.layers("decoder", z))

    def loss(self, batch: Dict[str, Tensor]) -> Tensor:
        x = batch["pixels"]
        hidden = self.layers("encoder", x)
        mean = self.linear("encoder.mean", hidden)
        log_variance = self.linear("encoder.log_variance", hidden)
        z = torch.addcmul(mean, torch.exp(0.5 * log_variance), batch["noise"])
        reconstruction = F.binary_cross_entropy_with_logits(self.decode(z), x, reduction="sum")
        divergence = 0.5 * (mean * mean + log_variance.exp() - log_variance - 1).sum()
        return (reconstruction + divergence) / x.size(0)

    def result(self, batch: Dict[str, Tensor]) -> Tensor:
        return torch.sigmoid(self.decode(batch["noise"]))
