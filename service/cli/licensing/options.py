"""The options of `modelgraph license`."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import typer

from service.cli.licensing.asking import (
    choices,
    parse_artifact,
    parse_license,
    parse_territory,
    parse_use,
)
from service.domain.licensing.verdicts import Artifact, Use

_LARGEST = 2**53

Inbound: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        parser=parse_license,
        metavar="NAME...",
        help="Names or expressions of the material's licences.",
    ),
]
Models: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="SLUG...", help="Models of the registry, for their licences."),
]
Outbound: TypeAlias = Annotated[
    str | None,
    typer.Option(
        parser=parse_license, metavar="NAME", help="The licence that the result is to carry."
    ),
]
Uses: TypeAlias = Annotated[
    list[Use] | None,
    typer.Option(parser=parse_use, metavar="USE...", help=f"What is to be done: {choices(Use)}."),
]
About: TypeAlias = Annotated[
    Artifact | None,
    typer.Option(
        parser=parse_artifact, metavar="ARTIFACT", help=f"What it is: {choices(Artifact)}."
    ),
]
Users: TypeAlias = Annotated[
    int | None, typer.Option(min=0, max=_LARGEST, help="Of all the asker's products.")
]
Revenue: TypeAlias = Annotated[
    int | None, typer.Option(min=0, max=_LARGEST, help="Of the asker, in US dollars.")
]
Territory: TypeAlias = Annotated[
    str | None,
    typer.Option(parser=parse_territory, metavar="CODE", help="The country of use, such as DE."),
]
Modified: TypeAlias = Annotated[
    bool | None,
    typer.Option("--modified/--unmodified", help="Whether the material is changed."),
]
Json: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print the answer as GraphQL gives it.")
]
