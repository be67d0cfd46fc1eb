from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "hezhang.core.kernel"
    label = "kernel"
    verbose_name = "基础日历"
