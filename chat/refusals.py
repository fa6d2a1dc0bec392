"""Why something could not be taken, in words that a young person or a tired counsellor can use."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "not_readable": _("We could not read that. Please write it again."),
    "too_long": _("That is longer than we can take in one go. Please send it in parts."),
    "too_long_for_text": _("That is too long for a text. Make it shorter, or send it in parts."),
    "empty": _("There was nothing in it yet. Write something first."),
    "odd_characters": _("It has a character we cannot keep. Please write it again without it."),
    "not_text": _("Only words can be sent here."),
    "unknown": _("We do not know what to do with that."),
    "not_yours": _("This chat is not open to you any more. Reload the page."),
    "over": _("This chat has ended. Your words are still here. You can start a new chat."),
    "not_on_shift": _("You can take people while you are on shift."),
    "locked": _("This console is locked. Your words are kept: unlock it, and send them again."),
    "not_now": _("That did not work just now. Please try again."),
}
