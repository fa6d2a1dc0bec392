"""Staff: signing in and out, the second step, one's sign-ins, who works here, and the way to one's own page.

Of allauth only what we use, under the names it looks for. Nobody signs up, and nothing is reset by e-mail: a manager
invites somebody, once or again.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.conf import settings
from django.urls import include, path, reverse_lazy

from rota import invitation_pages, link_pages, people_pages, sign_in_pages, step_up, views

# Said plainly where a password alone is enough.
with_what_is_asked = {"second_step_required": settings.SECOND_STEP_REQUIRED}
about_somebody = "staff/people/<int:pk>/"
staff = (
    [
        path("staff/", views.home, name="home"),
        path("staff/here/", sign_in_pages.here, name="here"),
        path("staff/lock/", sign_in_pages.lock, name="lock"),
        path("staff/unlock/", sign_in_pages.unlock, name="unlock"),
        path("staff/passkey/", sign_in_pages.passkey_question, name="passkey_question"),
        path("staff/sign-ins/", sign_in_pages.mine, name="sign_ins"),
        path("staff/sign-ins/end/", sign_in_pages.end_all_mine, name="end_my_sign_ins"),
        path("staff/sign-ins/<int:pk>/end/", sign_in_pages.end_mine, name="end_my_sign_in"),
        path("staff/links/", link_pages.links, name="links"),
        path("staff/links/<int:pk>/agreement/", link_pages.agree, name="agree_link"),
        path("staff/links/<int:pk>/refusal/", link_pages.refuse, name="refuse_link"),
        path("staff/invitation/<str:token>/", invitation_pages.invitation, name="invitation"),
        path("staff/people/", people_pages.everybody, name="people"),
        path("staff/people/new/", people_pages.invite, name="invite"),
        path(about_somebody, people_pages.somebody, name="person"),
        path(f"{about_somebody}invitation/", people_pages.invite_again, name="invite_again"),
        path(f"{about_somebody}invitation/<int:invitation>/withdrawal/", people_pages.withdraw, name="withdraw"),
        path(f"{about_somebody}suspension/", people_pages.suspend, name="suspend"),
        path(f"{about_somebody}return/", people_pages.let_back, name="let_back"),
        path(f"{about_somebody}roles/", people_pages.grant, name="grant"),
        path(f"{about_somebody}roles/end/", people_pages.end_role, name="end_role"),
        path(f"{about_somebody}sign-ins/end/", people_pages.end_sign_ins, name="end_sign_ins"),
        path(f"{about_somebody}sign-ins/<int:sign_in>/end/", people_pages.end_sign_in, name="end_sign_in"),
    ],
    "staff",
)

urlpatterns = [
    path("", include(staff)),
    path("", include("rota.pages.urls")),
    path("", include("rota.reach.urls")),
    path("staff/sign-in/", account.LoginView.as_view(extra_context=with_what_is_asked), name="account_login"),
    path("staff/sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("staff/sign-out/", account.logout, name="account_logout"),
    path("staff/show-who-you-are/", step_up.show, name="account_reauthenticate"),
    path("staff/two-step/", second_step.IndexView.as_view(extra_context=with_what_is_asked), name="mfa_index"),
    path("staff/two-step/code/", second_step.authenticate, name="mfa_authenticate"),
    path("staff/two-step/passkey/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        "staff/two-step/passkey/<int:pk>/off/",
        passkeys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
    path("staff/two-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("staff/two-step/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("staff/two-step/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "staff/two-step/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "staff/two-step/recovery-codes/file/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
