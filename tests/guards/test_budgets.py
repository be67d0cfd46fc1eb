"""Size budgets: modules ≤ 400 lines, templates ≤ 150, sheets and scripts ≤ 300, functions ≤ 50, test functions ≤ 40,
lines ≤ 160 characters."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIP = {".venv", "var", "staticfiles", "migrations", "node_modules", "vendor", ".git"}
LINES = {"*.html": 150, "*.css": 300, "*.js": 300}
WIDTH = 160


def files(root: Path, pattern: str) -> list[Path]:
    return [path for path in sorted(root.rglob(pattern)) if not SKIP & set(path.relative_to(root).parts)]


def over_budget(root: Path) -> list[str]:
    found = []
    for path in files(root, "*.py"):
        source = path.read_text("utf8")
        name, lines = path.relative_to(root), source.count("\n")
        if lines > 400:
            found.append(f"{name}: {lines} lines")
        limit = 40 if path.name.startswith("test_") else 50
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > limit:
                    found.append(f"{name}:{node.lineno} {node.name}: {length} lines")
    return found + too_long(root) + too_wide(root)


def too_long(root: Path) -> list[str]:
    """Templates, sheets and scripts with more lines than theirs is the budget."""
    counted = (
        (path, path.read_text("utf8").count("\n"), most) for kind, most in LINES.items() for path in files(root, kind)
    )
    return [f"{path.relative_to(root)}: {lines} lines" for path, lines, most in counted if lines > most]


def too_wide(root: Path) -> list[str]:
    """Lines that no screen shows whole."""
    texts = ((path, path.read_text("utf8").splitlines()) for kind in ("*.py", *LINES) for path in files(root, kind))
    widths = ((path, number, len(line)) for path, lines in texts for number, line in enumerate(lines, 1))
    return [f"{path.relative_to(root)}:{number}: {wide} characters" for path, number, wide in widths if wide > WIDTH]


def function_lengths(root: Path) -> list[int]:
    lengths = []
    for path in files(root, "*.py"):
        if path.relative_to(root).parts[0] != "tests":
            for node in ast.walk(ast.parse(path.read_text("utf8"))):
                if isinstance(node, ast.FunctionDef):
                    lengths.append((node.end_lineno or node.lineno) - node.lineno + 1)
    return sorted(lengths)


def test_nothing_is_over_budget():
    assert over_budget(ROOT) == []


def test_most_functions_are_short():
    lengths = function_lengths(ROOT)
    assert lengths[len(lengths) // 2] <= 10
    assert lengths[len(lengths) * 9 // 10] <= 25


def test_the_guard_fails_when_violated(tmp_path):
    (tmp_path / "long.py").write_text("def f():\n" + "    x = 1\n" * 401, "utf8")
    (tmp_path / "long.html").write_text("<p></p>\n" * 151, "utf8")
    (tmp_path / "long.css").write_text("p { margin: 0; }\n" * 301, "utf8")
    (tmp_path / "long.js").write_text("go();\n" * 301, "utf8")
    (tmp_path / "wide.html").write_text(f"<p>{'水' * 160}</p>\n", "utf8")
    assert len(over_budget(tmp_path)) == 6
