"""What the service itself says by text. One part each, plain letters, and never a word of what somebody wrote to us.

The phone may be in somebody else's hand when it arrives. Source: domain reference, wording catalogue; the rules
it has to keep (W1 to W12) are under test.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SERVICE = "Nightlight"

CATALOGUE: Mapping[str, str | Promise] = {
    # Somebody texts who has no chat with us: with and without an honest word about the wait, and with nobody here.
    "sms.welcome": _(
        "Hi, you've reached %(service)s. You can be anonymous. A person will text back, often in %(minutes)s mins."
        " In danger now? Call 999. Text LEAVE to end."
    ),
    "sms.welcome_one": _(
        "Hi, you've reached %(service)s. You can be anonymous. A person will text back, often in a minute."
        " In danger now? Call 999. Text LEAVE to end."
    ),
    "sms.welcome_plain": _(
        "Hi, you've reached %(service)s. You can be anonymous. A person will text back."
        " In danger now? Call 999. Text LEAVE to end."
    ),
    "sms.closed": _(
        "Sorry, no one is free right now. We have your text and a person will read it."
        " In danger? Call 999. To talk now: Childline 0800 1111 or text SHOUT to 85258."
    ),
    # START from somebody whose chat went on meanwhile: they were greeted, and a person is there.
    "sms.started": _(
        "OK, we can text you again. Your chat is still open, and the person you talk to sees what you text."
        " In danger now? Call 999."
    ),
    "sms.privacy": _(
        "We keep this private unless we think you or someone else could be badly hurt. We try to tell you first."
        " Delete these texts if others see your phone."
    ),
    "sms.wait": _(
        "You are still in line. We are busy, sorry. If you feel unsafe, text NOW and we move you up."
        " Or call Childline free on 0800 1111."
    ),
    # Answers to one word.
    "sms.help": _(
        "We can help. A person will read this next. If you are in danger now, call 999."
        " You can tell us more if you want to."
    ),
    "sms.now": _(
        "Thank you for telling us. We have moved you up and told a person. If you are in danger now, call 999."
        " You can tell us more if you want to."
    ),
    "sms.stopcheck": _(
        "Did you want us to stop texting you, or are you telling us how you feel? We are still here."
        " Text LEAVE to stop texts, or just carry on."
    ),
    # Said by the carrier and not by us: after STOP it lets nothing of ours through.
    "sms.stop": _(
        "We will not text you again. If you want to come back, text START. In danger? Call 999."
        " To talk to someone else: Childline 0800 1111."
    ),
    "sms.left": _("OK, this chat has ended. We will not text you now. You can text us any time. In danger? Call 999."),
    "sms.picture": _(
        "Sorry, we cannot open pictures or videos here. You can tell us in words, if you like."
        " A person will read them. In danger now? Call 999."
    ),
    # How a chat goes on, or does not.
    "sms.ended": _(
        "This chat has ended now. Thank you for talking to us. You can text us any time to talk again."
        " In danger? Call 999."
    ),
    # Nobody answered before it ended: to a phone that others may see, nothing about danger.
    "sms.ended_quietly": _(
        "This chat has ended now. Thank you for talking to us. You can text us any time to talk again."
    ),
    "sms.back": _("Sorry, we got cut off. A person is picking this up now. You do not need to say it all again."),
    "sms.person_change": _(
        "Hi, I'm %(name)s. I'm taking over from %(old)s. I have read a short note so you do not need to start again."
    ),
    # Somebody's console fell silent: nobody has the chat at this moment, and nobody is promised.
    "sms.cut_off": _(
        "Sorry, we got cut off. A person will pick this up as soon as they can. You do not need to say it all again."
    ),
    "sms.taken_over": _(
        "%(name)s is here now and takes over from %(old)s. They can read this chat, so you do not need to start again."
    ),
    "sms.person_came": _("%(name)s is here now. They can read this chat, so you do not need to start again."),
    "sms.end_soon": _(
        "We have about 10 minutes left. Is there anything you want to talk about before we stop?"
    ),
    "sms.nudge": _(
        "Just checking, are you still there? There is no rush. If it is not safe to text, that is OK."
        " You can come back any time."
    ),
    "sms.pause": _(
        "We have not heard from you, so we will pause this chat. You have done nothing wrong."
        " Text us any time to carry on. In danger? Call 999."
    ),
    # After silence, to a phone that others may see: nothing about danger.
    "sms.pause_quietly": _(
        "We have not heard from you, so we will pause this chat. You have done nothing wrong."
        " Text us any time to carry on."
    ),
    "sms.risk_silent": _(
        "We are worried because you said you might be in danger. Please text back, even one word."
        " If we cannot reach you we may ask 999 to check you are safe."
    ),
    "sms.fail": _(
        "Sorry, our last text may not have reached you. We are still here. Text us back when you can."
        " In danger? Call 999."
    ),
    # Before we tell anyone, and what came of it: only to a phone of which they said that nobody else sees it.
    "sms.tell": _(
        "To keep you safe we want to tell someone. Who: %(to_whom)s. What: %(what)s. Why: %(why)s."
        " Is that OK? Reply A for yes, B for no, or use your own words."
    ),
    "sms.told": _("We told you first. This is what came of it: %(outcome)s. Text us any time to talk about it."),
    "sms.safe_ask": _(
        "Who can see the texts on this phone? Reply A for just me, B for other people too, C for not sure."
    ),
}


def words(key: str, **given: object) -> str:
    """One text of the catalogue, in the language in force."""
    return str(CATALOGUE[key]) % {"service": SERVICE, **given}
