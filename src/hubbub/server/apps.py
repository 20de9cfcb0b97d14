"""The product's own Django apps."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin


class ServerConfig(AppConfig):
    name = "hubbub.server"
    label = "hubbub_server"
    verbose_name = "Hubbub server"
    default = True


class AdminConfig(admin.AdminConfig):
    default = False
    default_site = "hubbub.server.admin.AdminSite"
