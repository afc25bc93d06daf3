"""`python -m demo.postmaster PROGRAM …`: a PostgreSQL server in the foreground, which ends when this process does.

PostgreSQL refuses to run as root; there it runs as a user without rights. SIGTERM here becomes the fast shutdown,
which does not wait for clients. However this process ends, the kernel kills the server with it (on Linux; elsewhere
the server ends by itself within a minute of its folder's removal).
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from contextlib import suppress
from types import FrameType

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)


def user() -> str | None:
    """As whom the server must run; None for ourselves."""
    if os.getuid():
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


def rights() -> dict[str, object]:
    """How `subprocess` starts a program as that user."""
    name = user()
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": []} if name else {}


def _leashed() -> None:
    """In the new process, after it gave up its rights, which would undo this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def main() -> None:
    """Run the program of the command line; end as it does."""
    server = subprocess.Popen(  # type: ignore[call-overload]
        sys.argv[1:],
        stdin=subprocess.DEVNULL,
        preexec_fn=_leashed,  # noqa: PLW1509 - our only other thread waits for our parent and holds no lock
        **rights(),
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.send_signal(signal.SIGINT)

    signal.signal(signal.SIGTERM, stop)
    sys.exit(server.wait())


if __name__ == "__main__":
    main()
