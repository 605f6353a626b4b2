"""The gate: who is let in, what they may do, and on whom their requests count."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network

import pytest
from psycopg import sql

from service.api.access.bearer import REMEMBERED_SECONDS
from service.api.access.callers import ANYBODY, Caller
from service.api.access.rate import Rate
from service.api.http.refusals import Refusal
from service.domain.scopes import Scope
from service.store.tokens import hash_of
from tests.api.access.conftest import Keep, Keeper

REALM = (b"www-authenticate", b'Bearer realm="modelgraph"')
INVALID = (b"www-authenticate", b'Bearer realm="modelgraph", error="invalid_token"')
UNKNOWN = "mg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAZDHUsg"


def _bearer(secret: str) -> str:
    return f"Bearer {secret}"


def _told(refusal: Refusal) -> tuple[int, str, str]:
    return refusal.status, refusal.code, refusal.message


def test_anybody_may_read(keep: Keep) -> None:
    admission = keep().visit()
    assert (admission.caller, admission.headers, admission.rate) == (ANYBODY, (), None)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_a_bearer_is_known_by_the_token(keep: Keep, scheme: str) -> None:
    keeper = keep()
    secret, token_id = keeper.issue("nightly", Scope.IMPORT, Scope.CURATE)
    caller = Caller(token_id, "nightly", frozenset({Scope.IMPORT, Scope.CURATE}))
    assert keeper.visit(f"{scheme} {secret}").caller == caller


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Basic YW5uOmh1bnRlcjI=", "Token abc", "mg_abc", "Bearer a b",
     "Bearer a, Bearer b", "Bearer é", 'Digest username="ann"'],
)  # fmt: skip
def test_what_is_no_bearer_token_is_refused(keep: Keep, authorization: str) -> None:
    refusal = keep().refuse(authorization)
    message = "The Authorization header is not `Bearer`, a space and one token."
    assert _told(refusal) == (401, "UNAUTHENTICATED", message)
    assert refusal.headers == (REALM,)


def test_a_token_that_is_not_let_in_is_not_told_why(keep: Keep) -> None:
    assert hash_of(UNKNOWN) is not None
    keeper = keep()
    expired, _ = keeper.issue("expired", lifetime=timedelta(hours=-1))
    revoked, _ = keeper.issue("revoked")
    keeper.revoke("revoked")
    shown = ["abc", "mg_" + "A" * 49, UNKNOWN, expired, revoked]
    message = "The bearer token is not valid: mistyped, expired or revoked."
    refusals = [keeper.refuse(_bearer(secret)) for secret in shown]
    assert {(_told(refusal), refusal.headers) for refusal in refusals} == {
        ((401, "UNAUTHENTICATED", message), (INVALID,))
    }


def test_a_closed_registry_is_read_by_bearers_of_any_token(keep: Keep) -> None:
    keeper = keep(closed=True)
    refusal = keeper.refuse()
    message = "Reading needs a token. Send `Authorization: Bearer` and the token."
    assert _told(refusal) == (401, "UNAUTHENTICATED", message)
    assert refusal.headers == (REALM,)
    secret, _ = keeper.issue("reader", Scope.READ)
    assert keeper.visit(_bearer(secret)).caller.name == "reader"


def test_a_revoked_token_reads_for_some_seconds_at_most(keep: Keep) -> None:
    keeper = keep()
    bearer = _bearer(keeper.issue("reader")[0])
    keeper.visit(bearer)
    keeper.revoke("reader")
    keeper.now += REMEMBERED_SECONDS - 0.001
    keeper.visit(bearer)
    keeper.now += 0.001
    assert keeper.refuse(bearer).headers == (INVALID,)


def test_a_token_is_not_believed_beyond_its_end(keep: Keep) -> None:
    keeper = keep()
    bearer = _bearer(keeper.issue("reader", lifetime=timedelta(minutes=1))[0])
    _move_ends(keeper, "+ interval '2 seconds' - (expires_at - clock_timestamp())")
    keeper.visit(bearer)
    _move_ends(keeper, "- interval '1 hour'")
    keeper.now += 2
    assert keeper.refuse(bearer).headers == (INVALID,)


def _move_ends(keeper: Keeper, by: str) -> None:
    with keeper.database.connect() as connection:
        connection.execute(sql.SQL(f"UPDATE tokens SET expires_at = expires_at {by}"))


def test_a_revoked_token_does_nothing_else_from_that_moment_on(keep: Keep) -> None:
    keeper = keep()
    caller = keeper.visit(_bearer(keeper.issue("nightly", Scope.IMPORT)[0])).caller
    keeper.authorise(caller, Scope.IMPORT)
    keeper.revoke("nightly")
    with pytest.raises(Refusal) as refused:
        keeper.authorise(caller, Scope.IMPORT)
    assert (refused.value.status, refused.value.headers) == (401, (INVALID,))


def test_who_was_let_in_stays_until_the_token_ends(keep: Keep) -> None:
    keeper = keep(closed=True)
    caller = keeper.visit(_bearer(keeper.issue("reader")[0])).caller
    still_admits = keeper.gate.still_admits
    assert keeper.runner.run(still_admits(caller)) is True
    keeper.revoke("reader")
    assert keeper.runner.run(still_admits(caller)) is False
    assert keeper.runner.run(still_admits(ANYBODY)) is True
    keeper.runner.run(keeper.pool.close())
    assert keeper.runner.run(still_admits(caller)) is True


def test_what_needs_no_scope_is_anybodys(keep: Keep) -> None:
    keep().authorise(ANYBODY)


def test_what_needs_a_scope_is_not_done_without_a_token(keep: Keep) -> None:
    with pytest.raises(Refusal) as refused:
        keep().authorise(ANYBODY, Scope.IMPORT)
    assert _told(refused.value) == (
        401,
        "UNAUTHENTICATED",
        "This needs a token with the scope import. Send `Authorization: Bearer` and the token.",
    )
    assert refused.value.headers == (REALM,)


def test_what_needs_a_scope_is_not_done_with_another(keep: Keep) -> None:
    keeper = keep()
    caller = keeper.visit(_bearer(keeper.issue("curator", Scope.CURATE)[0])).caller
    keeper.authorise(caller, Scope.CURATE)
    with pytest.raises(Refusal) as refused:
        keeper.authorise(caller, Scope.CURATE, Scope.IMPORT)
    message = "This needs a token with the scope import."
    assert _told(refused.value) == (403, "FORBIDDEN", message)
    challenge = b'Bearer realm="modelgraph", error="insufficient_scope", scope="import"'
    assert refused.value.headers == ((b"www-authenticate", challenge),)


def test_an_admin_may_do_everything(keep: Keep) -> None:
    keeper = keep()
    caller = keeper.visit(_bearer(keeper.issue("root", Scope.ADMIN)[0])).caller
    keeper.authorise(caller, *Scope)


def test_tokens_are_counted_apart_and_not_on_their_address(keep: Keep) -> None:
    keeper = keep(per_token=Rate(2, 60), per_address=Rate(1, 60))
    one, other = (_bearer(keeper.issue(name)[0]) for name in ("one", "other"))
    admissions = [keeper.visit(bearer) for bearer in (one, one, other)]
    assert [dict(admission.headers)[b"ratelimit-remaining"] for admission in admissions] == [
        b"1",
        b"0",
        b"1",
    ]
    assert _told(keeper.refuse(one)) == (
        429,
        "RATE_LIMITED",
        "This token may send 2 requests in 60 s; try again in 30 s.",
    )
    keeper.visit()


def test_addresses_are_counted_apart_and_only_without_a_token(keep: Keep) -> None:
    keeper = keep(per_address=Rate(1, 60))
    bearer = _bearer(keeper.issue("reader")[0])
    for _ in range(3):
        assert keeper.visit(bearer).headers == ()
    assert dict(keeper.visit().headers)[b"ratelimit"] == b'"address";r=0;t=60'
    keeper.visit(peer="192.0.2.2")
    assert _told(keeper.refuse()) == (
        429,
        "RATE_LIMITED",
        "This address may send 1 requests in 60 s; try again in 60 s.",
    )
    keeper.visit(bearer)


def test_an_address_is_a_clients_where_a_trusted_proxy_says_so(keep: Keep) -> None:
    keeper = keep(per_address=Rate(1, 60), proxies=(ip_network("10.0.0.0/8"),))
    for client in (b"192.0.2.1", b"192.0.2.2"):
        keeper.visit(peer="10.0.0.1", forwarded_for=client)
        assert keeper.refuse(peer="10.0.0.1", forwarded_for=client).status == 429
    keeper.visit(peer="203.0.113.7", forwarded_for=b"198.51.100.1")
    assert keeper.refuse(peer="203.0.113.7", forwarded_for=b"198.51.100.2").status == 429


def test_guesses_count_on_their_address_until_none_is_looked_up(keep: Keep) -> None:
    keeper = keep(per_address=Rate(2, 60))
    known = _bearer(keeper.issue("known")[0])
    keeper.visit(known)
    guesses = [keeper.refuse(_bearer(UNKNOWN)).status for _ in range(3)]
    assert guesses == [401, 401, 429]
    assert keeper.refuse().status == 429
    keeper.now += REMEMBERED_SECONDS
    keeper.visit(known)


def test_requests_without_a_token_count_though_they_may_not_read(keep: Keep) -> None:
    keeper = keep(closed=True, per_address=Rate(1, 60))
    assert [keeper.refuse().status for _ in range(2)] == [401, 429]


def test_a_batch_counts_as_its_operations(keep: Keep) -> None:
    keeper = keep(per_address=Rate(5, 60))
    admission = keeper.gate.charge(keeper.visit(), 3)
    assert dict(admission.headers)[b"ratelimit-remaining"] == b"1"
    with pytest.raises(Refusal) as refused:
        keeper.gate.charge(admission, 2)
    assert refused.value.status == 429
    assert dict(keeper.visit().headers)[b"ratelimit-remaining"] == b"0"


def test_a_batch_costs_nothing_where_nothing_is_limited(keep: Keep) -> None:
    keeper = keep()
    admission = keeper.visit()
    assert keeper.gate.charge(admission, 9) is admission


def test_no_more_are_let_in_than_there_are_places(keep: Keep) -> None:
    keeper = keep(requests=2)
    first, _ = keeper.admit(), keeper.admit()
    refusal = keeper.refuse()
    message = "The service is answering as many requests as it can; try again."
    assert _told(refusal) == (503, "OVERLOADED", message)
    assert refusal.headers == ((b"retry-after", b"1"),)
    first.leave()
    keeper.admit()
    assert keeper.refuse().status == 503


def test_who_is_refused_takes_no_place(keep: Keep) -> None:
    keeper = keep(requests=1, closed=True)
    assert {keeper.refuse().status for _ in range(3)} == {401}
    keeper.admit(_bearer(keeper.issue("reader")[0]))


def test_whose_a_token_is_cannot_be_told_where_the_database_is_away(keep: Keep) -> None:
    keeper = keep(requests=1)
    bearer = _bearer(keeper.issue("reader")[0])
    keeper.runner.run(keeper.pool.close())
    refusal = keeper.refuse(bearer)
    assert _told(refusal) == (503, "UNAVAILABLE", "The database does not answer.")
    assert refusal.headers == ((b"retry-after", b"1"),)
    keeper.visit()


def test_who_finds_no_connection_in_time_is_not_kept_waiting_as_long_again(
    keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = keep()
    bearer = _bearer(keeper.issue("reader")[0])
    held = [keeper.runner.run(keeper.pool.getconn()) for _ in range(keeper.pool.max_size)]
    waits: list[float | None] = []
    take = keeper.pool.getconn

    def count(timeout: float | None = None) -> object:
        waits.append(timeout)
        return take(0.01)

    monkeypatch.setattr(keeper.pool, "getconn", count)
    assert _told(keeper.refuse(bearer)) == (503, "UNAVAILABLE", "The database does not answer.")
    assert waits == [None]
    for connection in held:
        keeper.runner.run(keeper.pool.putconn(connection))


def test_a_connection_that_died_is_replaced(keep: Keep) -> None:
    keeper = keep()
    bearer = _bearer(keeper.issue("reader")[0])
    with keeper.database.connect() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert keeper.visit(bearer).caller.name == "reader"
