"""Who put us out of a room; and one place in the stream for an account, whatever device it reads with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; places of single devices are of no use any more."""
    op.add_column("rooms", sa.Column("put_out_by", sa.String(255)))
    op.execute("DELETE FROM facts WHERE name LIKE 'sync/%'")


def downgrade() -> None:
    """Remove it, and the places, which are named otherwise there."""
    op.drop_column("rooms", "put_out_by")
    op.execute("DELETE FROM facts WHERE name LIKE 'sync/%'")
