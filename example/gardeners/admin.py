from django.contrib import admin

from gardeners.models import Gardener

admin.site.register(Gardener)
