from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_message_version")]

    operations = [
        migrations.RenameField(model_name="eventpage", old_name="url", new_name="organiser_url"),
    ]
