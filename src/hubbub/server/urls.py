"""The addresses of the product; the chat's own are in `hubbub.urls`."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from hubbub.server.accounts import views
from hubbub.server.administration.views import site

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="hubbub:chat"), name="home"),
    path("setup/", views.set_up, name="setup"),
    path("join/<str:code>/", views.JoinPage.as_view(), name="join"),
    path("accounts/signup/", views.SignUpPage.as_view(), name="account_signup"),
    path("accounts/password/reset/", views.ForgottenPasswordPage.as_view(), name="account_reset_password"),
    path("accounts/", include("allauth.urls")),
    path("site/", site, name="site"),
    path("admin/", admin.site.urls),
    path("", include("hubbub.urls")),
]
