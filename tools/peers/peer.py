"""What the networks share: their weights by name, and how a step is put together."""
from typing import Dict, List

import torch
from torch import Tensor, nn

from adam import Adam


class Peer(nn.Module):
    """A network with one loss.

    Subclasses have `open`, which copies the weights, whose memory is the caller's, into the layout
    that libtorch computes with fastest and calls `start`; `loss` and `result`.
    """

    def __init__(self):
        super().__init__()
        self.adam = Adam()
        self.weights = torch.jit.Attribute({}, Dict[str, Tensor])

    def start(self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]) -> List[Tensor]:
        self.weights = weights
        self.adam.start(list(weights.values()), settings)
        return []

    @torch.jit.export
    def train_step(self, batch: Dict[str, Tensor]) -> List[Tensor]:
        """Forward, backward, Adam; returns the loss."""
        losses = self.gradients(batch)
        self.adam.update()
        return losses

    @torch.jit.export
    def gradients(self, batch: Dict[str, Tensor]) -> List[Tensor]:
        """Forward and backward; returns the loss."""
        loss = self.loss(batch)
        self.adam.backward(loss)
        return [loss.detach()]

    @torch.jit.export
    def update(self) -> List[Tensor]:
        """Adam, with the gradients of the last call of `gradients`."""
        self.adam.update()
        return []

    @torch.jit.export
    def infer(self, batch: Dict[str, Tensor]) -> List[Tensor]:
        """What the network is used for."""
        with torch.no_grad():
            return [self.result(batch)]


def out_by_in(weight: Tensor) -> Tensor:
    """[in, out] as torch's linear maps want it, copied: [out, in]."""
    return weight.t().clone(memory_format=torch.contiguous_format)


def convolution(weight: Tensor, channels_last: int) -> Tensor:
    """[kH, kW, in, out] as torch's convolutions want it, copied: [out, in, kH, kW].

    A transposed convolution's [kH, kW, out, in] becomes [in, out, kH, kW] by the same permutation.
    """
    moved = weight.permute(3, 2, 0, 1)
    if channels_last == 1:
        return moved.clone(memory_format=torch.channels_last)
    return moved.clone(memory_format=torch.contiguous_format)


def pictures(values: Tensor, channels_last: int) -> Tensor:
    """Pictures in the layout that the convolutions compute in."""
    if channels_last == 1:
        return values.contiguous(memory_format=torch.channels_last)
    return values


def next_token_loss(logits: Tensor, batch: Dict[str, Tensor]) -> Tensor:
    """Cross-entropy, averaged over all tokens."""
    return nn.functional.cross_entropy(logits, batch["targets"].reshape(-1))
