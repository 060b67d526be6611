"""Papers."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "papers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("authors", sa.Text, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("citations", sa.Integer, nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_table("papers")
