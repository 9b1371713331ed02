"""Pictures of every screen, without a display: to look at, to print in the guide, and to check for clipped text."""
