"""GraphQL over HTTP, as the audits of its reference implementation test it."""

from __future__ import annotations

from tests.cli.serving import Service
from tests.clients.conftest import Node


def test_every_audit_is_passed(node: Node, service: Service) -> None:
    verdicts = node.run("audits.mjs", f"{service.origin}/graphql")
    assert [verdict for verdict in verdicts if verdict["status"] != "ok"] == []
    assert len(verdicts) == 61
