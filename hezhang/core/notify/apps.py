from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "hezhang.core.notify"
    label = "notify"
    verbose_name = "消息"
