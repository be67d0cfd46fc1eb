from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "issues"
    label = "issues"
    verbose_name = "问题台账"

    def ready(self) -> None:
        from issues import receivers, reference  # noqa: F401 - listens to patrols; fills 设置
