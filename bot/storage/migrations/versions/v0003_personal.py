"""What people asked for themselves: their zones and reminders; and pauses of rooms."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build the tables."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "people",
        sa.Column("user_id", sa.String(255), primary_key=True),
        sa.Column("zone", sa.String(64)),
    )
    op.create_table(
        "promises",
        sa.Column("key", sa.String(600), primary_key=True),
        sa.Column("owner", sa.String(255), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("room", sa.String(255), nullable=False),
        sa.Column("direct", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("due", instant, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("made", instant, nullable=False),
        sa.Column("programme", sa.String(80)),
        sa.Column("milestone", sa.String(80)),
        sa.Column("lead", sa.Double),
        sa.Column("confirmed", sa.String(255), nullable=False),
        sa.Column("closed", instant),
        sa.UniqueConstraint("owner", "number", name="promises_numbered"),
    )
    op.create_table(
        "pauses",
        sa.Column("room", sa.String(255), primary_key=True),
        sa.Column("paused_by", sa.String(255), nullable=False),
        sa.Column("since", instant, nullable=False),
        sa.Column("until", instant),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("pauses", "promises", "people"):
        op.drop_table(table)
