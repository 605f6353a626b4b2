"""What somebody is told who is not let in.

401 and 403 are as RFC 6750 has them. Why a token is not valid is nobody's business who shows one: a
mistyped, an unknown, an expired and a revoked token get the same answer.
"""

from __future__ import annotations

from http import HTTPStatus

from service.api.access.callers import Caller, Scope
from service.api.http.asgi import Headers
from service.api.http.refusals import Refusal

_REALM = b'Bearer realm="modelgraph"'
_OVERLOADED_SECONDS = 1


def permit(caller: Caller, scopes: frozenset[str]) -> None:
    """Make sure that a caller holds the scopes that an operation needs.

    Raises:
        Refusal: 401 for somebody without a token, 403 for one whose token allows too little.
    """
    for scope in map(Scope, sorted(scopes)):
        if caller.token_id is None:
            raise token_needed(f"This needs a token with the scope {scope}.")
        if not caller.may(scope):
            raise scope_needed(scope)


def token_needed(message: str) -> Refusal:
    """Nobody showed a token where one is needed."""
    return _unauthenticated(f"{message} Send `Authorization: Bearer` and the token.", _REALM)


def not_a_bearer() -> Refusal:
    """The Authorization header is there and is not one bearer token."""
    message = "The Authorization header is not `Bearer`, a space and one token."
    return _unauthenticated(message, _REALM)


def invalid_token() -> Refusal:
    """The token is none that is let in."""
    message = "The bearer token is not valid: mistyped, expired or revoked."
    return _unauthenticated(message, _REALM + b', error="invalid_token"')


def rate_limited(message: str, seconds: int, headers: Headers) -> Refusal:
    """Somebody asks too often."""
    wait = (b"retry-after", b"%d" % seconds)
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, "RATE_LIMITED", message, (wait, *headers))


def overloaded() -> Refusal:
    """There are too many requests under way, whoever asks."""
    message = "The service is answering as many requests as it can; try again."
    return _unavailable("OVERLOADED", message)


def database_away() -> Refusal:
    """Whether the token is valid cannot be told."""
    return _unavailable("UNAVAILABLE", "The database does not answer.")


def scope_needed(scope: Scope) -> Refusal:
    challenge = b'%b, error="insufficient_scope", scope="%b"' % (_REALM, scope.encode())
    message = f"This needs a token with the scope {scope}."
    return Refusal(HTTPStatus.FORBIDDEN, "FORBIDDEN", message, ((b"www-authenticate", challenge),))


def _unauthenticated(message: str, challenge: bytes) -> Refusal:
    headers = ((b"www-authenticate", challenge),)
    return Refusal(HTTPStatus.UNAUTHORIZED, "UNAUTHENTICATED", message, headers)


def _unavailable(code: str, message: str) -> Refusal:
    headers = ((b"retry-after", b"%d" % _OVERLOADED_SECONDS),)
    return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, code, message, headers)
