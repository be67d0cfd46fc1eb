"""Words of acts on many issues at once."""

from hezhang.core.kernel.choices import Toned


class RowState(Toned):
    WAITING = "waiting", "blue", "未办理"
    DONE = "done", "green", "已办理"
    REFUSED = "refused", "orange", "未能办理"
