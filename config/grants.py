"""Who may do what in the database: process x table x verbs, written down once and given out by `migrate`.

A process may read, add to and change what its work is about, and nothing else. Nobody but the owner, whom only
migrations use, may make, alter or empty a table; nobody may take a line out of a record.

    app        pages and sockets      may not rewrite records, remove rows, change keys, or write what only jobs write
    worker     reads what was said    sees no sign-in, no number of a phone, no draft, no note, nothing of the rota
    jobs       clocks, texts, keys    destroys keys and what goes with them; sees no password, no second step
    watchdog   looks whether they go  only the clocks, and how those on call are reached

`manage.py grants` prints it. What is given here and not needed is a hole; what is needed and not given shows at once.
"""

from collections.abc import Iterable, Mapping, Sequence

VERBS: Mapping[str, str] = {"r": "SELECT", "a": "INSERT", "c": "UPDATE", "d": "DELETE"}
"""read, add, change, delete. A pair of brackets after `r` names the only columns that may be read; `l` locks a row,
which Postgres allows to whoever may change one of its columns: its key, which nothing can change."""

PROCESSES = ("app", "worker", "jobs", "watchdog")

OF_THE_SIGN_IN = (
    "account_emailaddress",
    "account_emailconfirmation",
    "django_session",
    "mfa_authenticator",
    "rota_invitation",
)
OF_DJANGO = (
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "rota_staffmember_groups",
    "rota_staffmember_user_permissions",
)
"""Come with libraries and are about themselves. Nobody writes them but migrations."""

APP: Mapping[str, str] = {
    **dict.fromkeys(OF_DJANGO, "r"),
    # What goes when it is used up, or when somebody signs out or takes a second step away.
    "chat_draft": "racd",
    "django_session": "racd",
    "account_emailaddress": "racd",
    "account_emailconfirmation": "racd",
    "mfa_authenticator": "racd",
    # A page makes keys. Destroying and re-wrapping them is the work of commands and clocks.
    "config_datakey": "ra",
    "config_wrappingkey": "r",
    "config_keyproof": "r",
    "config_backupmade": "r",
    # Signs of life are those of others.
    "config_processseen": "r",
    # The chain is somebody else's: who writes rows of the audit does not sign the chain as well.
    "rota_auditlink": "r",
    "rota_auditcheck": "r",
    # What was read by the program, and whom a clock called.
    "moderation_assessment": "r",
    "moderation_shadowreading": "r",
    "moderation_incidentpage": "r",
    # What is drawn by chance is drawn by a clock.
    "moderation_blinddraw": "r",
    "moderation_blindreading": "rc",
    # It stores the words of a canary that a clock has sent, and says that it arrived.
    "moderation_canary": "rc",
    # A call to the carrier is made by a job; a page takes the report of what became of it.
    "chat_sendattempt": "rc",
    # A page defers work. Doing it, ending it and taking it away is for whoever does it.
    # A number or a browser of staff goes when they take it away.
    "rota_staffnumber": "racd",
    "procrastinate_jobs": "ra",
    "procrastinate_events": "ra",
    "procrastinate_periodic_defers": "",
    "procrastinate_workers": "",
}
"""Where it differs from reading, adding and changing."""

JOBS: Mapping[str, str] = {
    **dict.fromkeys(OF_DJANGO, ""),
    **dict.fromkeys(OF_THE_SIGN_IN, ""),
    "django_migrations": "r",
    # Words are stored by one statement, which asks whether a member of staff is still signed in.
    "django_session": "r(session_key, expire_date)d",
    "rota_signin": "rd",
    # What goes when its time is over (escalation/rights).
    "rota_invitation": "r(id, expires_at)d",
    "rota_swap": "rd",
    "rota_away": "rd",
    "config_backupmade": "ra",
    # It takes turns on a person's row, and changes none: nobody gets a password, a role or a sign-in from a clock.
    "rota_staffmember": "rl",
    "rota_rolegrant": "r",
    "rota_staffnumber": "r",
    "rota_auditlink": "r",
    # What is destroyed with the words, and when its time is over.
    "config_datakey": "racd",
    "chat_aftertalk": "racd",
    "chat_draft": "racd",
    "chat_mark": "racd",
    "chat_postmark": "racd",
    "moderation_assessment": "racd",
    "moderation_blindlook": "racd",
    "moderation_blindreading": "racd",
    "moderation_feedback": "racd",
    "moderation_modelchoice": "r",
    "moderation_shadowreading": "racd",
    "moderation_canary": "racd",
    "procrastinate_jobs": "racd",
    "procrastinate_events": "racd",
    "procrastinate_periodic_defers": "racd",
    "procrastinate_workers": "racd",
}
"""Where it differs from reading, adding and changing."""

WORKER: Mapping[str, str] = {
    # What it reads, and where it says that it was read.
    "chat_message": "rc",
    "chat_conversation": "rc",
    "chat_postversion": "rc",
    "chat_post": "rc",
    "chat_thread": "rc",
    "chat_member": "rl",
    "chat_forum": "r",
    "chat_youngperson": "rl",
    "config_datakey": "r",
    "config_wrappingkey": "r",
    "config_settingversion": "r",
    "django_migrations": "r",
    # What it finds.
    "chat_mark": "ra",
    "chat_postmark": "rad",
    "chat_conversationevent": "ra",
    "chat_postevent": "ra",
    "chat_notice": "ra",
    "moderation_assessment": "rac",
    # Which model it reads with, and what a candidate makes of the same.
    "moderation_modelchoice": "r",
    "moderation_shadowreading": "rac",
    "moderation_canary": "rc",
    "moderation_flag": "rac",
    "moderation_flagevent": "ra",
    "moderation_incident": "rac",
    "moderation_review": "rac",
    "moderation_reviewdecision": "r",
    "procrastinate_jobs": "ra",
    "procrastinate_events": "ra",
    # It chains the audit, and says that it is there.
    "rota_auditrow": "r",
    "rota_auditlink": "ra",
    "config_processseen": "rac",
}
"""Everything it may do."""

WATCHDOG: Mapping[str, str] = {
    "config_processseen": "rac",
    "escalation_escalation": "r(id, state, page_due_at)",
    "moderation_incident": "r(id, kind, closed_at)",
    "config_settingversion": "r",
    # Whom it calls by itself when the others are silent: who is on call, and how they are reached.
    "rota_shift": "r(id, staff_id, duty, during, released_at)",
    "rota_staffmember": "r(id, email, is_active)",
    "rota_staffnumber": "r(id, key_id, staff_id, number, confirmed_at)",
    "config_datakey": "r(id, wrapped, wrapped_by)",
}
"""Everything it may do."""

MAY_READ_ADD_AND_CHANGE = "rac"

COMMANDS: Mapping[str, str] = {
    "worker": "worker",
    "shadow": "worker",
    "jobs": "jobs",
    "rotate_keys": "jobs",
    "erase": "jobs",
    "retention": "jobs",
    "restore": "jobs",
    "backup": "jobs",
    "verify_audit": "jobs",
    "watchdog": "watchdog",
    "migrate": "migrator",
}
"""Which process's work a command is, where that is not the app's."""


def role_of_command(words: Sequence[str]) -> str:
    """The role for `manage.py COMMAND`, so that nobody has to know it."""
    is_a_command = bool(words) and words[0].endswith("manage.py")
    return COMMANDS.get(words[1], "app") if is_a_command and len(words) > 1 else "app"


def verbs(process: str, table: str, *, is_record: bool) -> str:
    """What a process may do with a table, in the letters above. A table nobody has thought of yet counts as usual."""
    if process in {"app", "jobs"}:
        given = (APP if process == "app" else JOBS).get(table, MAY_READ_ADD_AND_CHANGE)
    else:
        given = {"worker": WORKER, "watchdog": WATCHDOG}[process].get(table, "")
    return _as_record(given) if is_record else given


def together(several: Iterable[str]) -> str:
    """What an account may do that stands for several processes: the most of each verb."""
    given = list(several)
    letters = "".join(letter for letter in "rlacd" if any(letter in _letters(one) for one in given))
    columns = [one[one.index("(") + 1 : one.index(")")] for one in given if "(" in one]
    if columns and not any("r" in _letters(one) and "(" not in one for one in given):
        names = dict.fromkeys(name.strip() for one in columns for name in one.split(","))
        return letters.replace("r", f"r({', '.join(names)})")
    return letters


def privileges(given: str, key: str) -> list[str]:
    """The words of SQL for some letters; `key` is the column of the table that a lock stands on."""
    letters = _letters(given)
    columns = f" {given[given.index('(') : given.index(')') + 1]}" if "(" in given else ""
    found = [VERBS[letter] + (columns if letter == "r" else "") for letter in "racd" if letter in letters]
    return [*found, f"UPDATE ({key})"] if "l" in letters and "c" not in letters else found


def named(given: str) -> set[str]:
    """The columns that some letters are limited to; none where they are about the whole row."""
    return set(given.partition("(")[2].partition(")")[0].replace(" ", "").split(",")) - {""}


def _as_record(given: str) -> str:
    return given if "(" in given else "".join(letter for letter in given if letter in "ra")


def _letters(given: str) -> str:
    before, _, rest = given.partition("(")
    return before + rest.partition(")")[2]
