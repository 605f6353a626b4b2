"""What an operator may choose about the endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HttpOptions:
    """How the endpoint takes and refuses requests.

    Attributes:
        body: bytes of a request's body, at most.
        import_body: the same, for a caller with the scope `import`.
        batch: requests of a batch, at most.
        origins: that pages may ask from beside our own; `*` is every one.
        automatic: whether clients may send hashes in place of operations that they sent before.
        operations: the texts of the only operations that are answered, by id; None for any.
    """

    body: int = 262_144
    import_body: int = 16_777_216
    batch: int = 10
    origins: frozenset[str] = frozenset()
    automatic: bool = True
    operations: Mapping[str, str] | None = None

    @property
    def takes_any(self) -> bool:
        """Whether any operation is answered, so that one may be typed by hand."""
        return self.operations is None
