"""The `mentorix` command: arguments in, exit code out.

Exit codes: 0 done, 1 some input lines were bad, 2 arguments, configuration or catalogue have faults, 3 something
outside failed (homeserver, database), 4 the session has ended and cannot be renewed, 130 interrupted.
"""

import sys

from bot.cli.commands import app
from bot.errors import OutsideError, SessionExpired, SetupError, UserError


def main() -> None:
    """Run the command line; errors become one line each, never a traceback."""
    try:
        app(standalone_mode=True)
    except SetupError as error:
        print(error, file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except SessionExpired as error:
        print(f"mentorix: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(4)
    except UserError as error:
        print(f"mentorix: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    except OutsideError as error:
        print(f"mentorix: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(3)
