from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hubbub', '0010_push_failures'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='subscription',
            name='expires',
        ),
        migrations.AddField(
            model_name='subscription',
            name='session',
            field=models.TextField(blank=True, default='', editable=False, help_text='Its key, sealed; nothing of a token.'),
            preserve_default=False,
        ),
    ]
