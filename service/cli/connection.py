"""One client's connection: how much it may send, how long it may take, and who answers it.

This is uvicorn's connection on llhttp, whose grammar leaves no two readings of where a request
ends: one with a length and a transfer coding, with two lengths, with a line that ends in a bare LF
or goes on in the next is refused. What is added are bounds in bytes, seconds and number, errors
that wait for the answers before them, and requests that start once they are whole, so that a slow
client holds no task.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from service.api.http.asgi import Scope
from service.api.http.shortcut import Reply, Shortcut
from service.cli.alarms import Alarm
from service.cli.faults import (
    MALFORMED,
    TOO_MANY_CONNECTIONS,
    TOO_SLOW,
    URI_TOO_LONG,
    Fault,
    Faulty,
)
from service.cli.incoming import Incoming, check_head
from service.cli.lingering import LingeringTransport

_PART = 4096
"""Bytes that are parsed at a time, so that few pipelined requests are parsed before their turn."""

_LEAST_TAKEN = 1024
"""Bytes a second that a client takes of an answer, or is given up."""

_NOTHING = memoryview(b"")

_Cycle: TypeAlias = RequestResponseCycle
_App: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """What clients may do before any request of theirs is looked at.

    Attributes:
        head: bytes of a request's line and headers.
        request_seconds: from a request's first byte to its last, however they come; each megabyte
            of a body earns as much again. It is also the time in which some of an answer is taken,
            and a ping is answered.
        idle_seconds: between two requests.
        connections: at the same time.
    """

    head: int = 65_536
    request_seconds: float = 10.0
    idle_seconds: float = 75.0
    connections: int = 1_000


class Connection(HttpToolsProtocol):
    """A client's connection, from its first byte to its last."""

    transport: LingeringTransport  # type: ignore[assignment]  # it does what is asked of one

    def __init__(
        self, *args: Any, limits: ConnectionLimits, shortcut: Shortcut | None = None, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.waiting_since = self.loop.time()
        self._limits = limits
        self._shortcut = shortcut
        self._deadline = Alarm(self.loop, self._lose_patience)
        self._sending = Alarm(self.loop, self._check_sending)
        self._unsent = 0
        self._unparsed = _NOTHING
        self._incoming = Incoming(limits.head, is_whole=True)
        self._held: tuple[_Cycle, _App] | None = None
        self._answering: _Cycle | None = None
        self._last_words: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        lingering = LingeringTransport(cast(asyncio.Transport, transport), self.loop)
        super().connection_made(cast(asyncio.Transport, lingering))
        self._deadline.set(self._limits.request_seconds)
        if len(self.connections) > self._limits.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.stop()
        self._sending.stop()
        self._stop_answering()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._unparsed or len(data) > _PART:
            self._unparsed = memoryview(bytes(self._unparsed) + data)
            self._parse()
        elif self._is_listening():
            self._feed(data)

    def shutdown(self) -> None:
        if self._answering is None:
            self.transport.bare.close()
        else:
            super().shutdown()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unsent = self.transport.get_write_buffer_size()
        self._sending.set(self._limits.request_seconds)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._sending.clear()

    # What the parser is fed, and what it tells.

    def _parse(self) -> None:
        """Parse what has come, up to a request that has to wait for its turn."""
        while self._unparsed and self._is_listening():
            if self.pipeline:
                self.flow.pause_reading()
                return
            part, self._unparsed = self._unparsed[:_PART], self._unparsed[_PART:]
            self._feed(part)
        self._unparsed = _NOTHING

    def _is_listening(self) -> bool:
        return self._last_words is None and not self.transport.is_closing()

    def _feed(self, part: bytes | memoryview) -> None:
        before, body = self._incoming, self._incoming.body
        try:
            self.parser.feed_data(part)
            if not self._incoming.is_whole:
                self._expect_more(len(part), body if before is self._incoming else None)
        except Faulty as fault:
            self._refuse(fault.fault)
        except httptools.HttpParserUpgrade:
            self._change_protocol()
        except httptools.HttpParserError as error:
            cause = error.__context__
            self._refuse(cause.fault if isinstance(cause, Faulty) else MALFORMED)

    def _expect_more(self, size: int, body: int | None) -> None:
        """Count a part that did not end its request, and have time run from the first of them.

        Arguments:
            body: bytes of the request's body before the part; None if the request began in it.
        """
        if body is None:
            self._deadline.set(self._limits.request_seconds)
        else:
            self._incoming.add_part(size, body)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._incoming = Incoming(self._limits.head, self.headers)

    def on_headers_complete(self) -> None:
        if len(self.url) > self._limits.head:
            raise Faulty(URI_TOO_LONG)
        limit = self._limits.head - len(self.url)
        check_head(self.parser.get_http_version(), self.headers, limit)
        super().on_headers_complete()
        self._incoming.cycle = self.cycle
        if not self.parser.should_upgrade():
            # Headers behind the body come too late to be the request's.
            self.headers = []

    def on_body(self, body: bytes) -> None:
        self._incoming.body += len(body)
        super().on_body(body)
        if self._held and len(self._held[0].body) > HIGH_WATER_LIMIT:
            self._release()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._incoming.is_whole = True
        self._deadline.clear()
        if self._held:
            self._release()

    def _change_protocol(self) -> None:
        """Speak WebSocket from here on; a request for any other protocol is the last one."""
        if self._should_upgrade() and self._answering is None:
            self._last_words = b""
            self._deadline.stop()
            self.handle_websocket_upgrade()
        else:
            self.cycle.keep_alive = False
            self._end_with(b"")

    # Who answers.

    def _start_asgi_task(self, cycle: _Cycle, app: _App) -> None:
        """Begin to answer a request: once it is whole, large or asks whether to go on."""
        if cycle.more_body and not cycle.waiting_for_100_continue:
            self._held = cycle, app
        else:
            self._answer(cycle, app)

    def _release(self) -> None:
        if self._held:
            cycle, app = self._held
            self._held = None
            self._answer(cycle, app)

    def _answer(self, cycle: _Cycle, app: _App) -> None:
        self._answering = cycle
        if not self._take_shortcut(cycle, app):
            super()._start_asgi_task(cycle, app)

    def _take_shortcut(self, cycle: _Cycle, app: _App) -> bool:
        """Have the request answered without a task, if it was answered before."""
        if self._shortcut is None or cycle.more_body or self.flow.write_paused:
            return False

        def hear(reply: Reply | None) -> None:
            if self.transport.is_closing():
                return
            if reply is None or not cycle.keep_alive:
                HttpToolsProtocol._start_asgi_task(self, cycle, app)
            else:
                self._reply(cycle, reply)

        return self._shortcut.take(cast(Scope, cycle.scope), bytes(cycle.body), hear)

    def _reply(self, cycle: _Cycle, reply: Reply) -> None:
        common = [b"%b: %b\r\n" % header for header in self.server_state.default_headers]
        self.transport.write(b"".join((reply.status_line, *common, reply.rest)))
        cycle.response_started = cycle.response_complete = True
        cycle.on_response()

    def on_response_complete(self) -> None:
        self._answering = None
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._incoming.is_whole:
            self.waiting_since = self.loop.time()
            self._deadline.set(self._limits.idle_seconds)
        if self._last_words is not None:
            self._end_in_turn()
        elif self._unparsed:
            self._parse()

    # How it ends.

    def _lose_patience(self) -> None:
        if self.flow.read_paused or self._incoming.earns_more_time():
            self._deadline.set(self._limits.request_seconds)
        elif self._incoming.is_whole:
            self.transport.close()
        else:
            self._refuse(TOO_SLOW)

    def _check_sending(self) -> None:
        """Give a client up that takes next to nothing of its answer."""
        unsent = self.transport.get_write_buffer_size()
        if self._unsent - unsent < _LEAST_TAKEN * self._limits.request_seconds:
            self._stop_answering()
            self.transport.reset()
        else:
            self._unsent = unsent
            self._sending.set(self._limits.request_seconds)

    def _make_room(self) -> None:
        """Give up the connection that has waited for a request for longest, which may be this."""
        waiting = [each for each in self.connections if isinstance(each, Connection)]
        oldest = min(
            (each for each in waiting if each._answering is None),
            key=lambda each: each.waiting_since,
        )
        if oldest is self:
            self._refuse(TOO_MANY_CONNECTIONS)
        else:
            self.connections.discard(oldest)
            oldest.transport.abort()

    def _refuse(self, fault: Fault) -> None:
        """Answer what is coming in with an error, after what came before it, and close."""
        cycle = self._incoming.cycle
        is_answered = cycle is not None and cycle.response_started
        self._forget(cycle)
        self._end_with(b"" if is_answered else fault.response(self.server_state.default_headers))

    def _forget(self, cycle: _Cycle | None) -> None:
        """Let nobody answer a request that will never be whole."""
        self._held = None
        if self.pipeline and self.pipeline[0][0] is cycle:
            self.pipeline.popleft()
        elif cycle is self._answering:
            self._stop_answering()

    def _stop_answering(self) -> None:
        """Let whoever answers see that the client is gone."""
        if self._answering is not None:
            self._answering.disconnected = True
            self._answering.message_event.set()
            self._answering = None

    def _end_with(self, words: bytes) -> None:
        self._last_words = words
        self._deadline.clear()
        self._end_in_turn()

    def _end_in_turn(self) -> None:
        """Say the last words and close, unless there are requests to be answered before."""
        if self._last_words is not None and self._answering is None and self._held is None:
            if self._last_words:
                self.transport.write(self._last_words)
            self.transport.close()
