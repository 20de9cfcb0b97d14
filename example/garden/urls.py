"""The garden's addresses: its own pages, and the chat under /talk/."""

from django.contrib import admin
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path
from gardeners import views

from garden import frost  # hubbub

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-up/", views.sign_up, name="sign_up"),
    path("gate/", include("django.contrib.auth.urls")),
    path("admin/", admin.site.urls),
    path("talk/", include("hubbub.urls")),  # hubbub
    path("frost/", frost.warn),  # hubbub
    *staticfiles_urlpatterns(),
]
