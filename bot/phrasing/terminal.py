"""What a terminal adds to an answer which would do more in a room than be read."""

from bot.messages import Reply


def beside(reply: Reply) -> str:
    """What else the reply would do, with a line break in front; empty where it only says something."""
    rows = []
    if reply.attachment:
        rows.append(f"(In a room the file {reply.attachment.name} comes with this.)")
    if reply.deed:
        rows.append("(Tried out only: from a terminal nothing is kept, said or changed.)")
    return "".join(f"\n{row}" for row in rows)
