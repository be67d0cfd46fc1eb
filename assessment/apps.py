from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "assessment"
    label = "assessment"
    verbose_name = "考核"
    journal_things = {
        "round": "考核轮次",
        "scheme": "考核方案",
        "entry": "考核人工录入",
        "score": "考核得分",
    }
    journal_acts = {
        "open": "开展",
        "compute": "计算",
        "add_entry": "录入",
        "withdraw_entry": "撤销录入",
        "freeze": "定稿",
        "override": "人工核定",
        "withdraw": "撤销",
    }

    def ready(self) -> None:
        from assessment.rounds import receivers  # noqa: F401  (frozen rounds stand still in the database, too)
