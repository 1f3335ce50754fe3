"""Where the command begins, also as `python -m communique`. Ctrl-C ends it quietly, also while
modules are imported.
"""

import sys

# Python puts the working folder first. It may be anybody's corpus, so none of its modules may run.
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]

import signal

from communique.util.ctrl_c import INTERRUPTED


def main() -> None:
    """Run one verb. Exit codes: 0 fine, 1 problems found, 2 refused, 130 ended by Ctrl-C."""
    try:
        from communique.commands import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    finally:  # the interpreter ends, and would print a traceback of that
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
