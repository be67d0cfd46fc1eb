"""The layers of design: nobody imports upwards, nobody hides an import in a function."""

from pathlib import Path

import pytest

from tests.guards.layers import OFF_SHELF, inner_imports, off_the_shelf, violations

pytestmark = pytest.mark.apart

ROOT = Path(__file__).resolve().parents[2]


def test_nobody_imports_upwards():
    assert violations(ROOT) == []


def test_every_file_lies_on_a_named_shelf():
    assert off_the_shelf(ROOT) == []


def test_what_lies_off_the_shelf_is_still_there():
    gone = [name for name in OFF_SHELF if not any(ROOT.glob(name.replace(".", "/") + end) for end in (".py", ""))]
    assert gone == []


def test_no_import_hides_in_a_function():
    assert inner_imports(ROOT) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("patrols/services.py", "from issues.models import Issue\n"),
        ("patrols/services.py", "def late():\n    import assessment.services\n"),
        ("rivers/views.py", "from hezhang.portal.desks import menu\n"),
        ("hezhang/core/kernel/periods.py", "from ..accounts.models import Region\n"),
        ("hezhang/core/notify/services.py", "from hezhang.core.files import models\n"),
        ("issues/ledger/rules.py", "from . import views\n"),
        ("issues/ledger/queries.py", "from issues.ledger.models import Issue\n"),
        ("rivers/registry/services/reaches.py", "from rivers.chiefs.models import Tenure\n"),
        ("rivers/registry/forms.py", "from rivers.models import River\n"),
        ("hezhang/core/web/pages.py", "from hezhang.core.office.people import forms\n"),
    ],
)
def test_the_guard_fails_when_violated(tmp_path, file, source):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(source, "utf8")
    assert len(violations(tmp_path)) == 1


@pytest.mark.parametrize("file", ["patrols/walks/stuff.py", "patrols/stuff.py", "patrols/norms/helpers/one.py"])
def test_an_unknown_name_fails(tmp_path, file):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text("", "utf8")
    assert len(off_the_shelf(tmp_path)) == 1


def test_a_board_may_be_a_folder(tmp_path):
    path = tmp_path / "patrols" / "norms" / "rules" / "duty.py"
    path.parent.mkdir(parents=True)
    path.write_text("from patrols.norms.choices import Unit\n", "utf8")
    assert off_the_shelf(tmp_path) == violations(tmp_path) == []


def test_types_alone_may_look_up(tmp_path):
    path = tmp_path / "issues" / "ledger" / "queries.py"
    path.parent.mkdir(parents=True)
    path.write_text("if TYPE_CHECKING:\n    from issues.ledger.models import Issue\n", "utf8")
    assert violations(tmp_path) == []


def test_a_hidden_import_is_found(tmp_path):
    path = tmp_path / "issues" / "services.py"
    path.parent.mkdir()
    path.write_text("def close():\n    from issues import models\n", "utf8")
    assert len(inner_imports(tmp_path)) == 1
