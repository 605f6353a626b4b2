"""A projection with everything that the tables of the graph can hold."""

from __future__ import annotations

from dataclasses import replace

from service.domain.claims import Kind, Ref, RelationKind
from service.domain.identity import entity_id, name_key, slugify
from service.domain.projection import Edge, Entity, Evidence, Fact, Projection, Rival
from service.domain.values import Count, PartialDate, Status, Support
from tests.store.writing import FOO, LABS, TAGGING, TEXT, revision

DOCUMENT = revision().id


def entity(kind: Kind, name: str) -> Entity:
    key = name_key(name)
    return Entity(entity_id(kind, key), kind, slugify(name), name, key, "")


def evidence(quote: str) -> Evidence:
    start = TEXT.index(quote)
    return Evidence(DOCUMENT, start, start + len(quote), quote)


MODEL = replace(
    entity(Kind.MODEL, "Foo-1"),
    aliases=(("Foo One", DOCUMENT),),
    slugs=("foo-one",),
)
STUB = entity(Kind.MODEL, "Bar 2.5")
ORGANIZATION = entity(Kind.ORGANIZATION, "Ångström Labs")
LICENSE = replace(entity(Kind.LICENSE, "Apache 2.0"), spdx_expression="Apache-2.0")
IMAGES = entity(Kind.TASK, "Images")
TASK = replace(entity(Kind.TASK, "Tagging"), parents=(IMAGES.id,))
FEATURE = entity(Kind.FEATURE, "Fast")
DATASET = entity(Kind.DATASET, "COCO")


def fact(key: str, position: int, **values: object) -> Fact:
    plain = Fact(
        model=MODEL.id,
        property=key,
        position=position,
        section="PROPERTY",
        label=key.capitalize(),
        text=None,
        status=Status.UNKNOWN,
        reason="No source says so.",
    )
    return replace(plain, **values)  # type: ignore[arg-type]  # the tests' own fields


ORGANIZATION_FACT = fact(
    "organization",
    1,
    text="Ångström Labs",
    status=Status.STATED,
    reason="The prose says so.",
    value=Ref(Kind.ORGANIZATION, "Ångström Labs"),
    object=ORGANIZATION.id,
    evidence=(evidence("made by Ångström Labs"), evidence("Ångström")),
)
RELEASE_FACT = fact(
    "release_date",
    2,
    text="2023-01",
    status=Status.CONFLICTED,
    reason="Sources disagree.",
    value=PartialDate(2023, 1),
    evidence=(evidence("2023-01"),),
    rivals=(Rival("2023", (evidence("2023"),)),),
)
PARAMETERS_FACT = fact(
    "parameters",
    3,
    text="1.5B-3B",
    status=Status.STATED,
    value=Count("1.5B-3B", 1_500_000_000, 3_000_000_000),
    evidence=(evidence("1.5B-3B"),),
)
LICENSE_FACT = fact(
    "license",
    4,
    text="Apache 2.0",
    status=Status.STATED,
    object=LICENSE.id,
    evidence=(evidence("Foo-1"),),
)
UNKNOWN_FACT = fact("context_window", 5)
TASK_FACT = fact(
    "task:tagging",
    6,
    section="TASK",
    label="Tagging",
    text="Yes",
    support=Support.YES,
    status=Status.INFERRED,
    object=TASK.id,
    notes=("Demo (COCO)",),
    evidence=(evidence("Tagging Demo (COCO)"),),
)
FEATURE_FACT = fact(
    "feature:fast",
    7,
    section="FEATURE",
    support=Support.UNKNOWN,
    object=FEATURE.id,
    evidence=(evidence("Demo"),),
)
FACTS = (
    ORGANIZATION_FACT,
    RELEASE_FACT,
    PARAMETERS_FACT,
    LICENSE_FACT,
    UNKNOWN_FACT,
    TASK_FACT,
    FEATURE_FACT,
)
PROJECTION = Projection(
    mentions={
        (DOCUMENT, FOO): MODEL.id,
        (DOCUMENT, LABS): ORGANIZATION.id,
        (DOCUMENT, TAGGING): TASK.id,
    },
    entities=(MODEL, STUB, ORGANIZATION, LICENSE, IMAGES, TASK, FEATURE, DATASET),
    facts=FACTS,
    stubs=frozenset({STUB.id}),
    edges=(
        Edge(MODEL.id, RelationKind.VARIANT_OF, STUB.id, (evidence("Foo-1"),)),
        Edge(MODEL.id, RelationKind.TRAINED_ON, DATASET.id, (evidence("COCO"), evidence("Demo"))),
    ),
)
