"""Adam as libtorch has it: one operator for all parameters, or four, or a loop."""
from typing import Dict, List

import torch
from torch import Tensor, nn


class Adam(nn.Module):
    """Adam with correction for bias, on parameters of its own.

    The setting "adam" chooses: 0 is the fused operator, 1 the operators over lists, 2 a loop.
    """

    rate: float
    beta1: float
    beta2: float
    epsilon: float

    def __init__(self):
        super().__init__()
        self.rate = 0.0
        self.beta1 = 0.0
        self.beta2 = 0.0
        self.epsilon = 0.0
        self.variant = 0
        self.count = 0
        self.parameters_ = torch.jit.Attribute([], List[Tensor])
        self.gradients = torch.jit.Attribute([], List[Tensor])
        self.means = torch.jit.Attribute([], List[Tensor])
        self.squares = torch.jit.Attribute([], List[Tensor])
        self.counts = torch.jit.Attribute([], List[Tensor])

    def start(self, parameters: List[Tensor], settings: Dict[str, Tensor]) -> None:
        self.rate = float(settings["rate"])
        self.beta1 = float(settings["beta1"])
        self.beta2 = float(settings["beta2"])
        self.epsilon = float(settings["epsilon"])
        self.variant = int(settings["adam"])
        for parameter in parameters:
            parameter.requires_grad_(True)
            self.parameters_.append(parameter)
            self.means.append(torch.zeros_like(parameter))
            self.squares.append(torch.zeros_like(parameter))
            self.counts.append(torch.zeros([]))

    def backward(self, loss: Tensor) -> None:
        """Computes the gradients of the loss and keeps them."""
        gradients: List[Tensor] = []
        for gradient in torch.autograd.grad([loss], self.parameters_):
            assert gradient is not None
            gradients.append(gradient)
        self.gradients = gradients

    def update(self) -> None:
        """Moves the parameters by the gradients that were kept."""
        with torch.no_grad():
            self.count += 1
            if self.variant == 0:
                self.fused()
            elif self.variant == 1:
                self.lists()
            else:
                self.loop()

    def fused(self) -> None:
        none: List[Tensor] = []
        for count in self.counts:
            count += 1
        torch._fused_adam_(
            self.parameters_,
            self.gradients,
            self.means,
            self.squares,
            none,
            self.counts,
            lr=self.rate,
            beta1=self.beta1,
            beta2=self.beta2,
            weight_decay=0.0,
            eps=self.epsilon,
            amsgrad=False,
            maximize=False,
        )

    def lists(self) -> None:
        correction1 = 1 - self.beta1**self.count
        correction2 = 1 - self.beta2**self.count
        torch._foreach_mul_(self.means, self.beta1)
        torch._foreach_add_(self.means, self.gradients, alpha=1 - self.beta1)
        torch._foreach_mul_(self.squares, self.beta2)
        torch._foreach_addcmul_(self.squares, self.gradients, self.gradients, 1 - self.beta2)
        roots = torch._foreach_sqrt(self.squares)
        torch._foreach_div_(roots, correction2**0.5)
        torch._foreach_add_(roots, self.epsilon)
        torch._foreach_addcdiv_(self.parameters_, self.means, roots, -self.rate / correction1)

    def loop(self) -> None:
        correction1 = 1 - self.beta1**self.count
        correction2 = 1 - self.beta2**self.count
        for i, parameter in enumerate(self.parameters_):
            gradient = self.gradients[i]
            mean = self.means[i]
            square = self.squares[i]
            mean.mul_(self.beta1).add_(gradient, alpha=1 - self.beta1)
            square.mul_(self.beta2).addcmul_(gradient, gradient, value=1 - self.beta2)
            root = square.sqrt().div_(correction2**0.5).add_(self.epsilon)
            parameter.addcdiv_(mean, root, value=-self.rate / correction1)
