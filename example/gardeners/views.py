"""The garden's own pages."""

from django.contrib.auth import login
from django.contrib.auth.forms import BaseUserCreationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gardeners.models import Gardener


class SignUp(BaseUserCreationForm):
    class Meta:
        model = Gardener
        fields = ["email", "plot"]


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


def sign_up(request: HttpRequest) -> HttpResponse:
    form = SignUp(request.POST or None)
    if form.is_valid():
        login(request, form.save())
        return redirect("home")
    return render(request, "form.html", {"form": form})
