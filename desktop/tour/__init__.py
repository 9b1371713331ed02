"""Five minutes for a new colleague: what is where in the window, one card after the other."""
