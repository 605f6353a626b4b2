"""Who is let in to the endpoint, and how often: the gate that every request passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from service.api.access.addresses import Network, client_address, counted_as
from service.api.access.bearer import Bearers, read_bearer
from service.api.access.callers import ANYBODY, Caller
from service.api.access.places import Places
from service.api.access.rate import Rate
from service.api.access.rates import Meter, Quota
from service.api.access.refusals import permit, token_needed
from service.api.http.asgi import RequestHeaders, Scope
from service.api.http.collaborators import Admission
from service.api.http.refusals import Refusal


@dataclass(frozen=True, slots=True)
class AccessOptions:
    """Who may read, and how often anybody may ask.

    Attributes:
        closed: whether only bearers of tokens may read.
        per_token: how often one token may be used; None: as often as one likes.
        per_address: how often one address may ask without a token.
        proxies: whose word about a client's address is taken.
        requests: under way at once in this process, at most.
    """

    closed: bool = False
    per_token: Rate | None = None
    per_address: Rate | None = None
    proxies: Sequence[Network] = ()
    requests: int = 200


@dataclass(frozen=True, slots=True)
class _Account:
    """What somebody's requests are counted on.

    Attributes:
        meter: None: they are not counted.
    """

    meter: Meter | None
    key: int | str

    def spend(self, requests: int = 1) -> Quota | None:
        return self.meter.spend(self.key, requests) if self.meter else None

    def require_one(self) -> None:
        if self.meter:
            self.meter.require_one(self.key)


@dataclass(frozen=True, slots=True)
class _Counted(Admission):
    """An admission, and what it was counted on."""

    account: _Account = _Account(None, "")

    def with_quota(self, quota: Quota | None) -> _Counted:
        if quota is None:
            return self
        return replace(self, headers=quota.headers(), rate=quota.throttle_status())


class AccessGate:
    """The gate of one process.

    A request with a live token counts on the token, every other one on its address.
    """

    def __init__(self, bearers: Bearers, options: AccessOptions) -> None:
        self._bearers = bearers
        self._places = Places(options.requests)
        self._tokens = Meter("token", options.per_token) if options.per_token else None
        self._addresses = Meter("address", options.per_address) if options.per_address else None
        self._proxies = options.proxies
        self._closed = options.closed
        self._anybody = Admission(leave=self._places.leave)
        self.asks_nobody = not (options.closed or options.per_address)
        """Whether all who show no token are let in while there is a place, and none are counted."""

    async def admit(self, scope: Scope, headers: RequestHeaders) -> Admission:
        """Let a request in, counted as one operation, before its body is read.

        Raises:
            Refusal: 401 for a token that is none, 429 or 503 with Retry-After.
        """
        self._places.take()
        if self.asks_nobody and b"authorization" not in headers:
            return self._anybody
        try:
            return await self._identify(scope, headers)
        except BaseException:
            self._places.leave()
            raise

    def charge(self, admission: Admission, operations: int) -> Admission:
        """Count the operations that a batch has beyond its first.

        Raises:
            Refusal: 429 with Retry-After.
        """
        if not isinstance(admission, _Counted) or not operations:
            return admission
        return admission.with_quota(admission.account.spend(operations))

    async def authorise(self, caller: Caller, scopes: frozenset[str]) -> None:
        """Make sure that a caller may do what needs these scopes, at this very moment.

        Raises:
            Refusal: 401 without a live token, 403 with one that allows too little.
        """
        permit(caller, scopes)
        if scopes:
            await self._bearers.confirm(caller)

    async def still_admits(self, caller: Caller) -> bool:
        """Tell whether somebody who was let in some time ago would be let in now, uncounted."""
        if caller.token_id is None:
            return True
        try:
            await self._bearers.confirm(caller)
        except Refusal as refusal:
            return refusal.status is not HTTPStatus.UNAUTHORIZED
        return True

    async def _identify(self, scope: Scope, headers: RequestHeaders) -> Admission:
        address = self._address(scope, headers)
        authorization = headers.get(b"authorization")
        if authorization is not None:
            return await self._identify_bearer(authorization, address)
        admission = self._count(ANYBODY, address)
        if self._closed:
            raise token_needed("Reading needs a token.")
        return admission

    async def _identify_bearer(self, authorization: bytes, address: _Account) -> Admission:
        try:
            caller = await self._find(authorization, address)
        except Refusal as refusal:
            if refusal.status is HTTPStatus.UNAUTHORIZED:
                address.spend()
            raise
        return self._count(caller, _Account(self._tokens, caller.token_id or 0))

    async def _find(self, authorization: bytes, address: _Account) -> Caller:
        digest = read_bearer(authorization)
        if not self._bearers.has_met(digest):
            # Guessing costs us a look-up each time, so it ends where the address has asked enough.
            address.require_one()
        return self._bearers.recall(digest) or await self._bearers.find(digest)

    def _count(self, caller: Caller, account: _Account) -> Admission:
        admission = _Counted(caller, leave=self._places.leave, account=account)
        return admission.with_quota(account.spend())

    def _address(self, scope: Scope, headers: RequestHeaders) -> _Account:
        if self._addresses is None:
            return _Account(None, "")
        peer, _ = scope.get("client") or (None, None)
        client = client_address(peer, headers.get(b"x-forwarded-for"), self._proxies)
        return _Account(self._addresses, counted_as(client))
