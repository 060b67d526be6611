"""An index for papers by year: what `measure index` compares."""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("papers_by_year", "papers", ["year", "id"])


def downgrade() -> None:
    op.drop_index("papers_by_year", "papers")
