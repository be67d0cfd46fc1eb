"""States of a round."""

from hezhang.core.kernel.choices import Toned


class RoundState(Toned):
    RUNNING = "running", "blue", "预评估"
    FROZEN = "frozen", "green", "已定稿"
