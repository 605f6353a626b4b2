"""importDocuments and revertImport: what they do, what they refuse, and who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest

from service.api.importer import ImportOptions
from service.app import Options
from service.domain.scopes import Scope
from service.ingest.report import Report
from tests.api.imports.importing import IMPORT, REVERT, Client, serving
from tests.cli.pages import PAGE, REVISED_PAGE, WITHOUT_TABLE
from tests.ingest.pages import CLIP, MASK, YOLO, pages, put, text_of, visible
from tests.scratch import ScratchDatabase
from tests.store.writing import dump

SEED_PAGES = tuple((name, text_of(name)) for name in (CLIP, MASK, YOLO))
CUT = "the page ends before its comparison table, whose head begins 'Property'"
REFUSED = {"level": "ERROR", "document": "cut.txt", "line": 13, "message": CUT}


def changes_of(report: Report) -> list[dict[str, Any]]:
    """A report's changes, as a payload has them."""
    facts = ("model", "property", "before", "after")
    return [{key: asdict(change)[key] for key in facts} for change in report.changes]


def error_of(client: Client, query: str, variables: Any, token: str | None = "") -> Any:
    """The code and the message of a response's only error."""
    (error,) = client.ask(query, variables, token=token).json()["errors"]
    return error["extensions"]["code"], error["message"]


def test_an_import_does_what_the_command_line_does(
    client: Client, new_database: Callable[[], ScratchDatabase]
) -> None:
    other = new_database()
    report = put(other, pages())
    payload = client.bring(*SEED_PAGES)
    assert visible(client.database) == visible(other)
    assert payload == {
        "import": {
            "id": f"Import:{report.import_id}",
            "status": "SUCCEEDED",
            "documents": 3,
            "claimsAdded": report.claims_added,
            "claimsRetracted": 0,
            "by": "importer",
        },
        "registryVersion": report.version,
        "changes": changes_of(report)[:100],
        "problems": [],
    }


def test_a_dry_run_tells_the_same_and_changes_nothing(client: Client) -> None:
    held = dump(client.database)
    dry = client.bring(("page.txt", PAGE), dryRun=True)
    assert dump(client.database) == held
    real = client.bring(("page.txt", PAGE))
    assert dry == {**real, "import": None, "registryVersion": real["registryVersion"] - 1}


def test_of_many_changes_the_first_are_told(client: Client) -> None:
    query = IMPORT.replace("changes {", "changes(first: $first) {")
    query = query.replace("($input", "($first: Int, $input")
    asked = {"documents": [{"name": "page.txt", "content": PAGE}], "dryRun": True}
    few = client.data(query, {"first": 2, "input": asked})["changes"]
    assert few == [
        {"model": "alpha", "property": "organization", "before": None, "after": "OpenAI"},
        {"model": "alpha", "property": "parameters", "before": None, "after": "7M"},
    ]
    assert error_of(client, query, {"first": 10_001, "input": asked}) == (
        "BAD_ARGUMENT",
        "Argument 'first': 10001 is not between 0 and 10000.",
    )


def test_a_document_that_is_refused_refuses_all(client: Client) -> None:
    held, version = dump(client.database), client.version()
    assert client.bring(("page.txt", PAGE), ("cut.txt", WITHOUT_TABLE)) == {
        "import": None,
        "registryVersion": version,
        "changes": [],
        "problems": [REFUSED],
    }
    assert dump(client.database) == held


def test_the_others_are_imported_where_the_caller_says_so(client: Client) -> None:
    payload = client.bring(("cut.txt", WITHOUT_TABLE), ("page.txt", PAGE), keepGoing=True)
    assert (payload["import"]["documents"], payload["problems"]) == (1, [REFUSED])
    stored = client.data("{ imports { nodes { problems { document line } } } }")
    assert stored["nodes"][0] == {"problems": [{"document": "cut.txt", "line": 13}]}


def test_what_the_registry_has_already_is_no_import(client: Client) -> None:
    first = client.bring(("page.txt", PAGE))
    assert client.bring(("again.txt", PAGE)) == {
        "import": None,
        "registryVersion": first["registryVersion"],
        "changes": [],
        "problems": [],
    }


def test_an_import_of_nothing_is_none(client: Client) -> None:
    held = dump(client.database)
    assert error_of(client, IMPORT, {"input": {"documents": []}}) == (
        "BAD_ARGUMENT",
        "Argument 'input': documents is empty; give at least one.",
    )
    assert dump(client.database) == held


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a\0b", PAGE, ("a\ufffdb", None, "character 2 of the name, U+0000, belongs in no name")),
        ("\r\n", PAGE, ("<unnamed>", None, "a document needs a name")),
        ("x\x1b", PAGE, ("x\ufffd", None, "character 2 of the name, U+001B, belongs in no name")),
        ("a", "", ("a", 1, "the document is empty; text in UTF-8 was expected")),
        ("a", "A\nvs\0B", (
            "a", 2, "byte 5 is NUL, which no text contains; text in UTF-8 was expected")),
    ],
)  # fmt: skip
def test_strings_that_are_no_documents(
    client: Client, name: str, content: str, problem: tuple[str, int | None, str]
) -> None:
    payload = client.bring((name, content))
    (told,) = payload["problems"]
    assert (told["document"], told["line"], told["message"]) == problem
    assert payload["import"] is None


@pytest.mark.parametrize("field", ["name", "content"])
def test_half_a_character_is_no_json(client: Client, field: str) -> None:
    document = {"name": "page.txt", "content": PAGE, field: "a HALF"}
    asked = {"query": IMPORT, "variables": {"input": {"documents": [document]}}}
    headers = {"authorization": f"Bearer {client.token}", "content-type": "application/json"}
    content = json.dumps(asked).replace("HALF", "\\ud83d")
    answer = client.runner.run(client.http.post("/graphql", content=content, headers=headers))
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (400, "BAD_REQUEST")


def test_an_import_brings_only_so_many_documents(database: ScratchDatabase) -> None:
    with serving(database, Options(imports=ImportOptions(documents=2))) as client:
        assert len(client.bring(("1", PAGE), ("2", PAGE))["changes"]) == 7
        listed = [{"name": str(number), "content": PAGE} for number in range(3)]
        assert error_of(client, IMPORT, {"input": {"documents": listed}}) == (
            "TOO_MANY_DOCUMENTS",
            "An import brings at most 2 documents; these are 3.",
        )


def test_a_revert_takes_an_import_back(client: Client) -> None:
    first = client.bring(("page.txt", PAGE))
    before = visible(client.database)
    second = client.bring(("page.txt", REVISED_PAGE))
    payload = client.revert(second["import"]["id"])
    assert visible(client.database) == before
    assert payload == {
        "import": {
            "id": payload["import"]["id"],
            "status": "SUCCEEDED",
            "by": "importer",
            "reverts": {
                "id": second["import"]["id"],
                "status": "REVERTED",
                "revertedBy": {"id": payload["import"]["id"]},
            },
        },
        "registryVersion": second["registryVersion"] + 1,
        "problems": [],
    }
    again = client.revert(payload["import"]["id"])["problems"]
    message = f"it is the revert of {second['import']['id']}; import the documents again instead"
    assert [problem["message"] for problem in again] == [message]
    assert client.revert(first["import"]["id"])["problems"] == []


def test_what_cannot_be_reverted_is_told_and_nothing_is_written(client: Client) -> None:
    first = client.bring(("page.txt", PAGE))
    second = client.bring(("page.txt", REVISED_PAGE))
    held = dump(client.database)
    faults = {
        first["import"]["id"]: (
            "page.txt",
            f"{second['import']['id']} brought another revision; revert that one first",
        ),
        "Import:99": ("Import:99", "there is no such import"),
        "Import:0": ("Import:0", "there is no such import"),
        f"Import:{2**63}": (f"Import:{2**63}", "this is not the id of an import"),
        "Model:1": ("Model:1", "this is not the id of an import"),
        "": ("", "this is not the id of an import"),
        "\0": ("\ufffd", "this is not the id of an import"),
        "x" * 1000: ("x" * 100, "this is not the id of an import"),
    }
    for import_id, (document, message) in faults.items():
        problem = {"level": "ERROR", "document": document, "line": None, "message": message}
        assert client.revert(import_id) == {
            "import": None,
            "registryVersion": second["registryVersion"],
            "problems": [problem],
        }
    assert dump(client.database) == held


NEEDED = "This needs a token with the scope import."


@pytest.mark.parametrize(
    ("scopes", "status", "error"),
    [
        (None, 401, ("UNAUTHENTICATED", f"{NEEDED} Send `Authorization: Bearer` and the token.")),
        ([Scope.READ], 403, ("FORBIDDEN", NEEDED)),
        ([Scope.CURATE], 403, ("FORBIDDEN", NEEDED)),
    ],
)
def test_who_may_not(
    client: Client, scopes: list[Scope] | None, status: int, error: tuple[str, str]
) -> None:
    token = None if scopes is None else client.issue("other", *scopes)
    held = dump(client.database)
    asked = {"input": {"documents": [{"name": "page.txt", "content": PAGE}]}}
    for query, variables in ((IMPORT, asked), (REVERT, {"id": "Import:1"})):
        assert client.ask(query, variables, token=token).status_code == status
        assert error_of(client, query, variables, token=token) == error
    assert dump(client.database) == held


def test_admins_may_too(client: Client) -> None:
    token = client.issue("root", Scope.ADMIN)
    asked = {"input": {"documents": [{"name": "page.txt", "content": PAGE}]}}
    answer = client.ask(IMPORT, asked, token=token).json()
    assert answer["data"]["importDocuments"]["import"]["by"] == "root"


def test_the_answer_says_which_version_to_read_from(client: Client) -> None:
    asked = {"input": {"documents": [{"name": "page.txt", "content": PAGE}]}}
    response = client.ask(IMPORT, asked)
    version = str(response.json()["data"]["importDocuments"]["registryVersion"])
    assert response.headers["modelgraph-version"] == version
    assert response.headers["cache-control"] == "no-store"


def test_cached_answers_are_not_shown_after_an_import(client: Client) -> None:
    query = '{ model(slug: "alpha") { parameters { text } } }'
    client.bring(("page.txt", PAGE))
    assert client.data(query) == {"parameters": {"text": "7M"}}
    client.bring(("page.txt", REVISED_PAGE))
    assert client.data(query) == {"parameters": {"text": "8M"}}
