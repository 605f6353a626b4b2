"""What an operation came to, with the status and the headers that say so."""

from __future__ import annotations

from http import HTTPStatus

import orjson
import pytest

from service.api.http.negotiation import MediaType
from service.api.http.outcomes import outcome_of
from service.api.http.responses import Answer, answered, answered_together, with_throttle
from service.planner.execute import Response

COST = b'"extensions":{"cost":{"nodes":7,"limit":100}}'
TYPED = {
    MediaType.JSON: (b"content-type", b"application/json; charset=utf-8"),
    MediaType.GRAPHQL: (b"content-type", b"application/graphql-response+json; charset=utf-8"),
}
NO_STORE = (b"cache-control", b"no-store")


def _failed(code: str, path: str = "") -> Response:
    error = {"message": "No.", "extensions": {"code": code}} | ({"path": [path]} if path else {})
    return Response(orjson.dumps({"data": None, "errors": [error]}), stamp=3, cost=7)


@pytest.mark.parametrize("media_type", [MediaType.JSON, MediaType.GRAPHQL])
def test_data_has_its_stamp_and_its_cost(media_type: MediaType) -> None:
    outcome = outcome_of(Response(b'{"data":{}}', stamp=3, cost=7), 100)
    body = b'{"data":{},%b}' % COST
    assert answered(outcome, media_type) == Answer(
        HTTPStatus.OK, (TYPED[media_type],), body, stamp=3, costed=True
    )


def test_what_is_read_from_nowhere_is_not_stored() -> None:
    outcome = outcome_of(Response(b'{"data":{}}', cost=7), 100)
    assert answered(outcome, MediaType.JSON).headers == (TYPED[MediaType.JSON], NO_STORE)


def test_data_with_errors_is_not_stored() -> None:
    body = b'{"data":{"a":1},"errors":[{"message":"No.","extensions":{"code":"A"}}]}'
    outcome = outcome_of(Response(body, stamp=3, cost=7), 100)
    answer = answered(outcome, MediaType.GRAPHQL)
    assert (answer.status, answer.stamp) == (HTTPStatus.OK, None)
    assert answer.headers == (TYPED[MediaType.GRAPHQL], NO_STORE)
    assert answer.body == b"%b,%b}" % (body[:-1], COST)


def test_a_field_that_is_called_errors_is_none() -> None:
    body = rb'{"data":{"errors":[{"message":"\"errors\":"}]}}'
    assert outcome_of(Response(body, stamp=3), 100).stamp == 3


@pytest.mark.parametrize(
    ("code", "status", "headers"),
    [
        ("UNAVAILABLE", HTTPStatus.SERVICE_UNAVAILABLE, ((b"retry-after", b"5"),)),
        ("TIMEOUT", HTTPStatus.GATEWAY_TIMEOUT, ()),
        ("INTERNAL_ERROR", HTTPStatus.INTERNAL_SERVER_ERROR, ()),
    ],
)
@pytest.mark.parametrize("media_type", [MediaType.JSON, MediaType.GRAPHQL])
def test_an_operation_that_came_to_nothing(
    code: str, status: HTTPStatus, headers: tuple[tuple[bytes, bytes]], media_type: MediaType
) -> None:
    answer = answered(outcome_of(_failed(code), 100), media_type)
    assert answer.status == (status if media_type is MediaType.GRAPHQL else HTTPStatus.OK)
    assert answer.headers == (TYPED[media_type], NO_STORE, *headers)
    error = {"message": "No.", "extensions": {"code": code}}
    assert orjson.loads(answer.body) == {"errors": [error]}


def test_a_field_that_came_to_nothing_is_null_beside_others() -> None:
    response = _failed("UNAVAILABLE", path="importDocuments")
    answer = answered(outcome_of(response, 100), MediaType.GRAPHQL)
    assert (answer.status, answer.stamp) == (HTTPStatus.OK, None)
    assert answer.body == b"%b,%b}" % (response.body[:-1], COST)


@pytest.mark.parametrize(
    ("codes", "headers"),
    [
        (("BUSY", "UNAVAILABLE"), ((b"retry-after", b"60"),)),
        (("UNAVAILABLE", "REFUSED"), ((b"retry-after", b"5"),)),
        (("REFUSED", "TIMEOUT"), ()),
    ],
)
def test_who_is_told_that_it_passes_is_told_when_to_come_back(
    codes: tuple[str, str], headers: tuple[tuple[bytes, bytes]]
) -> None:
    outcomes = [outcome_of(_failed(code, path="importDocuments"), 100) for code in codes]
    together = answered_together(outcomes, MediaType.JSON)
    assert together.headers == (TYPED[MediaType.JSON], NO_STORE, *headers)
    assert answered(outcomes[0], MediaType.JSON).headers == together.headers


@pytest.mark.parametrize(("stamps", "stamp"), [((3, 3), 3), ((3, 4), None), ((3, None), None)])
def test_a_batch_is_of_a_version_if_all_of_it_is(
    stamps: tuple[int | None, ...], stamp: int | None
) -> None:
    outcomes = [outcome_of(Response(b'{"data":{}}', stamp=each, cost=7), 100) for each in stamps]
    answer = answered_together(outcomes, MediaType.JSON)
    one = b'{"data":{},%b}' % COST
    assert (answer.status, answer.stamp) == (HTTPStatus.OK, stamp)
    assert answer.body == b"[%b,%b]" % (one, one)
    assert (NO_STORE in answer.headers) is (stamp is None)


def test_what_a_caller_has_left_is_told_in_the_cost() -> None:
    answer = answered(outcome_of(Response(b'{"data":{}}', cost=7), 100), MediaType.JSON)
    assert orjson.loads(with_throttle(answer, b'{"left":1}').body) == {
        "data": {},
        "extensions": {"cost": {"nodes": 7, "limit": 100, "throttleStatus": {"left": 1}}},
    }


def test_what_a_caller_has_left_is_no_answer_for_others() -> None:
    headers = ((b"etag", b'"a"'), (b"cache-control", b"public, max-age=9"), (b"x", b"public"))
    told = with_throttle(Answer(HTTPStatus.OK, headers, b"[]"), b"{}")
    own = ((b"etag", b'W/"a"'), (b"cache-control", b"private, max-age=9"), (b"x", b"public"))
    assert told == Answer(HTTPStatus.OK, own, b"[]")


def test_a_body_without_a_cost_stays_as_it_is() -> None:
    answer = Answer(HTTPStatus.OK, (), b'{"a":{"b":{}}}')
    assert with_throttle(answer, b"{}") == answer
