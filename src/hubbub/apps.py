"""The Django app, in the product and in a host's project alike."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HubbubConfig(AppConfig):
    name = "hubbub"
    label = "hubbub"
    verbose_name = "Hubbub"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hubbub import signals

        post_migrate.connect(signals.make_site, sender=self, dispatch_uid="hubbub_site")
