from django.db import migrations


class Migration(migrations.Migration):
    """The column that ``0005_lines`` has carried over; a step of its own, so that rows and table are not changed in one."""

    dependencies = [("rivers", "0005_lines")]

    operations = [migrations.RemoveField(model_name="reach", name="centre_line")]
