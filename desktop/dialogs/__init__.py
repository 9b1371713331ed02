"""Dialogs shown over the middle of the window."""
