"""`python -m communique`."""

import sys

# Python puts the working folder first. It may be anybody's corpus, so none of its modules may run.
if not sys.flags.safe_path:
    del sys.path[0]

from communique.start import main

main()
