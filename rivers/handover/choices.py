"""States of a handover sheet."""

from hezhang.core.kernel.choices import Toned


class HandoverState(Toned):
    OPEN = "open", "orange", "待移交人签字"
    GIVEN = "given", "orange", "待接收人签字"
    TAKEN = "taken", "blue", "待河长办监交"
    DONE = "done", "green", "已交清"
    VOID = "void", "grey", "已撤销"
    FOLDED = "folded", "grey", "已并入"


# What still waits for somebody.
RUNNING = frozenset({HandoverState.OPEN, HandoverState.GIVEN, HandoverState.TAKEN})
