"""The chat tells the policy how somebody stands to a conversation or a post."""

from django.apps import AppConfig


class ChatApp(AppConfig):
    name = "chat"

    def ready(self) -> None:
        from chat import going_home
        from chat.console.help import TO_A_CALL
        from chat.handles import handles
        from chat.models import Conversation, HelpCall, Post
        from chat.related import TO_A_CONVERSATION, TO_A_POST
        from chat.sms.staff import senders
        from rota.audit_pages.names import NAMES
        from rota.planning import on_shift
        from rota.policy import relates

        NAMES["conversation"] = handles
        on_shift.still_has.append(going_home.in_hand)
        on_shift.before_going.append(going_home.hand_on)
        relates(Conversation, TO_A_CONVERSATION)
        relates(Post, TO_A_POST)
        relates(HelpCall, TO_A_CALL)
        senders.start()
