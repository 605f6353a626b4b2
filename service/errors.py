"""Every failure a caller can act on. The docstring of an exception is its message's first half."""

from __future__ import annotations


class ModelgraphError(Exception):
    """The root of the errors that are told to a person instead of shown as a stack trace."""


class SettingsError(ModelgraphError):
    """A setting has a value that cannot be used."""


class OperationsRefused(ModelgraphError):
    """The list of operations cannot be used."""


class DatabaseError(ModelgraphError):
    """The database cannot be used as it is."""


class DatabaseUnreachable(DatabaseError):
    """No database answers at the address."""


class DatabaseTooOld(DatabaseError):
    """The server is older than PostgreSQL 17."""


class DatabaseNotPermitted(DatabaseError):
    """The server refuses what the registry needs to do."""


class DataFolderUnusable(DatabaseError):
    """The embedded server's folder cannot be used."""


class SchemaNotCurrent(DatabaseError):
    """The database's tables are not those of this build; `modelgraph migrate` brings them there."""


class TokenNameTaken(ModelgraphError):
    """A live token has the name already; choose another, or revoke that one first."""


class NoSuchToken(ModelgraphError):
    """No token has the name, or it is revoked already; `modelgraph token list` shows them all."""


class NoVerdict(ModelgraphError):
    """The registry gives no verdict on these licences."""


class DocumentRefused(ModelgraphError):
    """A document cannot be read; nothing of it was kept.

    Attributes:
        document: name of the document, as the caller gave it.
        line: 1-based line of the fault, or None where it is the whole document's.
        message: what was expected and what stood there instead.
    """

    def __init__(self, document: str, message: str, line: int | None = None) -> None:
        self.document = document
        self.line = line
        self.message = message
        super().__init__(f"{document}:{line}: {message}" if line else f"{document}: {message}")
