"""What clients can subscribe to."""

from __future__ import annotations

import strawberry
from sqlalchemy import true

from service.api.fields import argument, field
from service.api.query import RegistryInfo
from service.api.scalars import BigInt
from service.planner.mapping import Matching


@strawberry.type(description="What the registry tells as it happens.")
class Subscription:
    registry_changed: RegistryInfo = field(
        Matching(true()),
        "The registry after each change that a query can see, the latest where several came at "
        "once.",
        arguments=(
            argument(
                "since",
                BigInt | None,
                "The version that the client has seen: if the registry is past it, the first "
                "result comes at once; null: nothing is missed from now on.",
            ),
        ),
    )
