"""What licences come to by themselves, as rows: their clauses, their terms, how pairs stand.

It depends on nothing but the library of terms and on which licences the registry has, and there are
tens of thousands of pairs: digests tell whether there is something to work out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from sqlalchemy import Connection, Table, select

from service.domain.claims import Kind
from service.domain.licensing.candidates import judged
from service.domain.licensing.clauses import clauses
from service.domain.licensing.digest import library_digest
from service.domain.licensing.labels import Label, One, OneOf
from service.domain.licensing.names import NameStatus, read_name
from service.domain.licensing.pairs import judge_pair
from service.domain.licensing.provisions import provisions
from service.domain.licensing.verdicts import Reason, verdict_of
from service.domain.projection import Entity, Projection
from service.store.differences import TableRow
from service.store.model_terms import label_of
from service.tables import graph, licensing


def library_rows(
    connection: Connection, projection: Projection, held: Sequence[TableRow]
) -> Mapping[Table, list[TableRow]]:
    """The rows of `licenses`, and of the tables beside it that are to be made anew.

    Arguments:
        held: of `licenses`, as they are.
    """
    entities = [entity for entity in projection.entities if entity.kind is Kind.LICENSE]
    digests = _read_digests(connection)
    wanted = _digests(entities)
    if all(digests.get(part) == digest for part, digest in wanted.items()):
        return {graph.licenses: list(_kept(entities, dict(held)))}
    library = _Library(entities)
    pairs = {"pairs": _digest(library.judged)}
    rows = {
        graph.licenses: list(_licenses(entities)),
        licensing.license_atoms: list(library.atoms()),
        licensing.license_library: list({**wanted, **pairs}.items()) if entities else [],
    }
    if {**digests, **wanted, **pairs} != digests:
        rows[licensing.license_pairs] = list(library.pairs())
        rows[licensing.license_terms] = list(library.terms())
    return rows


def is_outdated(connection: Connection) -> bool:
    """Whether what the registry holds was worked out with another library of terms."""
    digest = _read_digests(connection).get("library")
    return digest is not None and digest != library_digest()


def _read_digests(connection: Connection) -> Mapping[str, str]:
    library = licensing.license_library
    return {row.part: row.digest for row in connection.execute(select(library))}


def _digests(entities: Iterable[Entity]) -> Mapping[str, str]:
    names = ((each.id, each.name, each.spdx_expression) for each in entities)
    return {"library": library_digest(), "names": _digest(sorted(names, key=repr))}


def _digest(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()


def _kept(entities: Iterable[Entity], held: Mapping[int, str | None]) -> Iterator[TableRow]:
    for entity in entities:
        yield entity.id, entity.spdx_expression or held.get(entity.id)


def _licenses(entities: Iterable[Entity]) -> Iterator[TableRow]:
    for entity in entities:
        yield entity.id, entity.spdx_expression or _exact(entity.name)


def _exact(text: str) -> str | None:
    name = read_name(text)
    return name.expression if name.status is NameStatus.EXACT else None


@dataclass(frozen=True)
class _Library:
    """The licences of a registry."""

    entities: Sequence[Entity]

    @cached_property
    def _labels(self) -> Mapping[int, Label]:
        return {entity.id: label_of(entity) for entity in self.entities}

    @cached_property
    def judged(self) -> Sequence[tuple[int, tuple[str, ...]]]:
        """The licences whose pairs can be judged, with their expressions.

        A bare GNU version has two, and the worse holds.
        """
        found = ((id_, _expressions(label)) for id_, label in self._labels.items())
        known = frozenset(judged())
        return [(id_, each) for id_, each in found if each and known.issuperset(each)]

    def atoms(self) -> Iterator[TableRow]:
        for id_, label in self._labels.items():
            for number, clause in enumerate(clauses(label)):
                for expression in sorted(clause.expressions):
                    yield id_, number, clause.mode.value, expression

    def pairs(self) -> Iterator[TableRow]:
        for inbound, expressions in self.judged:
            for outbound, others in self.judged:
                reason = _worst_pair(expressions, others)
                yield (
                    inbound,
                    outbound,
                    reason.verdict.value,
                    reason.text,
                    reason.authority,
                    reason.url,
                )

    def terms(self) -> Iterator[TableRow]:
        for id_, (expression, *_) in self.judged:
            for position, each in enumerate(provisions(expression)):
                text, entry = each.source, each.cited
                yield (
                    id_,
                    position,
                    each.topic,
                    each.value,
                    each.text,
                    entry.clause,
                    entry.quote,
                    entry.note,
                    text.title,
                    text.url,
                    text.version,
                    text.date,
                    text.sha256,
                )


def _expressions(label: Label) -> tuple[str, ...]:
    match label:
        case One(expression):
            return (expression,)
        case OneOf(parts, is_bare_gnu=True):
            return tuple(part.expression for part in parts if isinstance(part, One))
    return ()


def _worst_pair(inbound: Iterable[str], outbound: Sequence[str]) -> Reason:
    reasons = (_pair(one, other) for one in inbound for other in outbound)
    return min(reasons, key=lambda reason: reason.verdict.rank)


def _pair(inbound: str, outbound: str) -> Reason:
    """The reason that decides a pair."""
    reasons = judge_pair(inbound, outbound)
    verdict = verdict_of(reasons)
    return next(each for each in reasons if each.decides and each.verdict is verdict)
