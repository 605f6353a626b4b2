"""Checks by licences' names alone, which need no registry."""

from __future__ import annotations

from service.cli.licensing.asking import Asked
from service.cli.licensing.reports import VerdictReport, report_answer
from service.domain.licensing.judging import judge
from service.domain.licensing.names import read_label
from service.domain.licensing.questions import Material, Question


def check_named(asked: Asked) -> VerdictReport:
    """The verdict on licences that are given by name; on at least one."""
    materials = [Material(read_label(each), asked.artifact) for each in asked.inbound]
    outbound = None if asked.outbound is None else read_label(asked.outbound)
    uses = frozenset(asked.uses)
    return report_answer(judge(Question(tuple(materials), outbound, uses, asked.context)))
