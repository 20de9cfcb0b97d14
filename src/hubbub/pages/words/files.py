"""Words of the scripts: files."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hubbub.pages.words.plurals import Words, forms


def words() -> Words:
    return {
        "drop_here": _("Let go to attach it: {room}"),
        "too_many_files": _("One message carries at most {count} files. Send the others in another message."),
        "file_too_large": _("Too large: at most {count} MB are allowed."),
        "files_on_way": forms(lambda n: ngettext("{count} file on its way …", "{count} files on their way …", n)),
        "files_failed": forms(lambda n: ngettext("{count} file did not arrive", "{count} files did not arrive", n)),
        "nth_picture": _("{number} of {count}"),
    }
