"""`python -m demo.leash FOLDER MODULE …`: a module as `python -m` runs it, for as long as its parent lives.

The parent holds the other end of standard input and never writes to it. When the parent is gone, however it went,
the pipe closes; FOLDER is then removed and the process ends itself. No signal has to arrive for that.
"""

import os
import runpy
import shutil
import signal
import sys
from threading import Thread


def _watch(folder: str) -> None:
    """Wait for the parent's end; os.read, since a buffered reader's lock would disturb a regular exit."""
    while os.read(0, 1):
        pass
    shutil.rmtree(folder, ignore_errors=True)
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Run the module of the command line on the leash."""
    _, folder, module, *arguments = sys.argv
    Thread(target=_watch, args=(folder,), daemon=True, name="leash").start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
