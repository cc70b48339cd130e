"""Turns a plain `python3 build.py` into the command line, running in the environment that `make` made.

Any python3 may begin it, however old: only the standard library is imported here, and nothing new in it.
"""

import atexit
import gc
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def run(name: str) -> None:
    """Run the command line when `name`, the caller's `__name__`, is that of the program itself.

    Worker processes import the caller once more, under another name, and must not start a second program.
    """
    if name != "__main__":
        return
    enter_environment(ROOT)
    try:
        from kitabcha.cli import main
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] == "kitabcha":
            raise
        sys.exit(f"error: {error.name}, which Kitabcha needs, is not installed\nhint: Run `make` first.")
    atexit.register(gc.freeze)  # Python looks for garbage once more when it ends, through all that it holds
    main()


def enter_environment(root: Path) -> None:
    """Start again with the python of `root`/.venv, unless there is none or it is already the one that runs."""
    environment = root / ".venv"
    python = environment / "bin" / "python"
    if Path(sys.prefix).resolve() != environment.resolve() and os.access(python, os.X_OK):
        os.execv(python, [str(python), str(root / "build.py"), *sys.argv[1:]])
