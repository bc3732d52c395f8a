from django.db import migrations


def take_up(apps, schema_editor):
    """Rooms that were in the system before states were kept: opened where the day is known, else waiting for it."""
    rooms = apps.get_model("rooms", "Room").objects
    rooms.filter(opened_on__isnull=False).update(state="opened")
    rooms.filter(opened_on__isnull=True).update(state="approved")


class Migration(migrations.Migration):

    dependencies = [("rooms", "0009_room_life")]

    operations = [migrations.RunPython(take_up, migrations.RunPython.noop)]
