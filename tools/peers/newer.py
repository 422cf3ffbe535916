"""Operators of libtorch 2.7 that scripts cannot name in the PyTorch which writes the archives.

They are declared under a namespace of their own, so that scripts that use them compile; in the
archive's text the namespace is then replaced by libtorch's.
"""
import torch

NAMESPACE = "peers"

_library = torch.library.Library(NAMESPACE, "DEF")
_library.define(
    "scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None,"
    " float dropout_p=0.0, bool is_causal=False) -> Tensor"
)

scaled_dot_product_attention = torch.ops.peers.scaled_dot_product_attention


def renamed(code: str) -> str:
    """The text of an archive's code with libtorch's own operators in place of the declared."""
    return code.replace("ops." + NAMESPACE + ".", "torch.")
