"""`python -m communique`."""

from communique.commands import main

main()
