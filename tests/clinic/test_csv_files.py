"""Files for spreadsheets."""

import csv

import pytest

from clinic.csv_files import csv_file, harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(text):
    """T38"""
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ana, “Example”", "a\nb", "\N{DOVE OF PEACE} אבג é", "", "1-2", "'quoted"])
def test_all_else_comes_back_as_it_went_out(text):
    """T38"""
    file = csv_file("list", ["What"], [[text], [7], [-1.5]])
    rows = list(csv.reader(file.content.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows == [["What"], [text], ["7"], ["-1.5"]]
