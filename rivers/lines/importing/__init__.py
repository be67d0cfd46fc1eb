"""Files with lines: features → matched with reaches and lakes → plan with every fault and guess → services."""

from rivers.lines.importing.carrying import import_lines, keep_file, kept_file, make_plan
from rivers.lines.importing.planning import Plan, Row

__all__ = ["Plan", "Row", "import_lines", "keep_file", "kept_file", "make_plan"]
