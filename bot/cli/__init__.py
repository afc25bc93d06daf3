"""The `mentorix` command: arguments in, exit code out.

Exit codes: 0 done, 1 something is to be looked at (bad input lines, remarks, changes, other answers), 2 arguments,
configuration or catalogue have faults, 3 something outside failed (homeserver, database), 4 the session has ended and
cannot be renewed, 130 interrupted, 143 terminated.
"""

import signal
import sys
from types import FrameType

from bot.errors import OutsideError, SessionExpired, SetupError, UserError

TERMINATED = 128 + signal.SIGTERM
"""The exit code by which shells tell that a program was asked to stop in the middle of its work."""


def main() -> None:
    """Run the command line; errors become one line each, never a traceback."""
    signal.signal(signal.SIGTERM, _stopped)
    try:
        from bot.cli.commands import app  # noqa: PLC0415  takes a second, in which we may be asked to stop

        app(standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)
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


def _stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """Asked to stop before the bot runs and listens itself: for `run` that is no failure."""
    sys.exit(0 if sys.argv[1:2] == ["run"] else TERMINATED)
