"""The README is true: its workflow table is the code's, and the files it names exist."""

import re
from io import StringIO
from pathlib import Path

from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf8")


def test_the_workflow_table_is_the_codes():
    out = StringIO()
    call_command("workflow_table", stdout=out)
    shown = README.split("<!-- workflow table -->")[1].split("<!-- end of workflow table -->")[0]
    assert shown.strip() == out.getvalue().strip()


def test_the_files_it_links_exist():
    for page in [ROOT / "README.md", ROOT / "hezhang/decisions/README.md"]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_make_targets_it_names_exist():
    makefile = (ROOT / "Makefile").read_text("utf8")
    for name in set(re.findall(r"`make ([a-z-]+)`", README)):
        assert re.search(rf"^{name}:", makefile, re.M), name
