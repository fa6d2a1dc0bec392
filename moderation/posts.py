"""Reading what was written into the forum: as any other words, and then it waits for a moderator.

Title and body are read, after what the thread and its author said before. What was found becomes marks and flags, and
the post gets its place in the review; until then nobody can approve it.
"""

from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from chat import live
from chat.forums.posts import tell_author
from chat.models import Post, PostMark, PostVersion, WordsShredded
from chat.urgency import Urgency
from config import clock
from moderation import lanes
from moderation.checks import CATEGORIES, CHECKS, FORUM_CHECKS, Check, Finding, contact_details
from moderation.flags import raise_flag
from moderation.models import Assessment, Flag
from moderation.post_context import context_of, read_post
from moderation.post_patterns import with_patterns
from moderation.reading import Reading, reading_of
from moderation.records import recorded
from moderation.waiting import wait_for_review

NOT_CHECKED = "assessment.not_checked"
TAKEN_BACK = "post.taken_back"
UNREAD = gettext_noop("taken back before anybody read it")
OFFER = "post.offer"
OFFER_WORDS = _(
    "Thank you for telling us. Our computer read your post first, and a person will read it soon. "
    "You have not done anything wrong. Would you like to talk about it now? You can start a chat with us. "
    "If you are in danger now, call 999."
)


def pending() -> QuerySet[PostVersion]:
    """What nobody has read yet, the oldest first."""
    return PostVersion.objects.filter(reading=PostVersion.Reading.PENDING).order_by("id")


def failed_before(moment_ago: timedelta) -> QuerySet[Assessment]:
    """Readings that failed, longest ago first, of words that still wait for somebody."""
    return Assessment.objects.filter(
        post_version__reading=PostVersion.Reading.FAILED,
        post_version__post__state__in=Post.TO_REVIEW,
        post_version__number=F("post_version__post__newest_version"),
        at__lte=clock.now() - moment_ago,
    ).order_by("at", "pk")


def claimed(version_id: int, reading: str) -> PostVersion | None:
    """The version, if it is still to be read; its post is locked, as everybody does who changes a post.

    None too where somebody holds the post this moment: it stays on the list.
    """
    version = PostVersion.objects.filter(pk=version_id, reading=reading).select_related("post__author__key").first()
    if version is None:
        return None
    post = Post.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=version.post_id).first()
    if post is None or not PostVersion.objects.filter(pk=version_id, reading=reading).exists():
        return None
    post.author = version.post.author
    version.post = post
    return version


def assess_version(version: PostVersion, *, checks: tuple[Check, ...] = CHECKS) -> Assessment | None:
    """One reading of one version. Writes assessment, marks, flags, and its place in the review. Its post is locked."""
    try:
        title, body = version.title or "", str(version.body)
    except WordsShredded:
        _is_now(version, PostVersion.Reading.NOT_NEEDED)
        return None
    reading, shift = read_post(title, body, context_of(version), (*checks, *FORUM_CHECKS))
    return keep(version, with_patterns(version, reading), shift=shift)


def assess_unreadable(version: PostVersion) -> Assessment | None:
    """Reading it went wrong as a whole: a person has to look, and it is tried again later."""
    unread = Finding("reading", None, Urgency.NOT_CHECKED, "could not be checked")
    return keep(version, reading_of([unread], ["reading"]), shift=0)


def keep(version: PostVersion, reading: Reading, *, shift: int) -> Assessment:
    """What was read, with all that follows from it. `shift`: how long the title in front of the body was."""
    before = Assessment.objects.filter(post_version=version).first()
    known = _known(before)
    for finding in reading.findings:
        _mark(version, finding, shift)
        if (finding.check, finding.urgency) not in known:
            _flag(version, finding)
    if reading.is_not_checked and not (before and before.failed_checks):
        raise_flag(version, check_name=NOT_CHECKED, words="not checked", urgency=Urgency.NOT_CHECKED)
    assessment = _write(version, reading)
    wait_for_review(version, reading, before)
    _offer_chat(version, reading)
    if version.post.state == Post.State.WITHDRAWN:
        taken_back_unread(version)
    _is_now(version, PostVersion.Reading.FAILED if reading.failed else PostVersion.Reading.READ)
    live.nudge_staff("review", post=version.post_id)
    return assessment


def taken_back_unread(version: PostVersion) -> None:
    """Its author took it back before a moderator decided. Worrying words do not go unseen for that: a lead looks.

    Nothing more where the post is with a lead already. The post is locked.
    """
    still_open = Flag.objects.filter(post=version.post_id, state__in=Flag.OPEN).exclude(category="toxicity")
    worries = still_open.filter(urgency__in=[Urgency.SOON, Urgency.NOT_CHECKED]).order_by("pk")
    if (worry := worries.first()) and not still_open.filter(urgency__in=[Urgency.NOW, Urgency.VERY_SOON]).exists():
        raise_flag(
            version, check_name=TAKEN_BACK, words=UNREAD, urgency=Urgency.VERY_SOON, category=worry.category
        )


def _is_now(version: PostVersion, reading: str) -> None:
    version.reading = reading
    version.save(update_fields=["reading"])


def _known(before: Assessment | None) -> set[tuple[str, str]]:
    """What an earlier reading of the same words raised already: somebody may have answered it since."""
    return {(finding["check"], finding["urgency"]) for finding in before.findings} if before else set()


def _flag(version: PostVersion, finding: Finding) -> None:
    """For what is about somebody's safety, or hostile to somebody. Contact details are a matter of conduct."""
    urgency = Urgency(finding.urgency)
    if finding.category in CATEGORIES and urgency not in {Urgency.ROUTINE, Urgency.NOT_CHECKED}:
        raise_flag(version, check_name=finding.check, words=finding.words, urgency=urgency, category=finding.category)


def _mark(version: PostVersion, finding: Finding, shift: int) -> None:
    """Underlines it for a moderator. Only in the body: what was found in a title counts without a mark."""
    if finding.start is None or finding.end is None:
        return
    start, end = max(finding.start - shift, 0), finding.end - shift
    if end > start:
        PostMark.objects.get_or_create(
            version=version,
            start=start,
            end=end,
            words=finding.words[:80],
            defaults={"category": (finding.category or finding.check.split("/")[0])[:30], "urgency": finding.urgency},
        )


def _write(version: PostVersion, reading: Reading) -> Assessment:
    """One row a version. A reading that failed is the only one that another may replace."""
    found = recorded(reading) | {
        "rules_version": f"{reading.rules_version}+{contact_details.version()}",
        "read_from_place": version.number,
        "read_to_place": version.number,
        "at": clock.now(),
    }
    assessment, _new = Assessment.objects.update_or_create(post_version=version, defaults=found)
    return assessment


def _offer_chat(version: PostVersion, reading: Reading) -> None:
    """Words about danger get an open door at once, whatever a moderator decides later. Once for one post."""
    is_worrying = any(
        lanes.is_about_safety(finding) and Urgency(finding.urgency).rank >= Urgency.SOON.rank
        for finding in reading.findings
    )
    if is_worrying and not version.post.notices.filter(template=OFFER).exists():
        tell_author(version, template=OFFER, words=str(OFFER_WORDS), offers_chat=True, made_by=None)
