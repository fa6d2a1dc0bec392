"""The month as a file: one line for each cell, exactly as the page shows it. What is hidden there is hidden here."""

import csv
from io import StringIO

from escalation.month.months import Month
from escalation.month.tables import Shown

HEADINGS = ("month", "table", "row", "column", "value")


def written(month: Month, tables: list[Shown]) -> str:
    file = StringIO()
    lines = csv.writer(file)
    lines.writerow(HEADINGS)
    for table in tables:
        for label, cells in table.rows:
            for column, cell in zip(table.columns, cells, strict=True):
                if cell.words:
                    lines.writerow([month.key, table.title, label, column, cell.words])
    return file.getvalue()
