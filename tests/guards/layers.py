"""Who may import whom: read from the source as text, imports inside functions and relative ones included."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# Lowest first. A package may import packages of lower rank; those of one rank do not know one another.
LAYERS: list[set[str]] = [
    {"hezhang.core.kernel"},
    {"hezhang.core.geo"},
    {"hezhang.core.accounts"},
    {"hezhang.core.audit"},
    {"hezhang.core.notify", "hezhang.core.files"},
    {"hezhang.core.web"},
    {"hezhang.core.search", "hezhang.core.api", "hezhang.core.parcels"},
    {"hezhang.core.workflow"},
    {"hezhang.core.documents"},
    {"hezhang.core.office"},
    {"rivers"},
    {"patrols"},
    {"issues"},
    {"assessment"},
    {"hezhang.portal.desks", "hezhang.portal.public", "hezhang.portal.api", "hezhang.portal.demo"},
    # The top: settings, URLs, Celery and the commands wire everything together.
    {"hezhang"},
]
# An app of several subjects is a house of rooms; the rooms of one app have one order, lowest first.
SUBJECTS: dict[str, list[str]] = {
    "rivers": [
        "registry",
        "lines",
        "heads",
        "chiefs",
        "acting",
        "boards",
        "water",
        "assets",
        "plans",
        "handover",
        "cutting",
        "map",
    ],
    "patrols": [
        "norms",
        "walks",
        "tracks",
        "warnings",
        "excuses",
        "delegations",
        "judgement",
        "appeals",
        "oddities",
        "map",
    ],
    "issues": [
        "clocks",
        "ledger",
        "closures",
        "feed",
        "hints",
        "leads",
        "batches",
        "redating",
        "queue",
        "reminders",
        "escalation",
        "stages",
        "documents",
        "lookback",
        "campaigns",
        "map",
    ],
    "assessment": ["schemes", "figures", "rounds", "reports"],
    "hezhang.core.office": ["people", "oversight", "parameters", "journal", "inbox"],
}
# Inside a room, or in an app without rooms; a folder of the same name is the same board.
SHELF = [
    "choices",
    "signals",
    "queries",
    "models",
    "rules",
    "workflow",
    "services",
    "searched",  # what of its rows the search finds, and how
    "traced",  # what of its rows the page 沿革 shows
    "facts",  # what a screen shows of rows: reads and words, never writes
    "lists",  # ledgers: columns, filters, exports
    "checks",  # what the page 账号检查 lists
    "parameters",  # the app's tables on the page 参数设置
    "importing",  # the kinds of workbook that the desk takes for the room
    "forms",
    "api",
    "views",
    "urls",
    "tasks",
    "receivers",
    "defaults",
]
# What a house itself may hold beside its rooms: Django's and Celery's own places, where the rooms are gathered.
GATHERING = {
    "__init__",
    "apps",
    "models",
    "urls",
    "tasks",
    "defaults",
    "importing",
    "api",
    "templatetags",
    "migrations",
    "management",
}
# A name off the shelf, and what it is.
OFF_SHELF: dict[str, str] = {
    "hezhang.core.office.journal.words": "what the acts in the journal are called",
    "hezhang.core.office.parameters.tables": "the register in which the apps enter their tables of parameters",
    "hezhang.core.office.parameters.holidays": "the ground's own table there: holidays and make-up days",
    "hezhang.core.office.parameters.outlook": "the register in which the apps say what a changed parameter would do to their rows",
    "hezhang.core.office.parameters.sending": "when the phone may ring, the same way",
    "rivers.registry.homes": "the register in which rooms and apps enter their tabs of a river's and a reach's home",
    "issues.campaigns.packed": "the check lists that a phone keeps to work without signal",
    "issues.ledger.packed": "what of the ledger a phone keeps to work without signal",
    "issues.ledger.parcels": "上报问题 as a parcel of a phone: its receipt, and what becomes of one that comes in a file",
    "patrols.walks.parcels": "a walk as a parcel of a phone: its receipt, and what becomes of one that came twice",
    "hezhang.core.office.people.opening": "the workbook of one-time links",
}
RANK = {package: rank for rank, layer in enumerate(LAYERS) for package in layer}


@dataclass(frozen=True)
class Import:
    file: Path
    line: int
    module: str
    target: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.module} imports {self.target}"


def package_of(module: str) -> str | None:
    """The layer package that a module belongs to; None for foreign code."""
    return max((name for name in RANK if module == name or module.startswith(name + ".")), key=len, default=None)


def board_of(module: str, package: str) -> str | None:
    """The shelf board of a module inside its package; None for modules that are on no board."""
    rest = module[len(package) + 1 :].split(".")
    name = rest[1] if rest[0] in SUBJECTS.get(package, []) and len(rest) > 1 else rest[0]
    return name if name in SHELF else None


def subject_of(module: str, package: str) -> str | None:
    """The room of a module inside its package; None for what gathers the rooms, and in packages without rooms."""
    name = module[len(package) + 1 :].split(".")[0]
    return name if name in SUBJECTS.get(package, []) else None


def imports(root: Path) -> Iterator[Import]:
    """Every import in the tree that could reach our own code; tests, benches and migrations aside."""
    elsewhere = {"tests", "bench", "scripts", ".venv", "var", "docs", "static", "templates"}
    houses = [path for path in sorted(root.iterdir()) if path.name not in elsewhere]
    for file in (file for path in houses for file in ([path] if path.is_file() else sorted(path.rglob("*.py")))):
        if file.suffix == ".py" and "migrations" not in file.relative_to(root).parts:
            yield from _imports(file.relative_to(root), file.read_text("utf8"))


@cache  # several guards ask for the whole tree; the text is part of the question, so a changed file is read again
def _imports(file: Path, text: str) -> tuple[Import, ...]:
    module = ".".join(file.parts)[:-3].removesuffix(".__init__")
    found = (_targets(node, file, module, file.name == "__init__.py") for node in ast.walk(ast.parse(text)))
    return tuple(each for targets in found for each in targets)


def _targets(node: ast.AST, file: Path, module: str, is_package: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(file, node.lineno, module, alias.name)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            parents = module.split(".")[: len(module.split(".")) - node.level + is_package]
            base = ".".join([*parents, base]).rstrip(".")
        for alias in node.names:
            yield Import(file, node.lineno, module, f"{base}.{alias.name}")


def is_type_only(root: Path, found: Import) -> bool:
    """Whether the import stands under ``if TYPE_CHECKING:`` and so never runs."""
    tree = ast.parse((root / found.file).read_text("utf8"))
    return any(
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        and node.lineno < found.line <= (node.end_lineno or 0)
        for node in ast.walk(tree)
    )


def violations(root: Path) -> list[str]:
    """Imports that run against the direction, as sentences."""
    return [f"{found}: {why}" for found in imports(root) if (why := _wrong(root, found))]


def _wrong(root: Path, found: Import) -> str:
    mine, theirs = package_of(found.module), package_of(found.target)
    if mine is None or theirs is None:
        return ""
    if mine != theirs:
        if RANK[theirs] < RANK[mine] or is_type_only(root, found):
            return ""
        return f"{mine} lies below or beside {theirs}"
    if mine in SUBJECTS:
        order = SUBJECTS[mine]
        my_room, their_room = subject_of(found.module, mine), subject_of(found.target, mine)
        if my_room != their_room or my_room is None:
            return _wrong_room(root, found, order, my_room, their_room)
    my_board, their_board = board_of(found.module, mine), board_of(found.target, mine)
    if my_board and their_board and SHELF.index(their_board) > SHELF.index(my_board) and not is_type_only(root, found):
        return f"{my_board} comes before {their_board}"
    return ""


def _wrong_room(root: Path, found: Import, order: list[str], mine: str | None, theirs: str | None) -> str:
    """A room knows the rooms below it; what gathers the rooms lies above them all."""
    if mine is None or is_type_only(root, found):
        return ""
    if theirs is None:
        return f"the room {mine} lies below what gathers the rooms"
    return "" if order.index(theirs) < order.index(mine) else f"the room {mine} lies below {theirs}"


def off_the_shelf(root: Path) -> list[str]:
    """Files of a house with rooms that lie in no room, or on no named board of theirs."""
    found = []
    for package, rooms in SUBJECTS.items():
        top = root.joinpath(*package.split("."))
        for file in sorted(top.rglob("*.py")):
            parts = [part.removesuffix(".py") for part in file.relative_to(top).parts]
            board = parts[1] if parts[0] in rooms and len(parts) > 1 else None
            at_home = board in {*SHELF, "__init__"} if board else parts[0] in GATHERING
            name = ".".join([package, *parts[: 2 if board else 1]])
            if not at_home and name not in OFF_SHELF:
                found.append(f"{file.relative_to(root)}: {name} is no board of the shelf")
    return found


def inner_imports(root: Path) -> list[str]:
    """Imports inside functions, save AppConfig.ready (where Django asks for them)."""
    found = []
    for file in sorted(root.rglob("*.py")):
        parts = file.relative_to(root).parts
        if parts[0] in {"tests", "bench", "scripts", ".venv", "var", "manage.py"} or "migrations" in parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf8"))):
            if isinstance(node, ast.FunctionDef) and not (node.name == "ready" and file.name == "apps.py"):
                found += [
                    f"{file.relative_to(root)}:{inner.lineno}: import inside {node.name}()"
                    for inner in ast.walk(node)
                    if isinstance(inner, (ast.Import, ast.ImportFrom))
                ]
    return found
