"""Rows for tables and lists, as Qt asks for them; no store, no wording of cases."""
