"""The layers of design: nobody imports upwards, nobody hides an import in a function."""

from pathlib import Path

import pytest

from tests.guards.layers import inner_imports, violations

ROOT = Path(__file__).resolve().parents[2]


def test_nobody_imports_upwards():
    assert violations(ROOT) == []


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
        ("issues/rules.py", "from . import views\n"),
        ("issues/queries.py", "from issues.models import Issue\n"),
    ],
)
def test_the_guard_fails_when_violated(tmp_path, file, source):
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(source, "utf8")
    assert len(violations(tmp_path)) == 1


def test_types_alone_may_look_up(tmp_path):
    path = tmp_path / "issues" / "queries.py"
    path.parent.mkdir()
    path.write_text("if TYPE_CHECKING:\n    from issues.models import Issue\n", "utf8")
    assert violations(tmp_path) == []


def test_a_hidden_import_is_found(tmp_path):
    path = tmp_path / "issues" / "services.py"
    path.parent.mkdir()
    path.write_text("def close():\n    from issues import models\n", "utf8")
    assert len(inner_imports(tmp_path)) == 1
