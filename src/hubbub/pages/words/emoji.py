"""Words of the board of emoji."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hubbub.pages.words.plurals import Words


def words() -> Words:
    return {
        "emoji_hits": _("Found"),
        "emoji_recent": _("Used last"),
        "emoji_site": _("Of this site"),
        "emoji_smileys_emotion": _("Smileys"),
        "emoji_people_body": _("People"),
        "emoji_animals_nature": _("Animals and nature"),
        "emoji_food_drink": _("Food and drink"),
        "emoji_travel_places": _("Travel and places"),
        "emoji_activities": _("Activities"),
        "emoji_objects": _("Objects"),
        "emoji_symbols": _("Symbols"),
        "emoji_flags": _("Flags"),
        "emoji_remove": _("Remove :{name}:"),
        "emoji_no_file": _("Choose a picture first."),
        "tone_0": _("No skin tone"),
        "tone_1": _("Light skin tone"),
        "tone_2": _("Medium-light skin tone"),
        "tone_3": _("Medium skin tone"),
        "tone_4": _("Medium-dark skin tone"),
        "tone_5": _("Dark skin tone"),
    }
