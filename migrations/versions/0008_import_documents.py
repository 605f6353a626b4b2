"""Which revisions each import made current.

`documents` knows the first import of a revision and the one that ended it. Where an older content
returned in between, that does not tell what was current before an import; a revert has to know.
For what was imported earlier, the observations tell which import read which document; a revert has
some, too, but brings no documents.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    ddl = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().exec_driver_sql(ddl, execution_options={"no_parameters": True})


def downgrade() -> None:
    op.drop_table("import_documents")
    comment = "The import that brought a later revision; null for the current one."
    op.alter_column("documents", "superseded_by", comment=comment)
    op.alter_column("documents", "import_id", comment=None)
