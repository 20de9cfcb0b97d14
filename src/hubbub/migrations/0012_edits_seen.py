from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hubbub', '0011_push_sessions'),
    ]

    operations = [
        migrations.AddField(
            model_name='delivery',
            name='seen',
            field=models.BigIntegerField(editable=False, help_text='Of an edit: how far they had read by then.', null=True),
        ),
    ]
