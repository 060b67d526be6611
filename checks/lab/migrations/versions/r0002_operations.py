"""Keys, audit log, usage events and error groups."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False, unique=True),
        sa.Column("revoked", sa.Integer, nullable=False, server_default="0"),
    )
    _texts("audit", "at", "actor", "role", "address", "action", "target", "digest", number="outcome")
    op.create_table(
        "events",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("visitor", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Integer, nullable=False),
    )
    op.create_table(
        "faults",
        sa.Column("fingerprint", sa.Text, primary_key=True),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("category", "message", "route", "release", "visitors", "stack", "context", "reproduce")
        ),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("first", sa.Float, nullable=False),
        sa.Column("last", sa.Float, nullable=False),
        sa.Column("resolved", sa.Float),
    )


def _texts(table: str, *names: str, number: str) -> None:
    columns = [sa.Column(name, sa.Text, nullable=False) for name in names]
    op.create_table(
        table,
        sa.Column("number", sa.Integer, primary_key=True),
        *columns,
        sa.Column(number, sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("faults", "events", "audit", "keys"):
        op.drop_table(table)
