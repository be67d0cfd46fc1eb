from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "hezhang.core.workflow"
    label = "workflow"
    verbose_name = "流程"

    def ready(self) -> None:
        from hezhang.core.workflow import late  # noqa: F401 - steps are a kind of parcel
