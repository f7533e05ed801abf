"""Static files for the browser, each also compressed, once for every release of the hub."""

from __future__ import annotations

from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Brotli's best quality takes a second for each 700 kB and gives 8 % less: worth it for what every
# page loads, not for the megabytes of the API explorers.
SMALL = 100_000
BEST, QUICK = 11, 9


class QuickCompressor(Compressor):  # type: ignore[misc]
    """Brotli's best for small files, and a quality that takes no time for large ones."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=BEST if len(data) < SMALL else QUICK))


class HubStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names that tell the content, so that browsers keep files for ever."""

    def create_compressor(self, **options: Any) -> Compressor:
        return QuickCompressor(**options)
