"""Rows ⇄ values: the one place that reads and writes the office's tables."""
