from django.apps import AppConfig


class GardenersConfig(AppConfig):
    name = "gardeners"
    default_auto_field = "django.db.models.BigAutoField"
