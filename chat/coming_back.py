"""A young person comes back: to a chat that ended a while ago, or from another phone."""

from django.db import transaction
from django.db.models import F

from chat import access, code_words, conversations, handoffs
from chat.models import Conversation, YoungPerson


def goes_on(conversation: Conversation) -> Conversation | None:
    """A chat that ended not long ago goes on, where somebody starts one in the same browser. None: a new one begins."""
    try:
        return conversations.come_back(conversation)
    except conversations.TooLongAgo:
        return None


def asks_history(conversation: Conversation) -> bool:
    """Is there something said before that they have not yet agreed or refused to have read?"""
    is_answered = conversation.history_agreed or conversation.history_refused_up_to >= conversation.returned_at_place
    return not conversation.is_over and not is_answered


def with_code_word(name: str, word: str, *, instead_of: YoungPerson | None = None) -> str:
    """The cookie for whoever has this name and this word, an empty text where nobody has.

    Older cookies reach nobody from now on. `instead_of` is whoever this browser belonged to until now: a chat they
    had open stays with us, as when they leave the page.
    """
    young_person = YoungPerson.objects.filter(return_name=name).exclude(code_word="").first() if name else None
    if young_person is None:
        code_words.is_word(word, "")
        return ""
    try:
        if not code_words.give(young_person, word):
            return ""
    except code_words.MustWait:
        code_words.is_word(word, "")
        return ""
    left = None
    if instead_of is not None and instead_of.pk != young_person.pk:
        left = _leave_behind(instead_of)
    return _continue(young_person, left)


@transaction.atomic
def _continue(young_person: YoungPerson, left: Conversation | None) -> str:
    YoungPerson.objects.select_for_update(no_key=True).get(pk=young_person.pk)  # before the conversation, as in `give`
    conversation = access.conversation_of(young_person)
    if conversation is None:  # its words were erased
        conversation = conversations.start_conversation(young_person)
    elif conversation.is_over:
        conversation = conversations.come_back(conversation, knows_code_word=True)
    Conversation.objects.filter(pk=conversation.pk).update(page_shows_from=0, left_at=None)
    YoungPerson.objects.filter(pk=young_person.pk).update(epoch=F("epoch") + 1)
    if left is not None:
        handoffs.came_back(conversation.pk, left.pk)
    return access.new_cookie(YoungPerson.objects.filter(pk=young_person.pk))


def _leave_behind(young_person: YoungPerson) -> Conversation | None:
    """The chat that was open here until now, if one was."""
    conversation = access.conversation_of(young_person)
    is_open = conversation is not None and not conversation.is_over
    if conversation is not None and is_open:
        conversations.left_the_page(conversation)
    access.retire_cookie(young_person)
    return conversation if is_open else None
