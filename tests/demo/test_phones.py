"""The demonstration leaves room for a list that is tried out in it."""

from pathlib import Path

from hezhang.core.web.excel import as_text, read_sheets
from hezhang.portal.demo.people import PHONE_BASE
from rivers.chiefs.importing.words import read_phone

LIST = Path(__file__).parents[1] / "data/chiefs_office_style.xlsx"
MOST_PEOPLE = 10_000


def test_nobody_has_a_number_of_the_sample_list():
    rows = [row for sheet in read_sheets(LIST.read_bytes()) for row in sheet.rows[2:]]
    numbers = [int(read_phone(as_text(row[9]))) for row in rows if row[9]]
    assert len(numbers) > 40
    assert not [number for number in numbers if PHONE_BASE <= number < PHONE_BASE + MOST_PEOPLE]
