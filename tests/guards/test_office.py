"""The ground's own pages lie in core/office, above the kit; of the office the apps take the registers of settings,
of checks and of histories, what a table of settings is and what a history shows, and nothing else."""

from pathlib import Path

import pytest
from django.urls import get_resolver, path

from hezhang.core.accounts import access, rules
from tests.guards.layers import imports, package_of
from tests.guards.test_urls_guarded import walk

pytestmark = pytest.mark.apart

ROOT = Path(__file__).resolve().parents[2]
OFFICE = "hezhang.core.office"
REGISTER = {f"{OFFICE}.parameters.{name}" for name in ("register", "ReferenceTable")}
REGISTER |= {f"{OFFICE}.oversight.checks.{name}" for name in ("register", "Check", "Finding", "Found", "SHOWN")}
REGISTER |= {f"{OFFICE}.parameters.models.{name}" for name in ("AddedSetting", "LocalSetting", "once_each")}
# What a changed setting would do to the rows of an app, and that it was changed (0050).
REGISTER |= {f"{OFFICE}.parameters.{name}" for name in ("Outlook", "foresee", "changed")}
# Settings with pages of their own (对象类别) are kept by the same rule, and hold where the tables would.
REGISTER |= {f"{OFFICE}.parameters.{name}" for name in ("queries.AddedQuery", "rules.may_change", "tables.Reach")}
REGISTER |= {f"{OFFICE}.journal.traced.{name}" for name in ("Traced", "trace")}
REGISTER |= {f"{OFFICE}.journal.facts.history_of"}  # a tab 沿革 in somebody's home shows what the page 沿革 shows
ADMIN = {rules.may_manage_people, rules.may_read_journal, rules.may_set_up}


def borrowed(root: Path) -> list[str]:
    """Imports from the office by anybody but itself and the top (``hezhang.urls``, the commands), which wires all."""
    found = (each for each in imports(root) if each.target.startswith(f"{OFFICE}."))
    return [
        str(each)
        for each in found
        if package_of(each.module) not in {OFFICE, "hezhang"} and each.target not in REGISTER
    ]


def admin_pages_elsewhere(patterns) -> list[str]:
    """Views that people, journal or settings open by, and that lie outside the office."""
    views = ((name, view, access.stamp_of(view)) for name, view in walk(patterns))
    return [name for name, view, stamp in views if stamp and stamp.rule in ADMIN and OFFICE not in view.__module__]


def test_no_app_borrows_from_an_admin_page():
    assert borrowed(ROOT) == []


def test_admin_pages_lie_in_the_office():
    assert admin_pages_elsewhere(get_resolver().url_patterns) == []
    assert (
        sum(stamp.rule in ADMIN for _, view in walk(get_resolver().url_patterns) if (stamp := access.stamp_of(view)))
        > 20
    )


def test_the_guard_fails_for_a_borrowed_field(tmp_path):
    file = tmp_path / "rivers" / "registry" / "forms.py"
    file.parent.mkdir(parents=True)
    file.write_text("from hezhang.core.office.people.forms import PersonForm\n", "utf8")
    assert len(borrowed(tmp_path)) == 1
    file.write_text("from hezhang.core.office.parameters import ReferenceTable, register\n", "utf8")
    assert borrowed(tmp_path) == []


def test_the_guard_fails_for_an_admin_page_elsewhere():
    @access.when(rules.may_manage_people)
    def people(request):
        """A page of people in the kit, say."""

    assert admin_pages_elsewhere([path("people/", people, name="people")]) == ["people"]
