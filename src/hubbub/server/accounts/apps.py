from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hubbub.server.accounts"
    label = "hubbub_accounts"
    verbose_name = "Users"
    default_auto_field = "django.db.models.BigAutoField"
