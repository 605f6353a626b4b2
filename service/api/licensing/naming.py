"""What licences' names mean."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import strawberry
from sqlalchemy import null

from service.api.fields import field, listed
from service.api.licensing.asking import check_name
from service.api.licensing.words import LicenseNameStatus
from service.domain.licensing.names import Name, read_name
from service.planner.finishing import Make, finished
from service.planner.lists import Bound
from service.planner.mapping import Expression, Place
from service.planner.shapes import Attribute, Attributes


class ReadName:
    """Query.licenseName. The database has no part in it."""

    def sql(self, place: Place) -> Expression:
        return finished(place, _begin, null(), {})


def _begin(arguments: Mapping[str, Any]) -> Make:
    text = arguments["text"]
    check_name("text", text)
    return partial(_read, text)


def _read(text: str, _: Any) -> Name:
    return read_name(text)


@strawberry.type(description="What a licence's name means.")
class LicenseName:
    expression: str | None = field(
        Attribute("expression"),
        "SPDX expression; where SPDX lists none, LicenseRef-scancode-KEY. For an ambiguous bare "
        "GNU version the -only form; null where nothing can be shown.",
    )
    status: LicenseNameStatus = field(Attribute("status"), "How well it is understood.")
    candidates: list[str] = listed(
        Attributes("candidates", Bound(50)), "The expressions that it may stand for."
    )
