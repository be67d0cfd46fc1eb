"""What the suite covers, after ``make test COVER="-p tests.covering"``: lines and branches, and where no test goes.

The bar is held by the parts where rules are: rules, services and the workflow kit, all others are told beside them.
"""

import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ("hezhang/", "rivers/", "patrols/", "issues/", "assessment/")
MEASURED = ROOT / "var" / "coverage.json"
BAR = 95.0  # of 100 lines and branches
KITS = ("hezhang/core/kernel/", "hezhang/core/workflow/")
BOARDS = {"rules", "services"}
FILES = {"rules.py", "services.py", "workflow.py"}


def unseen(files: dict[str, dict]) -> list[str]:
    """Files of the bar that no test imports: programs of their own, and what nobody uses."""
    there = (path for house in HOUSE for path in sorted((ROOT / house).rglob("*.py")) if path.stat().st_size)
    names = (path.relative_to(ROOT).as_posix() for path in there)
    return [name for name in names if holds(name) and name not in files]


def is_ours(file: str) -> bool:
    """Whether it belongs to the product."""
    return file.startswith(HOUSE) and "/migrations/" not in file


def holds(file: str) -> bool:
    """Whether the bar is about this file."""
    *folders, name = file.split("/")
    return is_ours(file) and (file.startswith(KITS) or name in FILES or not BOARDS.isdisjoint(folders))


def part_of(file: str) -> str:
    """Where a file is counted: its app; of the project its package."""
    return "/".join(file.split("/")[:-1][: 3 if file.startswith("hezhang/") else 1])


def share(counts: Counter[str]) -> float:
    """Of 100 lines and branches; of nothing all is covered."""
    reached, missed = (counts[f"{word}_lines"] + counts[f"{word}_branches"] for word in ("covered", "missing"))
    return 100 * reached / (reached + missed) if reached + missed else 100.0


def summed(files: dict[str, dict]) -> Counter[str]:
    """Lines and branches, covered and missing, of these files together."""
    total: Counter[str] = Counter()
    for found in files.values():
        total.update({key: found["summary"][key] for key in found["summary"] if not key.startswith("percent")})
    return total


def told(files: dict[str, dict]) -> list[str]:
    """The report: each file of the bar with something missing, each part, all of it, the bar's own."""
    held = {file: found for file, found in files.items() if holds(file)}
    lines = [
        f"{file}: {_spans(found['missing_lines'])}"
        + "".join(f" {start}→{end or 'exit'}" for start, end in found["missing_branches"])
        for file, found in sorted(held.items())
        if found["missing_lines"] or found["missing_branches"]
    ]
    lines += [f"{file}: never imported" for file in unseen(files)]
    for part in sorted({part_of(file) for file in files}):
        lines.append(_row(part, {file: found for file, found in files.items() if part_of(file) == part}))
    return [*lines, _row("all that was measured", files), _row("rules, services, workflow", held)]


def _row(name: str, files: dict[str, dict]) -> str:
    counts = summed(files)
    return f"{name:<28}{counts.total():>7} lines and branches {share(counts):>6.1f} %"


def _spans(numbers: list[int]) -> str:
    """1-3, 7"""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(start) if start == end else f"{start}-{end}" for start, end in spans)


if __name__ == "__main__":
    measured = json.loads(MEASURED.read_text("utf8"))["files"]
    sys.stdout.write("\n".join(told(measured)) + "\n")
    sys.exit(share(summed({file: found for file, found in measured.items() if holds(file)})) < BAR)
