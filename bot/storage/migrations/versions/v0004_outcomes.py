"""What is known of tries: when the first was begun, in which order; and what the date is called that was told."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. What is under way may have been tried as soon as it was due."""
    op.add_column("reminders", sa.Column("first_tried", sa.DateTime(timezone=True)))
    op.add_column("reminders", sa.Column("turn", sa.Integer, nullable=False, server_default="0"))
    op.add_column("reminders", sa.Column("name", sa.String(300), nullable=False, server_default=""))
    op.execute(
        "UPDATE reminders SET first_tried = due WHERE standing IN ('planned', 'sending', 'skipped') AND tries > 0"
    )


def downgrade() -> None:
    """Remove them."""
    for column in ("name", "turn", "first_tried"):
        op.drop_column("reminders", column)
