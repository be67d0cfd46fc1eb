from django.apps import AppConfig


class HezhangConfig(AppConfig):
    name = "hezhang"
    verbose_name = "河长制工作平台"

    def ready(self) -> None:
        from hezhang import checks  # noqa: F401 - registers the checks
