"""The work of each command, without arguments and output. The commands print the results."""
