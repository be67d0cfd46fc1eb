"""What is acted upon comes first, who acts is told by keyword: ``freeze(round, by=post)``."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("hezhang", "rivers", "patrols", "issues", "assessment")
ACTORS = {"post", "request.post", "self.post"}


def actor_first(source: str) -> list[str]:
    """Public functions whose first place is the actor's."""
    return [
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if (places := [*node.args.posonlyargs, *node.args.args]) and places[0].arg == "by"
    ]


def handed_first(source: str) -> list[str]:
    """Services that are called with the acting post in the first place."""
    return [
        ast.unparse(node.func)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("services.")
        if node.args and ast.unparse(node.args[0]) in ACTORS
    ]


def test_no_service_puts_the_actor_first():
    files = [file for app in OURS for file in (ROOT / app).rglob("*.py") if "services" in (file.stem, file.parent.name)]
    assert len(files) > 30
    assert [f"{file}: {name}" for file in files for name in actor_first(file.read_text("utf8"))] == []


def test_no_view_hands_its_post_over_first():
    files = [file for app in OURS for file in (ROOT / app).rglob("*.py") if "views" in (file.stem, file.parent.name)]
    assert [f"{file}: {name}" for file in files for name in handed_first(file.read_text("utf8"))] == []


def test_the_guard_fails_when_violated():
    assert actor_first("def freeze(by, round_): ...") == ["freeze"]
    assert handed_first("services.freeze(request.post, found)") == ["services.freeze"]
    assert handed_first("services.freeze(found, by=request.post)") == []
