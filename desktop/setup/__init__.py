"""Set-up: makes the program's own environment and starts a command in it.

Only the standard library is imported here, and nothing else of the project: this code runs before anything is
installed, under whichever Python was found.
"""
