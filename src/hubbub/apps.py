"""The Django app, in the product and in a host's project alike."""

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class HubbubConfig(AppConfig):
    name = "hubbub"
    label = "hubbub"
    verbose_name = "Hubbub"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hubbub import checks, signals

        register(checks.check_settings, "hubbub")
        register(checks.check_deployment, "hubbub", deploy=True)
        post_migrate.connect(signals.keep_search_index, sender=self, dispatch_uid="hubbub_search_index")
        post_migrate.connect(signals.make_site, sender=self, dispatch_uid="hubbub_site")
