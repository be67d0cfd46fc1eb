from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "hezhang.core.web"
    label = "web"
    verbose_name = "页面与任务"

    def ready(self) -> None:
        from hezhang.core.web import days
        from hezhang.core.web.importing.desk import page  # noqa: F401 - a worker must know how a long import is carried out
        from hezhang.core.web.lists import export_job  # noqa: F401 - a worker must know how lists are exported

        days.guard_all_days()
