"""What no single post shows: one member who asks several others away, and several who are hostile in one thread.

Counted from what readings found, never from words. It adds to a reading and lowers nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from django.db.models import QuerySet

from chat.models import PostVersion
from chat.urgency import Urgency, highest
from config.tuning import setting
from moderation.checks import CATEGORIES, Finding
from moderation.models import Assessment
from moderation.reading import Reading

# By these somebody asks others to a place where nobody watches; a number alone may be a slip.
ASKS_AWAY = frozenset({"contact_details/asks", "contact_details/meeting", "contact_details/grooming"})
ASKS_SEVERAL = "asks several people to talk where nobody watches"
MANY_HOSTILE = "several people are hostile in one thread"


def with_patterns(version: PostVersion, reading: Reading) -> Reading:
    """The reading, and what it makes together with what others and this author wrote before."""
    found = [*_asks_several(version, reading), *_many_hostile(version, reading)]
    if not found:
        return reading
    findings = sorted([*reading.findings, *found], key=lambda finding: -finding.urgency.rank)
    return replace(
        reading,
        findings=tuple(findings),
        urgency=highest(reading.urgency, *(finding.urgency for finding in found)),
        categories=tuple(name for name in CATEGORIES if any(finding.category == name for finding in findings)),
    )


def _asks_several(version: PostVersion, reading: Reading) -> Iterator[Finding]:
    """One request may be friendship. The same in several threads is how somebody is looked for."""
    if not any(finding.check in ASKS_AWAY for finding in reading.findings):
        return
    most = setting("forum.asks_several")
    earlier = _lately(version, timedelta(days=most["days"])).filter(post_version__post__author=version.post.author_id)
    threads = {
        one.post_version.post.thread_id
        for one in earlier.select_related("post_version__post")
        if one.post_version is not None and any(finding["check"] in ASKS_AWAY for finding in one.findings)
    }
    if len(threads | {version.post.thread_id}) >= most["threads"]:
        yield Finding("pattern/asks_several", "sexual_exploitation", Urgency.VERY_SOON, ASKS_SEVERAL)


def _many_hostile(version: PostVersion, reading: Reading) -> Iterator[Finding]:
    """Each of them alone may be a quarrel; together they fall on somebody."""
    if not any(finding.category == "toxicity" for finding in reading.findings):
        return
    most = setting("forum.many_hostile")
    earlier = _lately(version, timedelta(hours=most["hours"])).filter(
        post_version__post__thread=version.post.thread_id, categories__contains=["toxicity"]
    )
    authors = set(earlier.values_list("post_version__post__author_id", flat=True)) | {version.post.author_id}
    if len(authors) >= most["people"]:
        yield Finding("pattern/many_hostile", "bullying", Urgency.SOON, MANY_HOSTILE)


def _lately(version: PostVersion, within: timedelta) -> QuerySet[Assessment]:
    """What was found in posts that young people wrote before this one; a moderator's wording is nobody's."""
    return Assessment.objects.filter(
        post_version__made_by=None,
        post_version__written_at__gt=version.written_at - within,
        post_version__pk__lt=version.pk,
    )
