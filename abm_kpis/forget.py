"""Write the private database anew, so that its file forgets what was taken out of it.

DuckDB frees a block and leaves its bytes until something else needs the room: a name that no table has any
more could still be read from the file.
"""

from __future__ import annotations

import shutil

import duckdb

from abm_kpis.places import Home
from abm_kpis.sql import quoted


def forget(home: Home) -> None:
    """Where anybody asked to be erased, let a copy of what the tables hold take the file's place."""
    step = home.database.with_suffix(".step")
    step.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        connection.execute(f"attach {quoted(home.database)} as old")
        (asked,) = connection.execute(
            "select count(*) from old.input_layer.landed__erased_identifier"
        ).fetchall()[0]
        if not asked:
            return
        # its log would be taken for that of the new file
        connection.execute("checkpoint old")
        connection.execute(f"attach {quoted(step)} as anew")
        connection.execute("copy from database old to anew")
    shutil.copymode(home.database, step)
    step.replace(home.database)
