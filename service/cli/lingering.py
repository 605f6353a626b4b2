"""Closing a connection so that its last answer is read.

A socket that is closed while the other side still sends is reset, and an answer that was under way
is lost with it. So the sending half is closed first, and what comes is thrown away for a moment.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

_LINGER_SECONDS = 2.0
"""How long the other side may take to read some more of the last answer, or to close its half."""


class LingeringTransport:
    """A transport whose `close` lets the last answer arrive."""

    def __init__(self, bare: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.bare = bare
        self.write = bare.write
        self._loop = loop
        self._closing = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.bare, name)

    def is_closing(self) -> bool:
        return self._closing or self.bare.is_closing()

    def close(self) -> None:
        """Say that no more will come, and close once the other side has had time to hear it."""
        if self.is_closing():
            return
        self._closing = True
        self.bare.write_eof()
        self.bare.resume_reading()
        self._linger()

    def reset(self) -> None:
        """Close at once, and leave nothing unsent to the kernel."""
        at_once = struct.pack("ii", 1, 0)
        own: socket.socket = self.bare.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.bare.abort()

    def _linger(self) -> None:
        unsent = self.bare.get_write_buffer_size()
        self._loop.call_later(_LINGER_SECONDS, self._abort_unless_read, unsent)

    def _abort_unless_read(self, unsent: int) -> None:
        if self.bare.get_write_buffer_size() < unsent:
            self._linger()
        else:
            self.bare.abort()
