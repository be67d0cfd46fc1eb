from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "issues"
    label = "issues"
    verbose_name = "问题台账"

    def ready(self) -> None:
        from issues.clocks import parameters as clocks  # noqa: F401 - fills 参数设置
        from issues.ledger import parameters as ledger  # noqa: F401 - fills 参数设置
        from issues.ledger import receivers  # noqa: F401 - listens to patrols
        from issues.reminders import parameters, tasks  # noqa: F401 - fills 参数设置; known to Celery
