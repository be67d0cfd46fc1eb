from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "hezhang.core.notify"
    label = "notify"
    verbose_name = "消息"

    def ready(self) -> None:
        from hezhang.core.notify import receivers  # noqa: F401  (people hear of their own accounts)
