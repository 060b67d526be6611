"""Papers, and the projects that they belong to."""

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
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
    )
    op.create_table(
        "project_papers",
        sa.Column("project", sa.Integer, sa.ForeignKey("projects.id"), primary_key=True),
        sa.Column("paper", sa.Integer, sa.ForeignKey("papers.id"), primary_key=True),
    )


def downgrade() -> None:
    op.drop_table("project_papers")
    op.drop_table("projects")
    op.drop_table("papers")
