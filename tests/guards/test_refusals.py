"""One refusal (kernel/refusal.py): one class above them all, one status for what a form can put right, one stale-edit guard."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from hezhang.core.kernel.refusal import EditedMeanwhile, NotAllowed, Refusal

pytestmark = pytest.mark.apart

ROOT = Path(__file__).resolve().parents[2]
OURS = ("hezhang", "rivers", "patrols", "issues", "assessment")
# Exceptions that no user is answered with: each is caught by the part that raises it, or fails a job.
FAULTS = {
    "hezhang.core.kernel.confined.BusyError": "no child was free: whoever sent the file is told to try again",
    "hezhang.core.kernel.confined.OverrunError": "a child reached its limits: the file is refused",
    "hezhang.core.kernel.confined_child.RefusedError": "a child's word on a file: becomes an error of the upload's field",
    "hezhang.core.kernel.zipped.DamagedError": "the same, of a file that is no zip",
    "hezhang.core.notify.channels.letters.NotDeliveredError": "a gateway said no: the outbox tries again",
    "hezhang.core.notify.channels.letters.UnclearError": "a gateway broke off: the outbox notes 结果未知",
    "hezhang.core.web.jobs.JobError": "the sentence that a failed job keeps",
    "hezhang.core.web.jobs.LeaseLostError": "another worker has the job",
    "hezhang.core.web.excel.cells.CellError": "one cell: becomes a line of the import's report",
    "hezhang.core.geo.polyline.PolylineError": "text that nobody typed: a fault of ours",
    "hezhang.core.geo.files.features.GeoFileError": "a file with lines that is not opened: said by the import's dry run",
    "hezhang.core.web.excel.guard.FileError": "a workbook that is not opened: becomes an error of the upload's field",
    "hezhang.core.api.sending.FailedError": "something was not taken by another system: becomes a line of its ledger, and is tried again",
    "hezhang.core.web.excel.layout.SheetError": "a sheet of ours that Excel could not open",
    "hezhang.serving.bodies.RefusedError": "a request that never reaches a view: 413, 408, 503 before Django is asked",
    "hezhang.serving.bodies.GoneError": "the sender has hung up: nobody is there to be told",
    "rivers.assets.rules.WrongValue": "one value: becomes an error of its field, or a line of the import's report",
    "hezhang.core.web.excel.heads.HeaderError": "a head without a wanted column: becomes a line of the import's report",
}
# Where Django's own exception and bare statuses belong: the refusal itself, the pages for what is no form's answer, and the log.
HOME = {
    "hezhang/core/kernel/refusal.py",
    "hezhang/core/web/errors.py",
    "hezhang/core/web/logs.py",
    "hezhang/core/api/problems.py",
}
PRIVATE = {"PermissionDenied", "HttpResponseForbidden", "HttpResponseBadRequest", "HttpResponseNotAllowed"}
A_FORMS = {400, 403, 422}


def our_exceptions() -> Iterator[type[BaseException]]:
    for package in OURS:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if ".migrations" not in module.name and not module.name.endswith("sgi"):
                found = vars(importlib.import_module(module.name)).values()
                yield from (
                    each
                    for each in found
                    if isinstance(each, type) and issubclass(each, BaseException) and each.__module__ == module.name
                )


def strangers(classes: Iterator[type[BaseException]] | list[type[BaseException]]) -> list[str]:
    names = {f"{each.__module__}.{each.__qualname__}" for each in classes if not issubclass(each, Refusal)}
    return sorted(names - set(FAULTS))


def private_ways(source: str) -> list[str]:
    """Lines that say no in a way of their own: Django's exceptions and answers, a status written as a figure."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Name, ast.Attribute)):
            name = node.id if isinstance(node, ast.Name) else node.attr
            found += [f"{node.lineno}: {name}"] if name in PRIVATE else []
        pairs = [(node.arg, node.value)] if isinstance(node, ast.keyword) else []
        if isinstance(node, ast.Assign):
            pairs = [(getattr(target, "id", ""), node.value) for target in node.targets]
        for name, value in pairs:
            if name == "status" and isinstance(value, ast.Constant) and value.value in A_FORMS:
                found.append(f"{value.lineno}: status {value.value}")
    return found


def stale_edits(source: str) -> list[str]:
    """Lines that raise the stale edit themselves, instead of asking ``kernel.edits``."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [f"{call.lineno}" for call in calls if getattr(call.func, "id", "") == "EditedMeanwhile"]


def sources() -> Iterator[tuple[str, str]]:
    for package in OURS:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), file.read_text("utf8")


def test_every_refusal_is_a_refusal():
    classes = list(our_exceptions())
    assert strangers(classes) == []
    assert FAULTS.keys() <= {f"{each.__module__}.{each.__qualname__}" for each in classes}


def test_nobody_says_no_in_a_way_of_its_own():
    assert {name: wrong for name, source in sources() if name not in HOME and (wrong := private_ways(source))} == {}


def test_one_place_notices_a_stale_edit():
    assert [name for name, source in sources() if stale_edits(source)] == ["hezhang/core/kernel/edits.py"]


def test_django_answers_what_is_not_allowed():
    assert issubclass(NotAllowed, PermissionDenied) and (NotAllowed.status, EditedMeanwhile.status) == (403, 409)


@pytest.mark.parametrize(
    "line",
    [
        'raise PermissionDenied("不行")',
        "raise exceptions.PermissionDenied",
        "render(request, page, {}, status=422)",
        "class Mine(Refusal):\n    status = 400",
        "return HttpResponseForbidden()",
    ],
)
def test_the_guard_fails_for_a_private_way(line):
    assert private_ways(line)


def test_the_guard_fails_for_an_exception_beside_and_a_stale_edit_of_ones_own():
    assert strangers([type("TooLate", (ValueError,), {"__module__": "issues.ledger.rules"})]) == [
        "issues.ledger.rules.TooLate"
    ]
    assert strangers([type("TooLate", (Refusal,), {})]) == []
    assert stale_edits("if row.version != seen:\n    raise EditedMeanwhile(row)") == ["2"]
