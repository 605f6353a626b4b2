"""Scalars and enumerations of the API."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, ValueNode, print_ast, value_from_ast_untyped
from strawberry import enum_value
from strawberry.schema.types.base_scalars import DateDefinition, DateTimeDefinition
from strawberry.types.scalar import ScalarDefinition

BigInt = NewType("BigInt", int)

_LARGEST = 2**53
_RFC_3339 = "https://www.rfc-editor.org/rfc/rfc3339#section-5.6"
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_OR_TIME = re.compile(
    rf"{_FULL_DATE.pattern}(T\d{{2}}:\d{{2}}:\d{{2}}(\.\d+)?(Z|[+-]\d{{2}}:\d{{2}})?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class _Read:
    """How a scalar is read from variables and from literals.

    Attributes:
        scalar: its name.
        taken: what it takes.
        read: raises ValueError for what it does not take.
    """

    scalar: str
    taken: str
    read: Callable[[Any], Any]

    def value(self, value: Any) -> Any:
        try:
            return self.read(value)
        except ValueError:
            raise self._refused(json.dumps(value, ensure_ascii=False)) from None

    def literal(self, node: ValueNode, variables: dict[str, Any] | None = None) -> Any:
        try:
            return self.read(value_from_ast_untyped(node, variables))
        except ValueError:
            raise self._refused(print_ast(node), node) from None

    def _refused(self, shown: str, *nodes: ValueNode) -> GraphQLError:
        message = f"{self.scalar} cannot represent {shown}: it takes {self.taken}."
        return GraphQLError(message, list(nodes))


def _read_big_int(value: Any) -> int:
    if type(value) is not int or not -_LARGEST <= value <= _LARGEST:
        raise ValueError("it is no whole number, or too large")
    return value


def _read_date(value: Any) -> datetime.date:
    return datetime.date.fromisoformat(_written(value, _FULL_DATE))


def _read_date_time(value: Any) -> datetime.datetime:
    return datetime.datetime.fromisoformat(_written(value, _DATE_OR_TIME))


def _written(value: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("it is written in another way")
    return value


_BIG_INTS = _Read("BigInt", "a whole number up to 2^53", _read_big_int)
_DATES = _Read("Date", "a day such as 2023-01-31", _read_date)
_DATE_TIMES = _Read(
    "DateTime",
    "a moment such as 2023-01-31T12:00:00Z, or a day such as 2023-01-31",
    _read_date_time,
)

_BIG_INT = strawberry.scalar(
    name="BigInt",
    description="A whole number up to 2^53, as a JSON number.",
    serialize=int,
    parse_value=_BIG_INTS.value,
    parse_literal=_BIG_INTS.literal,
)

_DATE = replace(
    DateDefinition,
    description="A day of the Gregorian calendar: RFC 3339's full-date, such as 2023-01-31.",
    specified_by_url=_RFC_3339,
    parse_value=_DATES.value,
    parse_literal=_DATES.literal,
)

_DATE_TIME = replace(
    DateTimeDefinition,
    parse_value=_DATE_TIMES.value,
    parse_literal=_DATE_TIMES.literal,
    description="A moment: RFC 3339's date-time, such as 2023-01-31T12:00:00Z or, with an offset "
    "and parts of a second, 2023-01-31T13:00:00.25+01:00. An argument without an offset is UTC, "
    "and a day alone is its beginning.",
    specified_by_url=_RFC_3339,
)

SCALARS: Mapping[object, ScalarDefinition] = {
    BigInt: _BIG_INT,
    datetime.date: _DATE,
    datetime.datetime: _DATE_TIME,
}
"""The scalars beside GraphQL's own, by the types that fields are annotated with."""


@strawberry.enum(
    description="Whether a model has a task or a feature. UNKNOWN is never read as NO."
)
class Support(Enum):
    YES = enum_value("YES", description="It has it.")
    NO = enum_value("NO", description="It does not have it.")
    UNKNOWN = enum_value("UNKNOWN", description="The sources do not decide it.")


@strawberry.enum(description="How the registry came by a value.")
class FactStatus(Enum):
    STATED = enum_value(
        "STATED", description="At least one source says so, and none contradicts it."
    )
    INFERRED = enum_value(
        "INFERRED",
        description="No source says so, but the sources together allow nothing else.",
    )
    CONFLICTED = enum_value(
        "CONFLICTED", description="Sources disagree; a declared rule chose the value shown."
    )
    UNKNOWN = enum_value("UNKNOWN", description="The sources do not decide it, or say nothing.")


@strawberry.enum(description="How precise a date is.")
class DatePrecision(Enum):
    YEAR = enum_value("YEAR", description="The year is known.")
    MONTH = enum_value("MONTH", description="The year and the month are known.")
    DAY = enum_value("DAY", description="The day is known.")


@strawberry.enum(description="What an edge of the knowledge graph says: source is (kind) target.")
class RelationKind(Enum):
    DERIVED_FROM = enum_value("DERIVED_FROM", description="The source is built on the target.")
    FINE_TUNED_FROM = enum_value(
        "FINE_TUNED_FROM", description="The source is the target, trained further."
    )
    DISTILLED_FROM = enum_value(
        "DISTILLED_FROM", description="The source was taught by the target's outputs."
    )
    MERGED_FROM = enum_value(
        "MERGED_FROM", description="The source joins the target with other models."
    )
    QUANTIZED_FROM = enum_value(
        "QUANTIZED_FROM", description="The source is the target with smaller numbers."
    )
    ADAPTER_OF = enum_value(
        "ADAPTER_OF", description="The source is weights to be added to the target."
    )
    VARIANT_OF = enum_value("VARIANT_OF", description="The source is a version of the target.")
    EXTENDS = enum_value("EXTENDS", description="The source adds to the target's design.")
    SUCCEEDS = enum_value("SUCCEEDS", description="The source takes the target's place.")
    USES = enum_value("USES", description="The source has the target as a part.")
    TRAINED_ON = enum_value(
        "TRAINED_ON", description="The target is data of the source's training."
    )
    EVALUATED_ON = enum_value(
        "EVALUATED_ON", description="The target is a benchmark that the source was measured on."
    )
    AVAILABLE_IN = enum_value(
        "AVAILABLE_IN", description="The target is a framework that offers the source."
    )


@strawberry.enum(description="Which way a lineage follows relations.")
class Direction(Enum):
    ANCESTORS = enum_value(
        "ANCESTORS", description="From source to target: what the model comes from."
    )
    DESCENDANTS = enum_value(
        "DESCENDANTS", description="From target to source: what comes from the model."
    )
    BOTH = enum_value("BOTH", description="Each of the two on its own, which leads to no siblings.")


@strawberry.enum(description="What a page of models is ordered by.")
class ModelOrder(Enum):
    NAME = enum_value("NAME", description="By name, ignoring case.")
    NAME_DESCENDING = enum_value(
        "NAME_DESCENDING", description="By name, ignoring case, from the end of the alphabet."
    )
    NEWEST = enum_value("NEWEST", description="Latest release first; undated models last.")
    OLDEST = enum_value("OLDEST", description="Earliest release first; undated models last.")
    LARGEST = enum_value(
        "LARGEST", description="Most parameters first, by a range's maximum; unknown last."
    )
    SMALLEST = enum_value(
        "SMALLEST", description="Fewest parameters first, by a range's maximum; unknown last."
    )
    LONGEST_CONTEXT = enum_value(
        "LONGEST_CONTEXT", description="Largest context window first; unknown last."
    )
    SHORTEST_CONTEXT = enum_value(
        "SHORTEST_CONTEXT", description="Smallest context window first; unknown last."
    )
    RELEVANCE = enum_value(
        "RELEVANCE",
        description="What meets the filter's text best first, as in search: by the name, another "
        "name, the beginning of the name, words of the name, words of other names, words of the "
        "summary; then by name. An error without a text.",
    )


@strawberry.enum(description="The sections of a comparison.")
class RowGroup(Enum):
    PROPERTY = enum_value("PROPERTY", description="A declared property, such as the license.")
    TASK = enum_value("TASK", description="A task.")
    FEATURE = enum_value("FEATURE", description="A feature.")


@strawberry.enum(description="The kinds of entities.")
class EntityKind(Enum):
    MODEL = enum_value("model", description="AI models.")
    ORGANIZATION = enum_value("organization", description="Who makes models.")
    LICENSE = enum_value("license", description="Licences.")
    TASK = enum_value("task", description="What models do.")
    FEATURE = enum_value("feature", description="What models are like.")
    DATASET = enum_value("dataset", description="What models are trained on.")
    BENCHMARK = enum_value("benchmark", description="What models are measured on.")
    FRAMEWORK = enum_value("framework", description="What models are available in.")


@strawberry.enum(description="What a page of entities is ordered by.")
class EntityOrder(Enum):
    NAME = enum_value("NAME", description="By name, ignoring case.")
    MODELS = enum_value("MODELS", description="Those of most models first, then by name.")


@strawberry.enum(description="Where a search found its query.")
class SearchMatch(Enum):
    NAME = enum_value("NAME", description="In the name.")
    ALIAS = enum_value("ALIAS", description="In other names.")
    SUMMARY = enum_value("SUMMARY", description="In names and summary together.")
