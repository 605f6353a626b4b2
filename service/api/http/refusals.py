"""Requests that are answered with an error before any operation runs."""

from __future__ import annotations

from http import HTTPStatus

from graphql import GraphQLError

from service.api.http.asgi import Headers
from service.planner.execute import errors_body
from service.planner.problems import problem


class Refusal(Exception):
    """An HTTP request that is not served.

    Attributes:
        status: of the response, under every media type.
        headers: that the response has beyond the usual ones.
    """

    def __init__(self, status: HTTPStatus, code: str, message: str, headers: Headers = ()) -> None:
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        super().__init__(message)

    def problem(self) -> GraphQLError:
        """The refusal as an error of GraphQL."""
        return problem(self.code, self.message)

    def body(self) -> bytes:
        """The refusal as a GraphQL response without data."""
        return errors_body([self.problem()])


def bad_request(message: str) -> Refusal:
    """The HTTP request holds no GraphQL request."""
    return Refusal(HTTPStatus.BAD_REQUEST, "BAD_REQUEST", message)


def not_allowed(message: str, *methods: str) -> Refusal:
    """The method does not go with what is asked; `methods` do."""
    allow = ((b"allow", ", ".join(methods).encode()),)
    return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", message, allow)


def too_large(limit: int) -> Refusal:
    """The body is larger than `limit` bytes. What is left of it would only keep the line busy."""
    message = f"The body is larger than {limit} bytes."
    closing = ((b"connection", b"close"),)
    return Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "BODY_TOO_LARGE", message, closing)


def failure() -> Refusal:
    """Nobody foresaw why there is no answer."""
    message = "The request failed; the service's log says why."
    return Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL_ERROR", message)
