from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "hezhang.core.workflow"
    label = "workflow"
    verbose_name = "流程"
