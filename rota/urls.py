"""Staff: signing in and out, the second step, and the way to one's own page.

Of allauth only what we use, under the names it looks for. Nobody signs up, and nothing is reset by
e-mail: a manager gives somebody a new password.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import include, path

from rota import views

staff = ([path("staff/", views.home, name="home")], "staff")

urlpatterns = [
    path("", include(staff)),
    path("staff/sign-in/", account.login, name="account_login"),
    path("staff/sign-out/", account.logout, name="account_logout"),
    path("staff/password-again/", account.reauthenticate, name="account_reauthenticate"),
    path("staff/two-step/", second_step.index, name="mfa_index"),
    path("staff/two-step/code/", second_step.authenticate, name="mfa_authenticate"),
    path("staff/two-step/code-again/", second_step.reauthenticate, name="mfa_reauthenticate"),
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
