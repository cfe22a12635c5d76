"""Which engine this machine can run."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from media.forward.portable import PortableEngine
from media.forward.wire import AsyncioWire

if TYPE_CHECKING:
    from media.engine import Engine

log = logging.getLogger("media.engine")


def make_engine(name: str) -> Engine:
    """The engine called `name`: asyncio, portable, or auto for the fastest that works here."""
    if name == "asyncio" or not sys.platform.startswith("linux"):
        return PortableEngine(AsyncioWire())
    from media.forward.batch import BatchWire

    try:
        return PortableEngine(BatchWire())
    except (OSError, AttributeError):
        if name == "portable":
            raise
        log.warning("no batched system calls in this libc: one call per packet instead")
        return PortableEngine(AsyncioWire())
