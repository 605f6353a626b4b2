"""What is asked of licences, as the domain has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from graphql import GraphQLError

from service.domain.licensing.folding import leaves
from service.domain.licensing.labels import Label, One
from service.domain.licensing.names import read_label
from service.domain.licensing.territories import read_territory
from service.domain.licensing.verdicts import Artifact, Context, Use
from service.planner.problems import problem

_LONGEST_NAME = 500

_MOST = 100

Given = Mapping[str, Any] | None


def read_texts(given: Given, name: str) -> Sequence[str]:
    """A list of an input, none where it is absent.

    Raises:
        GraphQLError: it is too long.
    """
    texts: Sequence[str] = (given or {}).get(name) or ()
    if len(texts) > _MOST:
        raise _refused(name, f"{len(texts)} are more than {_MOST}")
    return texts


def read_labels(given: Given, name: str) -> Sequence[Label]:
    """What each name of a list means.

    Raises:
        GraphQLError: there are too many, or one is too long.
    """
    return [read_license(name, text) for text in read_texts(given, name)]


def read_outbound(given: Given) -> Label | None:
    """What the result is to carry; None where that is not asked.

    Raises:
        GraphQLError: the name is too long.
    """
    text = (given or {}).get("outbound")
    return None if text is None else read_license("outbound", text)


def read_license(name: str, text: str) -> Label:
    """What an argument's name of a licence means.

    Raises:
        GraphQLError: it is too long.
    """
    check_name(name, text)
    return read_label(text)


def check_name(name: str, text: str) -> None:
    """Refuse an argument that is longer than any name.

    Raises:
        GraphQLError: it is.
    """
    if len(text) > _LONGEST_NAME:
        raise _refused(name, f"more than {_LONGEST_NAME} characters")


def read_uses(uses: Sequence[Enum] | None) -> frozenset[Use]:
    """The plan."""
    return frozenset(Use(use.value) for use in uses or ())


def read_artifact(artifact: Enum | None) -> Artifact | None:
    """What is meant."""
    return None if artifact is None else Artifact(artifact.value)


def read_context(context: Given) -> Context:
    """Who asks.

    Raises:
        GraphQLError: a number is negative, or a territory is no country.
    """
    given = context or {}
    return Context(
        monthly_active_users=_count(given, "monthlyActiveUsers"),
        annual_revenue_usd=_count(given, "annualRevenueUsd"),
        territory=_territory(given.get("territory")),
        modified=given.get("modified"),
    )


def expressions(labels: Iterable[Label]) -> Sequence[str]:
    """Every licence that the labels name, each once."""
    named = (leaf for label in labels for leaf in leaves(label))
    return list(dict.fromkeys(leaf.expression for leaf in named if isinstance(leaf, One)))


def _count(given: Mapping[str, Any], name: str) -> int | None:
    count: int | None = given.get(name)
    if count is not None and count < 0:
        raise _refused(name, f"{count} is negative")
    return count


def _territory(text: str | None) -> str | None:
    try:
        return None if text is None else read_territory(text)
    except ValueError as error:
        raise _refused("territory", str(error)) from None


def _refused(name: str, fault: str) -> GraphQLError:
    return problem("BAD_ARGUMENT", f"Argument {name!r}: {fault}.")
