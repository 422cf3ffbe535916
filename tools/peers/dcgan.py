"""The convolutional GAN; dev.seisei.benchmarks.workload.Dcgan says what it is."""
from typing import Dict, List

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from adam import Adam
from peer import convolution, pictures


class Dcgan(nn.Module):
    def __init__(self):
        super().__init__()
        self.discriminator = Adam()
        self.generator = Adam()
        self.weights = torch.jit.Attribute({}, Dict[str, Tensor])
        self.channels_last = 1

    @torch.jit.export
    def open(
        self, weights: Dict[str, Tensor], settings: Dict[str, Tensor]
    ) -> List[Tensor]:
        self.channels_last = int(settings["channels_last"])
        discriminator: List[Tensor] = []
        generator: List[Tensor] = []
        for name, weight in weights.items():
            if name.endswith("mean") or name.endswith("variance"):
                self.weights[name] = weight.clone()
                continue
            laid = weight.clone()
            if weight.dim() == 4:
                laid = convolution(weight, self.channels_last)
            self.weights[name] = laid
            if name.startswith("generator."):
                generator.append(laid)
            else:
                discriminator.append(laid)
        self.discriminator.start(discriminator, settings)
        self.generator.start(generator, settings)
        return []

    def generate(self, noise: Tensor, training: bool) -> Tensor:
        x = F.conv_transpose2d(noise, self.weights["generator.conv0.weight"])
        for layer in range(1, 4):
            norm = "generator.norm" + str(layer - 1)
            x = F.batch_norm(
                x,
                self.weights[norm + ".mean"],
                self.weights[norm + ".variance"],
                self.weights[norm + ".gain"],
                self.weights[norm + ".shift"],
                training,
                0.1,
                1e-5,
            )
            x = F.relu(x)
            weight = self.weights["generator.conv" + str(layer) + ".weight"]
            x = F.conv_transpose2d(x, weight, stride=[2, 2], padding=[1, 1])
        return torch.tanh(x)

    def judge(self, x: Tensor) -> Tensor:
        x = F.conv2d(x, self.weights["discriminator.conv0.weight"], stride=[2, 2], padding=[1, 1])
        for layer in range(1, 3):
            x = F.leaky_relu(x, 0.2)
            weight = self.weights["discriminator.conv" + str(layer) + ".weight"]
            x = F.conv2d(x, weight, stride=[2, 2], padding=[1, 1])
            norm = "discriminator.norm" + str(layer)
            # Nothing reads running statistics of the discriminator, so it has none.
            x = F.batch_norm(
                x,
                None,
                None,
                self.weights[norm + ".gain"],
                self.weights[norm + ".shift"],
                True,
                0.1,
                1e-5,
            )
        x = F.leaky_relu(x, 0.2)
        return F.conv2d(x, self.weights["discriminator.conv3.weight"])

    def discriminator_gradients(self, batch: Dict[str, Tensor]) -> Tensor:
        with torch.no_grad():
            generated = self.generate(pictures(batch["noise"], self.channels_last), True)
        real = self.judge(pictures(batch["pictures"], self.channels_last))
        loss = F.softplus(-real).mean() + F.softplus(self.judge(generated)).mean()
        self.discriminator.backward(loss)
        return loss.detach()

    def generator_gradients(self, batch: Dict[str, Tensor]) -> Tensor:
        generated = self.generate(pictures(batch["other_noise"], self.channels_last), True)
        loss = F.softplus(-self.judge(generated)).mean()
        self.generator.backward(loss)
        return loss.detach()

    @torch.jit.export
    def train_step(self, batch: Dict[str, Tensor]) -> List[Tensor]:
        """An update of the discriminator, then one of the generator; returns both losses."""
        first = self.discriminator_gradients(batch)
        self.discriminator.update()
        second = self.generator_gradients(batch)
        self.generator.update()
        return [first, second]

    @torch.jit.export
    def gradients(self, batch: Dict[str, Tensor]) -> List[Tensor]:
        """The same without the updates."""
        return [self.discriminator_gradients(batch), self.generator_gradients(batch)]

    @torch.jit.export
    def update(self) -> List[Tensor]:
        """Both updates, with the gradients of the last call."""
        self.discriminator.update()
        self.generator.update()
        return []

    @torch.jit.export
    def infer(self, batch: Dict[str, Tensor]) -> List[Tensor]:
        with torch.no_grad():
            return [self.generate(pictures(batch["noise"], self.channels_last), False)]
