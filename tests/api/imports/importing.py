"""Somebody who imports over the API."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from service.app import Options, create_app
from service.domain.scopes import Scope
from service.postgres import Database
from service.store.tokens import create_token
from tests.scratch import ScratchDatabase

IMPORT = """
mutation ($input: ImportDocumentsInput!) {
  importDocuments(input: $input) {
    import { id status documents claimsAdded claimsRetracted by }
    registryVersion
    changes { model property before after }
    problems { level document line message }
  }
}
"""
REVERT = """
mutation ($id: ID!) {
  revertImport(id: $id) {
    import { id status by reverts { id status revertedBy { id } } }
    registryVersion
    problems { level document line message }
  }
}
"""


@dataclass(frozen=True)
class Client:
    """An HTTP client of the application; it shows a token unless a test says otherwise."""

    runner: asyncio.Runner
    http: httpx.AsyncClient
    database: ScratchDatabase
    token: str

    def issue(self, name: str, *scopes: Scope) -> str:
        """A new token."""
        with self.database.begin() as connection:
            return create_token(connection, name, scopes, None).secret

    def ask(self, query: str, variables: Any = None, *, token: str | None = "") -> httpx.Response:
        """The response to a GraphQL request; an empty token is the client's, None is none."""
        shown = self.token if token == "" else token
        return self.runner.run(ask(self.http, shown, query, variables))

    def data(self, query: str, variables: Any = None) -> Any:
        """The answer's only field, where there are no errors."""
        answer = self.ask(query, variables).json()
        assert "errors" not in answer, answer
        (value,) = answer["data"].values()
        return value

    def bring(self, *documents: tuple[str, str], **options: bool) -> Any:
        """Import texts under names; the payload."""
        listed = [{"name": name, "content": content} for name, content in documents]
        return self.data(IMPORT, {"input": {"documents": listed, **options}})

    def revert(self, import_id: str) -> Any:
        """Take an import back; the payload."""
        return self.data(REVERT, {"id": import_id})

    def version(self) -> int:
        version: int = self.data("{ registry { version } }")["version"]
        return version

    def upload(
        self, files: Sequence[tuple[str, bytes]], address: str = "/imports", **headers: str
    ) -> httpx.Response:
        """The response to an upload of files under names."""
        parts = [("documents", (name, content, "text/plain")) for name, content in files]
        shown = {"authorization": f"Bearer {self.token}", **headers}
        return self.runner.run(self.http.post(address, files=parts, headers=shown))


async def ask(
    http: httpx.AsyncClient, token: str | None, query: str, variables: Any = None
) -> httpx.Response:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return await http.post(
        "/graphql", json={"query": query, "variables": variables}, headers=headers
    )


@contextmanager
def serving(database: ScratchDatabase, options: Options | None = None) -> Iterator[Client]:
    """The application on a database, and a client of it."""
    app = create_app(Database(database.url), options or Options())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    lifespan = app.router.lifespan_context(app)
    with asyncio.Runner() as runner:
        http = httpx.AsyncClient(transport=transport, base_url="http://registry.test", timeout=60)
        runner.run(lifespan.__aenter__())
        with database.begin() as connection:
            token = create_token(connection, "importer", [Scope.IMPORT], None).secret
        try:
            yield Client(runner, http, database, token)
        finally:
            runner.run(http.aclose())
            runner.run(lifespan.__aexit__(None, None, None))
