"""Contents of thousands of enti, kept compressed in memory: most of each is what another one has too."""

import zlib

from attrs import define, field

WINDOW, EFFORT, MEMORY = 12, 4, 5
MOST_MODELS = 16
WORTH = 3


@define(eq=False)
class Packing:
    """Compresses contents of a kind against a few of them, the models.

    A content of which more than a third is left becomes a model of those after it, as long as there are few models.
    """

    _models: list[bytes] = field(factory=list, init=False)

    def pack(self, content: bytes) -> bytes:
        """The content as it is kept: a byte that says its model, then what differs from it."""
        packed = self._against(len(self._models) - 1, content) if self._models else b""
        if not self._models or (len(packed) * WORTH > len(content) and len(self._models) < MOST_MODELS):
            self._models.append(content[-(1 << WINDOW) :])
            packed = self._against(len(self._models) - 1, content)
        return packed

    def unpack(self, packed: bytes) -> bytes:
        """The content again."""
        opening = zlib.decompressobj(-WINDOW, zdict=self._models[packed[0]])
        return opening.decompress(packed[1:]) + opening.flush()

    def _against(self, model: int, content: bytes) -> bytes:
        squeezing = zlib.compressobj(EFFORT, zlib.DEFLATED, -WINDOW, MEMORY, zdict=self._models[model])
        return bytes((model,)) + squeezing.compress(content) + squeezing.flush()
