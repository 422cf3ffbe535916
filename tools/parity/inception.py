"""Writes what evaluate's Inception network must give, computed by PyTorch.

    python3 tools/parity/inception.py > evaluate/src/test/resources/inception.json

Weights and images come from a formula that both sides can follow exactly; only the names and shapes
of the convolutions and a part of the results are written. The network is torchvision's Inception v3
with the changes by which it is TensorFlow's of December 2015: averages that do not count the
padding, a maximum in the last block, 1,008 classes.
"""

import json
import sys

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torchvision.models import inception as tv


def without_padding(x):
    return F.avg_pool2d(x, kernel_size=3, stride=1, padding=1, count_include_pad=False)


class BlockA(tv.InceptionA):
    def _forward(self, x):
        five = self.branch5x5_2(self.branch5x5_1(x))
        three = self.branch3x3dbl_3(self.branch3x3dbl_2(self.branch3x3dbl_1(x)))
        return [self.branch1x1(x), five, three, self.branch_pool(without_padding(x))]


class BlockC(tv.InceptionC):
    def _forward(self, x):
        seven = self.branch7x7_3(self.branch7x7_2(self.branch7x7_1(x)))
        twice = x
        for i in range(1, 6):
            twice = getattr(self, "branch7x7dbl_%d" % i)(twice)
        return [self.branch1x1(x), seven, twice, self.branch_pool(without_padding(x))]


class BlockE(tv.InceptionE):
    def pool(self, x):
        return without_padding(x)

    def _forward(self, x):
        three = self.branch3x3_1(x)
        three = torch.cat([self.branch3x3_2a(three), self.branch3x3_2b(three)], 1)
        twice = self.branch3x3dbl_2(self.branch3x3dbl_1(x))
        twice = torch.cat([self.branch3x3dbl_3a(twice), self.branch3x3dbl_3b(twice)], 1)
        return [self.branch1x1(x), three, twice, self.branch_pool(self.pool(x))]


class LastBlockE(BlockE):
    def pool(self, x):
        return F.max_pool2d(x, kernel_size=3, stride=1, padding=1)


def network():
    net = tv.inception_v3(num_classes=1008, aux_logits=False, init_weights=False)
    net.Mixed_5b = BlockA(192, pool_features=32)
    net.Mixed_5c = BlockA(256, pool_features=64)
    net.Mixed_5d = BlockA(288, pool_features=64)
    net.Mixed_6b = BlockC(768, channels_7x7=128)
    net.Mixed_6c = BlockC(768, channels_7x7=160)
    net.Mixed_6d = BlockC(768, channels_7x7=160)
    net.Mixed_6e = BlockC(768, channels_7x7=192)
    net.Mixed_7b = BlockE(1280)
    net.Mixed_7c = LastBlockE(2048)
    return net.eval()


def uniform(stream, count):
    """Numbers in [-1, 1) in steps of 2^-15: element i is a hash of its index and the stream."""
    x = (np.arange(count, dtype=np.uint64) + stream * 2654435761) & 0xFFFFFFFF
    x = x.astype(np.uint32)
    x ^= x >> 16
    x *= np.uint32(0x85EBCA6B)
    x ^= x >> 13
    x *= np.uint32(0xC2B2AE35)
    x ^= x >> 16
    return (x >> 16).astype(np.float64) / 32768 - 1


def value(name, shape, stream):
    u = uniform(stream, int(np.prod(shape)))
    if name.endswith("conv.weight"):
        u = u * np.sqrt(6.0 / (shape[1] * shape[2] * shape[3]))
    elif name == "fc.weight":
        u = u * 0.0625
    elif name.endswith("running_var"):
        u = 1 + 0.5 * u
    elif name.endswith("bn.weight"):
        u = 1 + 0.125 * u
    else:
        u = 0.125 * u
    return torch.from_numpy(u.astype(np.float32).reshape(shape))


def see(net, image):
    x = image.expand(1, 3, *image.shape[-2:])
    x = F.interpolate(x, size=(299, 299), mode="bilinear", align_corners=False)
    seen = {}
    net.avgpool.register_forward_hook(lambda _, __, y: seen.update(pool=y.flatten()))
    with torch.no_grad():
        probabilities = torch.softmax(net(2 * x - 1), 1).flatten()
    return seen["pool"], probabilities


def case(net, stream, channels, height, width):
    pixels = (uniform(stream, channels * height * width) + 1) / 2
    image = torch.from_numpy(pixels.astype(np.float32).reshape(1, channels, height, width))
    features, probabilities = see(net, image)
    short = lambda x: [float("%.7g" % v) for v in x]
    return {
        "stream": stream,
        "channels": channels,
        "height": height,
        "width": width,
        "every": 8,
        "features": short(features[::8]),
        "probabilities": short(probabilities[::8]),
        "feature_sum": float(features.double().sum()),
    }


torch.manual_seed(0)
torch.set_num_threads(1)
net = network()
state = {k: v for k, v in net.state_dict().items() if not k.endswith("num_batches_tracked")}
names = sorted(state)
net.load_state_dict(
    {name: value(name, tuple(state[name].shape), i) for i, name in enumerate(names)}, strict=False
)
json.dump(
    {
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "numpy": np.__version__,
        "convolutions": {
            name[: -len(".weight")]: list(state[name].shape) for name in names if "conv.w" in name
        },
        "cases": [case(net, 1000, 3, 50, 40), case(net, 1001, 1, 28, 28), case(net, 1002, 3, 320, 300)],
    },
    sys.stdout,
)
print()
