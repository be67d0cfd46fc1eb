"""What opens files of strangers runs in a child with limits, and nowhere else."""

from pathlib import Path

import pytest

from tests.guards.layers import imports

ROOT = Path(__file__).resolve().parents[2]
OPENERS = (
    "docxtpl",
    "python_calamine",
    "PIL",
    "openpyxl.load_workbook",
    "openpyxl.reader",
    "zipfile",
    "xml",
    "csv",
    "shapefile",
)
# Where each may be opened, and why there.
KNOWN = {
    "hezhang.core.web.excel.parsing": "the child that reads workbooks",
    "hezhang.core.web.excel.guard": "the same child, before it parses",
    "hezhang.core.web.excel.formulas": "the same child",
    "hezhang.core.web.excel.out": "counts the rows of what we wrote ourselves",
    "hezhang.core.kernel.defaults": "tables that are shipped",
    "hezhang.portal.demo.scenery": "draws the demonstration's photos",
    "hezhang.core.kernel.zipped": "the parts of a zip, in the children that open one",
    "hezhang.core.documents.templates.child": "the child that fills templates",
    "hezhang.core.documents.templates.package": "the child that fills templates",
    "hezhang.core.files.drawing": "the child that draws photos",
    "hezhang.core.files.jpeg": "the same child",
    "hezhang.core.files.exif": "the same child",
    "hezhang.core.geo.files.parsing": "the child that reads lines",
    "hezhang.core.geo.files.features": "the same child; lends the server its class of errors",
    "hezhang.core.geo.files.as_json": "the same child",
    "hezhang.core.geo.files.as_xml": "the same child",
    "hezhang.core.geo.files.as_shapes": "the same child",
    "hezhang.core.geo.files.as_track": "the child that reads tracks",
    "hezhang.core.geo.files.moving": "escapes what we write ourselves",
    "hezhang.core.geo.files.writing": "escapes what we write ourselves",
}


@pytest.mark.once
def test_files_from_outside_are_opened_in_a_child():
    found = {
        one.module
        for one in imports(ROOT)
        if any(one.target == opener or one.target.startswith(opener + ".") for opener in OPENERS)
    }
    assert found <= set(KNOWN), found - set(KNOWN)


@pytest.mark.once
def test_nothing_but_the_workshop_reaches_into_the_child():
    """A direct call would run in the server; ``guard`` lends its class of errors."""
    inside = {"hezhang.core.web.excel.parsing", "hezhang.core.files.drawing", "hezhang.core.files.jpeg"}
    inside |= {"hezhang.core.documents.templates.child"}
    inside |= {f"hezhang.core.geo.files.{name}" for name in ("parsing", "as_json", "as_xml", "as_shapes", "as_track")}
    found = [str(one) for one in imports(ROOT) if one.target in inside or one.target.rpartition(".")[0] in inside]
    assert [one for one in found if not any(f": {name} imports" in one for name in KNOWN)] == []
