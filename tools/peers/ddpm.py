"""The diffusion model's U-Net; dev.seisei.benchmarks.workload.Ddpm says what it is."""
import math
from typing import Dict, List

import torch
from torch import Tensor
from torch.nn import functional as F

import newer
from peer import Peer, convolution, out_by_in, pictures



class Ddpm(Peer):
    def __init__(self):
        super().__init__()
        self.depth = 0
        self.channels_last = 1
        self.fused_attention = 1
        self.frequencies = torch.zeros([])

    @torch.jit.export
    def open(
        self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]
    ) -> List[Tensor]:
        self.depth = int(settings["depth"])
        self.channels_last = int(settings["channels_last"])
        self.fused_attention = int(settings["fused_attention"])
        half = int(settings["width"]) // 2
        self.frequencies = torch.exp(torch.arange(half) * (-math.log(10000.0) / (half - 1)))
        laid: Dict[str, Tensor] = {}
        for name, weight in weights.items():
            if weight.dim() == 4:
                laid[name] = convolution(weight, self.channels_last)
            elif weight.dim() == 2:
                laid[name] = out_by_in(weight)
            else:
                laid[name] = weight.clone()
        return self.start(laid, settings)

    def linear(self, name: str, x: Tensor) -> Tensor:
        return F.linear(x, self.weights[name + ".weight"], self.weights[name + ".bias"])

    def convolve(self, name: str, x: Tensor, stride: int, padding: int) -> Tensor:
        return F.conv2d(
            x,
            self.weights[name + ".weight"],
            self.weights[name + ".bias"],
            [stride, stride],
            [padding, padding],
        )

    def norm(self, name: str, x: Tensor) -> Tensor:
        gain = self.weights[name + ".gain"]
        return F.group_norm(x, 32, gain, self.weights[name + ".shift"], 1e-5)

    def time(self, time: Tensor) -> Tensor:
        angles = time * self.frequencies
        waves = torch.cat([angles.sin(), angles.cos()], 1)
        return F.silu(self.linear("time.layer1", F.silu(self.linear("time.layer0", waves))))

    def residual(self, name: str, x: Tensor, time: Tensor) -> Tensor:
        h = self.convolve(name + ".conv0", F.silu(self.norm(name + ".norm0", x)), 1, 1)
        shift = self.linear(name + ".time", time)
        h = h + shift.unsqueeze(-1).unsqueeze(-1)
        h = self.convolve(name + ".conv1", F.silu(self.norm(name + ".norm1", h)), 1, 1)
        if x.size(1) != h.size(1):
            x = self.convolve(name + ".skip", x, 1, 0)
        return x + h

    def attention(self, name: str, x: Tensor) -> Tensor:
        rows = self.norm(name + ".norm", x).flatten(2).transpose(1, 2)
        q, k, v = self.linear(name + ".qkv", rows).unsqueeze(1).chunk(3, -1)
        if self.fused_attention == 1:
            mixed = newer.scaled_dot_product_attention(q, k, v)
        else:
            scores = torch.matmul(q * (x.size(1) ** -0.5), k.transpose(-2, -1))
            mixed = torch.matmul(torch.softmax(scores, -1), v)
        y = self.linear(name + ".out", mixed.squeeze(1))
        return x + y.transpose(1, 2).reshape(x.size())

    def block(self, name: str, x: Tensor, time: Tensor, attends: bool) -> Tensor:
        y = self.residual(name, x, time)
        return self.attention(name + ".attention", y) if attends else y

    def predict(self, x: Tensor, batch: Dict[str, Tensor]) -> Tensor:
        time = self.time(batch["time"])
        x = self.convolve("in", x, 1, 1)
        skipped = [x]
        for level in range(3):
            name = "down" + str(level)
            for block in range(self.depth):
                x = self.block(name + ".block" + str(block), x, time, level == 1)
                skipped.append(x)
            if level < 2:
                x = self.convolve(name + ".halve", x, 2, 1)
                skipped.append(x)
        x = self.residual("middle.block0", x, time)
        x = self.attention("middle.attention", x)
        x = self.residual("middle.block1", x, time)
        for i in range(3):
            level = 2 - i
            name = "up" + str(level)
            for block in range(self.depth + 1):
                both = torch.cat([x, skipped.pop()], 1)
                x = self.block(name + ".block" + str(block), both, time, level == 1)
            if level > 0:
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
                x = self.convolve(name + ".double", x, 1, 1)
        return self.convolve("out", F.silu(self.norm("norm", x)), 1, 1)

    def loss(self, batch: Dict[str, Tensor]) -> Tensor:
        noise = pictures(batch["noise"], self.channels_last)
        clean = pictures(batch["pictures"], self.channels_last)
        noisy = clean * batch["signal"] + noise * batch["deviation"]
        return F.mse_loss(self.predict(noisy, batch), noise)

    def result(self, batch: Dict[str, Tensor]) -> Tensor:
        return self.predict(pictures(batch["pictures"], self.channels_last), batch)
