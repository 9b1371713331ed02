"""The row classes against the schema: a column that only one of the two knows would fail when it is first written."""

from __future__ import annotations

from sqlmodel import SQLModel

from models.store import tables
from models.store.engine import Store


def test_every_row_class_has_exactly_the_columns_of_its_table(store: Store) -> None:
    assert tables.payment_files is not None
    with store.reading():
        found = {table.name: _columns(store, table.name) for table in SQLModel.metadata.tables.values()}
    declared = {table.name: {column.name for column in table.c} for table in SQLModel.metadata.tables.values()}
    assert {name: columns for name, columns in found.items() if columns} == declared


def _columns(store: Store, table: str) -> set[str]:
    if store.embedded:
        rows = store.connection.exec_driver_sql(f"SELECT name FROM pragma_table_info('{table}')")
    else:
        rows = store.connection.exec_driver_sql(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s",
            (table,),
        )
    return {str(name) for (name,) in rows}
