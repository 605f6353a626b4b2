"""A client's WebSocket, once its connection speaks nothing else any more.

This is uvicorn's, which bounds the bytes of a message and pings. What is added bounds what costs
memory without being a message, gives up who answers no ping, and tells whoever still has something
to say that nobody is left.
"""

from __future__ import annotations

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from service.cli.lingering import LingeringTransport


class SocketConnection(WebSocketsSansIOProtocol):
    """A WebSocket, from its handshake to its end."""

    transport: LingeringTransport  # type: ignore[assignment]  # it does what is asked of one

    def data_received(self, data: bytes) -> None:
        # A transport that lingers still brings what nobody may answer any more.
        if not self.transport.is_closing():
            super().data_received(data)

    def handle_ping(self) -> None:
        """Answer a ping, unless earlier answers wait to be taken: RFC 6455, section 5.5.3."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    def handle_cont(self, event: Frame) -> None:
        # A part without bytes adds nothing to the message, whose bytes alone are bounded.
        if event.data or event.fin:
            super().handle_cont(event)

    def keepalive_timeout(self) -> None:
        """Give up a client that answers no ping, at once.

        Whoever reads nothing would never come to the frame that says so, and the kernel would keep
        what lies before it. Clients begin anew after a reset, but not after a 1011.
        """
        self.transport.reset()

    async def send(self, message: ASGISendEvent) -> None:
        await self.writable.wait()
        # Frames that are none end the connection behind the application's back.
        if self.close_sent:
            raise ClientDisconnected
        await super().send(message)
