"""Lists of trusted operations."""

from __future__ import annotations

import json

import pytest

from service.api.http.manifests import check_operations, parse_operations
from service.api.schema import open_operations
from service.errors import OperationsRefused
from service.planner.limits import Limits

ONE, TWO = "query One { __typename }", "query Two { __typename }"
FORMAT = "apollo-persisted-query-manifest"


def _apollo(*operations: object, version: int = 1) -> bytes:
    manifest = {"format": FORMAT, "version": version, "operations": operations}
    return json.dumps(manifest).encode()


def test_apollos_manifest() -> None:
    listed = _apollo(
        {"id": "1", "name": "One", "type": "query", "body": ONE},
        {"id": "2", "name": "Two", "type": "query", "body": TWO},
    )
    assert parse_operations("list", listed) == {"1": ONE, "2": TWO}


def test_the_map_of_codegen_and_relay() -> None:
    listed = json.dumps({"1": ONE, "2": TWO}).encode()
    assert parse_operations("list", listed) == {"1": ONE, "2": TWO}
    assert parse_operations("list", b"\xef\xbb\xbf" + listed) == {"1": ONE, "2": TWO}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "list is not JSON: line 1, column 1"),
        (b'{\n"1": }', "list is not JSON: line 2, column 6"),
        (b'{"1": "{a}", "1": "{b}"}',
         "list is not JSON that is read: an object names a member twice"),
        (b"[]", "list: expected Apollo's manifest, or texts by their ids"),
        (b"{}", "list: expected Apollo's manifest, or texts by their ids"),
        (b"type Query { a: Int }", "list is not JSON: line 1, column 1"),
        (b'{"1": "{a}", "2": {"body": "{b}"}}', "list: '2': expected a text that is not empty"),
        (b'{"1": " "}', "list: '1': expected a text that is not empty"),
        (b'{"format": "other", "version": 1, "operations": []}',
         f"list: expected the format {FORMAT}, version 1"),
        (_apollo(version=2), f"list: expected the format {FORMAT}, version 1"),
        (_apollo(), "list: operations: expected a list that is not empty"),
        (_apollo({"id": "1", "body": ONE}, 7), "list: operations[1]: expected an object"),
        (_apollo({"id": "1"}), "list: operations[0].body: expected a text that is not empty"),
        (_apollo({"body": ONE}), "list: operations[0].id: expected a text that is not empty"),
        (_apollo({"id": "1", "body": ONE}, {"id": "1", "body": TWO}),
         "list: two operations have the id '1'"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_list(content: bytes, complaint: str) -> None:
    with pytest.raises(OperationsRefused) as refused:
        parse_operations("list", content)
    assert str(refused.value) == complaint


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{nope}", "Cannot query field 'nope' on type 'Query'. Did you mean 'node' or 'nodes'?"),
        ("{", "Syntax Error: Expected Name, found <EOF>."),
        (
            "{ a: __typename b: __typename }",
            "The operation has more than 1 aliases, counting each use of a fragment.",
        ),
    ],
)
def test_a_list_with_an_operation_that_is_not_answered(text: str, complaint: str) -> None:
    operations = open_operations(Limits(aliases=1))
    with pytest.raises(OperationsRefused) as refused:
        check_operations("list", {"1": ONE, "2": text}, operations)
    assert str(refused.value) == f"list: '2': {complaint}"
    check_operations("list", {"1": ONE, "3": f"{ONE} {TWO}"}, operations)
