"""Mentors who are away or full; and what is counted of questions."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "absences",
        sa.Column("page", sa.String(80), primary_key=True),
        sa.Column("person", sa.String(80), primary_key=True),
        sa.Column("idea", sa.String(80), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "counts",
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("what", sa.String(16), primary_key=True),
        sa.Column("page", sa.String(80), primary_key=True),
        sa.Column("idea", sa.String(80), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_table(
        "unmatched",
        sa.Column("words", sa.String(80), primary_key=True),
        sa.Column("page", sa.String(80), nullable=False),
        sa.Column("idea", sa.String(80), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("offered", sa.String(255), nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("unmatched", "counts", "absences"):
        op.drop_table(table)
