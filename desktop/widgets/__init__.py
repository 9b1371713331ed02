"""The controls the pages are built of.

Each can be used by keyboard alone, says its name to a screen reader, and follows a change of theme, text size or
density by itself.
"""
