"""Whatever writes a row that is searched leaves a fresh entry: single writes, writes in bulk, names that change elsewhere."""

import ast
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hezhang.core.accounts.models import Post, Region, User
from hezhang.core.accounts.services import edit_person
from hezhang.core.kernel.written import Telling
from hezhang.core.search import services
from hezhang.core.search.finding import matching
from hezhang.core.search.models import Debt, Entry
from hezhang.core.search.sources import every
from rivers.boards.models import Signboard
from rivers.boards.services import create_signboard
from rivers.chiefs.models import Tenure
from rivers.registry.models import Reach, River
from rivers.registry.services import edit_reach, edit_river

ROOT = Path(__file__).resolve().parents[2]


def is_fresh() -> bool:
    return not any(services.stale().values())


def _bulk_rename(cast):
    rows = list(Reach.objects.all())
    for row in rows:
        row.name = f"新{row.name}"
    Reach.objects.bulk_update(rows, ["name"])


def _new_reaches(cast):
    Reach.objects.bulk_create(
        Reach(river=cast.river, tier="village", region=cast.village, code=f"N{n}", name=f"新段{n}") for n in range(3)
    )


WRITES: dict[str, Callable] = {
    "edit_river": lambda cast: edit_river(cast.river, {"name": "清溪"}, by=None),
    "edit_reach": lambda cast: edit_reach(cast.town_reach, {"name": "清溪镇段", "code": "Q-1"}, by=None),
    "edit_person": lambda cast: edit_person(cast.village_chief.user, by=None, name="尚有地"),
    "save": lambda cast: Region(code=cast.town.pk, name="石桥镇", tier="town", parent=cast.county).save(),
    "update": lambda cast: River.objects.filter(pk=cast.river.pk).update(name="浊溪"),
    "update_of_a_region": lambda cast: Region.objects.filter(pk=cast.village.pk).update(name="石桥村"),
    "update_of_people": lambda cast: User.objects.update(name="同名"),
    "update_of_a_title": lambda cast: Post.objects.filter(pk=cast.town_chief.pk).update(title="书记"),
    "update_by_relation": lambda cast: cast.river.reaches.update(end_place="入海口"),
    "bulk_update": _bulk_rename,
    "bulk_create": _new_reaches,
    "delete": lambda cast: Tenure.objects.all().delete(),
    "new_post": lambda cast: Post.objects.create(
        user=cast.leader.user, role="leader", region=cast.city, title="市长", starts_on=date(2025, 1, 1)
    ),
    "end_of_a_post": lambda cast: cast.handler.delete(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_write_leaves_fresh_entries(cast, write):
    create_signboard(by=None, reach=cast.town_reach, code="B1", place="石桥头", renewed_on=date(2026, 1, 1))
    assert is_fresh()
    write(cast)
    assert is_fresh()


def test_what_is_written_past_the_program_is_noticed_and_found_by_reindex(cast):
    River._base_manager.filter(pk=cast.river.pk).update(name="清溪")
    Entry.objects.filter(kind="reach").first().delete()
    Entry.objects.create(kind="board", object_id=77, text=" 无主 ", words="b无主")
    assert {kind: number for kind, number in services.stale().items() if number}.keys() == {
        "river", "reach", "chief", "board",
    }  # fmt: skip
    services.reindex()
    assert is_fresh() and list(matching(River.objects.all(), "river", "清溪")) == [cast.river]


def test_a_name_in_many_entries_is_a_debt_that_is_paid(cast, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 1)
    edit_river(cast.river, {"name": "清溪"}, by=None)
    assert Debt.objects.exists() and not is_fresh()
    assert services.settle() > 0
    assert is_fresh() and not Debt.objects.exists()


def test_an_edit_that_changes_no_name_reads_nothing_again(cast, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 0)
    edit_river(cast.river, {"length_km": 3}, by=None)
    assert not Debt.objects.exists()


def test_a_database_older_than_its_index_is_read_once(cast):
    Entry.objects.all().delete()
    services.fill_up()
    assert is_fresh()


def test_every_model_that_an_entry_is_made_of_tells_of_writes_in_bulk():
    models = {source.model for source in every()} | {model for source in every() for model, _ in source.leaned_on()}
    models |= {model for source in every() for model in source.follows}
    assert [model for model in models if not isinstance(model._default_manager.all(), Telling)] == []


def past_the_manager(source: str) -> list[str]:
    """Writes in bulk by a manager that tells nobody."""
    return [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"update", "bulk_create", "bulk_update", "_raw_delete"}
        if "_base_manager" in ast.unparse(node.func)
    ]


# The rows of a table under 参数设置, which is no row that is searched; and who undoes an import, and tells of it.
ALLOWED = {"hezhang/core/office/parameters/services.py", "hezhang/core/web/importing/desk/recording.py"}


def test_nothing_writes_in_bulk_past_the_managers():
    files = [
        file for top in ("hezhang", "rivers", "patrols", "issues", "assessment") for file in (ROOT / top).rglob("*.py")
    ]
    texts = {str(file.relative_to(ROOT)): file.read_text("utf8") for file in files}
    found = {name for name, text in texts.items() if "_base_manager" in text and past_the_manager(text)}
    assert found <= ALLOWED
    assert past_the_manager("Reach._base_manager.filter(pk=1).update(name='')")


def test_boards_move_with_their_reach(cast):
    """A write by `update` within a service, of a column that no entry holds."""
    create_signboard(by=None, reach=cast.village_reach, code="B1", place="桥头", renewed_on=date(2026, 1, 1))
    edit_reach(cast.village_reach, {"region": cast.village2}, by=None)
    assert Signboard.objects.get().region == cast.village2 and is_fresh()
