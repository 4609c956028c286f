"""Tables as CSV files that no spreadsheet takes for formulas (R12)."""

import csv

from django.http import HttpResponse

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_file(name, head, rows):
    """A response that is kept as `<name>.csv`: the words of `head`, then each row's cells."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.write("\ufeff")  # by which spreadsheets know UTF-8
    writer = csv.writer(response)
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return response


def harmless(cell):
    """A number as it is; a text that begins like a formula behind an apostrophe, any other as it is."""
    if isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text
