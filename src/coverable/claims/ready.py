"""What every worker process needs, imported once: the server that worker processes are forked from loads this
module while the run is still being prepared. No engine is opened here, and no thread is started."""

from __future__ import annotations

import numpy as np

import coverable.claims.part as part
from coverable.claims.arrow import pa

__all__ = ["part"]

pa.array(np.zeros(1))  # Arrow looks for pandas at the first array, which takes as long as all the rest
