"""The first tables: the reminders' ledger, facts, rooms."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Build them."""
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "reminders",
        sa.Column("key", sa.String(600), primary_key=True),
        sa.Column("room", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("tells", sa.String(40), nullable=False),
        sa.Column("due", instant, nullable=False),
        sa.Column("expires", instant, nullable=False),
        sa.Column("wake", instant, nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("since", instant, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("event_id", sa.String(255), nullable=False),
    )
    op.create_index("reminders_due", "reminders", ["standing", "due"])
    op.create_index("reminders_wake", "reminders", ["standing", "wake"])
    op.create_table(
        "facts",
        sa.Column("name", sa.String(600), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "rooms",
        sa.Column("room_id", sa.String(255), primary_key=True),
        sa.Column("name", sa.String(255), unique=True),
        sa.Column("joined", instant, nullable=False),
    )


def downgrade() -> None:
    """Remove them."""
    for table in ("rooms", "facts", "reminders"):
        op.drop_table(table)
