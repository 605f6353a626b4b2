"""GraphQL over HTTP, as the audits of its reference implementation test it."""

from __future__ import annotations

from tests.clients.packages import Runtime


def test_every_audit_is_passed(node: Runtime, endpoint: str) -> None:
    verdicts = node.ask("audits.mjs", endpoint)
    assert [verdict for verdict in verdicts if verdict["status"] != "ok"] == []
    assert len(verdicts) == 61
