"""Writes what evaluate's measures of distributions of images must give, computed by NumPy and SciPy.

    python3 tools/parity/fidelity.py > evaluate/src/test/resources/fidelity.json

Points and probabilities come from a formula that both sides can follow exactly; only results are
written. Nothing here is shared with the code under test: the square root of the product of the
covariances is SciPy's, distances are those of all pairs.
"""

import json
import sys

import numpy as np
import scipy
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist

NEIGHBOURS = 3
DENSITY_NEIGHBOURS = 5


class Sequence:
    """x -> 1103515245 x + 12345 mod 2^31; each number is its upper 16 bits."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (1103515245 * self.state + 12345) % 2**31
        return self.state >> 15


def points(seed, count, dimensions, scale, shift):
    """Sums of four uniform numbers, in steps of 2^-14: exact in float32."""
    sequence = Sequence(seed)
    values = np.empty((count, dimensions))
    for i in range(count):
        for d in range(dimensions):
            total = sum(sequence.next() for _ in range(4))
            values[i, d] = scale * (total - 2 * 65536) / 16384 + shift * (d % 3)
    assert (values == values.astype(np.float32)).all()
    return values


def probabilities(seed, count, classes):
    sequence = Sequence(seed)
    weights = np.array([[1 + sequence.next() % 64 for _ in range(classes)] for _ in range(count)])
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32).astype(np.float64)


def fid(x, y):
    a, b = np.cov(x.T), np.cov(y.T)
    difference = x.mean(0) - y.mean(0)
    return difference @ difference + np.trace(a + b - 2 * np.real(sqrtm(a @ b)))


def kid(x, y):
    n, dimensions = x.shape
    kernel = lambda a, b: (a @ b.T / dimensions + 1) ** 3
    within = lambda k: (k.sum() - np.trace(k)) / (n * (n - 1))
    return within(kernel(x, x)) + within(kernel(y, y)) - 2 * kernel(x, y).mean()


def radii(x, k):
    return np.sort(cdist(x, x), axis=1)[:, k]


def manifolds(real, fake):
    distances = cdist(real, fake)
    ball = radii(real, NEIGHBOURS)[:, None]
    wide = radii(real, DENSITY_NEIGHBOURS)[:, None]
    inside = distances < wide
    return {
        "precision": (distances <= ball).any(0).mean(),
        "recall": (distances <= radii(fake, NEIGHBOURS)[None, :]).any(1).mean(),
        "density": inside.sum() / (DENSITY_NEIGHBOURS * len(fake)),
        "coverage": inside.any(1).mean(),
    }


def inception_score(p):
    marginal = p.mean(0)
    return np.exp((p * np.log(p / marginal)).sum(1).mean())


def case(count, dimensions, scale, shift, classes):
    real = points(1, count, dimensions, 1, 0)
    fake = points(2, count, dimensions, scale, shift)
    return {
        "count": count,
        "dimensions": dimensions,
        "scale": scale,
        "shift": shift,
        "classes": classes,
        "fid": fid(real, fake),
        "kid": kid(real, fake),
        **manifolds(real, fake),
        "inception_score": inception_score(probabilities(3, count, classes)),
    }


json.dump(
    {
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "cases": [
            case(200, 8, 1, 0, 10),
            case(300, 16, 0.75, 0.25, 3),
            case(150, 4, 1.5, -0.5, 100),
            case(1200, 3, 0.5, 1, 2),
        ],
    },
    sys.stdout,
    indent=1,
)
print()
