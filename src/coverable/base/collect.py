"""Looking for garbage in circles, put off while much is made that stays.

Python looks through everything that it holds again and again while objects are being made. A long loop that
makes no circles is a fifth faster without it; everything else is freed at once as always.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Generator[None]:
    """Nobody looks for circles within."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
