"""The way out. With script the page is blank before this is asked; without, this is all there is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from chat import conversations
from chat.access import conversation_of, retire_cookie, young_person_behind

OUR_COOKIES = (
    settings.YOUNG_PERSON_COOKIE,
    settings.LEFT_COOKIE,
    settings.CONCERN_COOKIE,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
)


@login_not_required
@require_safe
def leave_the_page(request: HttpRequest) -> HttpResponse:
    """Forgets the cookie, clears what the browser kept, goes elsewhere."""
    response = HttpResponse(status=303, headers={"Location": settings.NEUTRAL_SITE})
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return response  # sent here by another site, which must not end anybody's chat
    young_person = young_person_behind(request.COOKIES)
    if young_person is not None:
        conversation = conversation_of(young_person)
        if conversation is not None and not conversation.is_over:
            conversations.left_the_page(conversation)
        retire_cookie(young_person)
    response["Clear-Site-Data"] = '"cookies", "storage"'
    # By name too: a browser may not obey the header where the page that asked is already gone.
    for name in OUR_COOKIES:
        response.delete_cookie(name)
    return response
