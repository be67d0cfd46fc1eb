"""No text of people becomes a formula in any file that we hand out, and no hostile workbook comes in."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import get_resolver
from openpyxl import Workbook, load_workbook

from hezhang.core.web.lists import registry
from hezhang.core.web.lists.asked import read
from hezhang.core.web.lists.export import Export
from hezhang.core.web.lists.filtering import Filtered
from tests.security.hostile import spoil

# the round in tests/security/hostile.py
pytestmark = [pytest.mark.story_until("2026-07-01"), pytest.mark.once, pytest.mark.clock()]

FORMULAS = ["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://evil.example")']
READERS = {"journal": "audit_admin", "people": "system_admin"}
OTHERS = ["/patrols/duty/?export=xlsx"]


def cells_of(answer):
    book = load_workbook(BytesIO(b"".join(answer)))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def exports() -> list[str]:
    """Keys of all lists that can be exported."""
    _ = get_resolver().url_patterns
    return sorted(key for key, entry in registry._entries.items() if entry.spec.export and not key.startswith("t-"))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_workbook_hands_out_a_formula(world, enter, text):
    """All columns of every registered list, as somebody who may read it; and what is no list."""
    spoil(text)
    assert sum(written(world.cast[READERS.get(key, "clerk")], key, text) for key in exports())
    urls = [(url, "clerk") for url in OTHERS]
    urls += [(f"/assessment/{world.rows['own']['round']}/report/", "head"), ("/issues/?export=xlsx", "handler")]
    for url, member in urls:
        cells = cells_of(enter(world.cast[member]).get(url))
        assert cells and not [cell for cell in cells if cell.data_type == "f" and text in str(cell.value)], url


def written(post, key: str, text: str) -> int:
    """How many cells hold the text, none of them a formula."""
    stream = BytesIO()
    export_of(post, registry.find(key, post)).write(stream)
    book = load_workbook(BytesIO(stream.getvalue()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == [], key
    same = [cell for cell in cells if str(cell.value).strip().lstrip("'") == text.strip()]
    assert all(cell.data_type == "s" for cell in same), key
    return len(same)


def export_of(post, entry) -> Export:
    columns = ",".join(column.key for column in entry.spec.columns)
    asked = read(entry.spec, QueryDict(f"columns={columns}"))
    return Export(post, asked, Filtered(entry.source(post)), entry.source(post))


def workbook(**parts: bytes) -> bytes:
    stream = BytesIO()
    Workbook().save(stream)
    with ZipFile(stream, "a", ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


HOSTILE = {
    "a macro": lambda: workbook(xl__vbaProject_bin=b"x"),
    "a bomb": lambda: workbook(xl__media__a_bin=bytes(210 * 1024 * 1024)),
    "a page": lambda: b"<html><script>alert(1)</script></html>",
    "no zip": lambda: b"PK\x03\x04" + b"\x00" * 200,
    "old Excel": lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("what", sorted(HOSTILE))
@pytest.mark.parametrize("url", ["/rivers/chiefs/import/", "/people/regions/import/"])
def test_hostile_workbooks_are_refused(world, enter, url, what):
    file = SimpleUploadedFile("名录.xlsx", HOSTILE[what]())
    answer = enter(world.cast.head).post(url, {"file": file}, follow=True)
    assert answer.status_code in (200, 400, 422)
    assert any(words in answer.content.decode() for words in ("拒绝", "不是", "为空", "空的", "打不开", "xlsx")), what
