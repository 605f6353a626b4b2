"""The database in use: the embedded server of a folder, or the server that an address names.

- `embedded`: start first, stop last, among all processes that use one folder.
- `folder`, `postmaster`, `account`, `lease`: what that takes.
- `external`: what a server that somebody else runs must fulfil.
"""

from service.postgres.binaries import program
from service.postgres.database import Database
from service.postgres.embedded import embedded_database, embedded_server
from service.postgres.external import external_database

__all__ = ["Database", "embedded_database", "embedded_server", "external_database", "program"]
