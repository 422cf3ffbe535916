"""Writes the networks as TorchScript archives: code without weights, for libtorch 2.7.

    /usr/bin/python3 tools/peers/write.py FOLDER

With PyTorch 1.13.1 (Debian 12: apt-get install python3-torch libopenblas0). The archives of the
build are in benchmarks/peers/src/main/resources/dev/seisei/benchmarks/libtorch. Equal scripts give
equal bytes, so that whether those there are these is seen by

    /usr/bin/python3 tools/peers/write.py /tmp/archives
    diff -r /tmp/archives benchmarks/peers/src/main/resources/dev/seisei/benchmarks/libtorch
"""
import io
import pathlib
import sys
import zipfile

import torch

import newer
from dcgan import Dcgan
from ddpm import Ddpm
from gpt import Gpt
from recurrent import Gru, Lstm
from vae import Vae

NETWORKS = {"vae": Vae, "dcgan": Dcgan, "ddpm": Ddpm, "lstm": Lstm, "gru": Gru, "gpt": Gpt}


def archive(name: str) -> dict:
    """The files of one archive, by name, without what only debuggers read."""
    buffer = io.BytesIO()
    torch.jit.save(torch.jit.script(NETWORKS[name]()), buffer)
    files = {}
    with zipfile.ZipFile(buffer) as source:
        for entry in source.namelist():
            inner = entry.split("/", 1)[1]
            if not inner.endswith(".debug_pkl"):
                data = source.read(entry)
                if inner.endswith(".py"):
                    data = newer.renamed(data.decode()).encode()
                files[inner] = data
    return files


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in NETWORKS:
        with zipfile.ZipFile(folder / f"{name}.pt", "w", zipfile.ZIP_STORED) as target:
            for inner, data in archive(name).items():
                # One fixed time, so that equal code gives equal bytes.
                target.writestr(zipfile.ZipInfo(f"{name}/{inner}"), data)


if __name__ == "__main__":
    main()
