"""Papers get a DOI. Released code neither reads nor writes it, so that this can be taken back under traffic."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("papers", sa.Column("doi", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("papers", "doi")
