"""Lines that pages put around an article: share icons, "Read more", adverts, cookies, copyright, bylines.

Belongs here: recognising a whole paragraph as noise, conservatively: a sentence of the report must never go. Does not
belong here: finding the article in a page (extract), datelines and date lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_AGENCIES = (
    r"(?:getty images?|reuters|ap(?: photo)?|associated press|afp|epa(?:-efe)?|shutterstock|bloomberg|anadolu"
    r"|tass|sputnik|xinhua)"
)

# Reason -> patterns, each of which must match the whole paragraph, capitals or not. No pattern repeats a group that can
# match one string in two ways: paragraphs are hostile too.
_LINES: dict[str, tuple[str, ...]] = {
    "share": (
        r"share (?:(?:this|article|story|page|post|on|via)\b|to (?:facebook|twitter|x|whatsapp)\b).{0,60}",
        (
            r"(?:click|tap) (?:here )?to (?:share|print|e-?mail|read|subscribe|enlarge|view|watch|listen|follow"
            r"|join)\b.{0,80}"
        ),
        r"(?:follow|like|find|join|connect with) us (?:on|at|via)\b.{0,100}",
        (
            r"(?:follow|like) .{1,40} on (?:facebook|twitter|x|instagram|telegram|whatsapp|linkedin|youtube"
            r"|google news)\b.{0,60}"
        ),
        r"(?:send|give) (?:this )?(?:as a )?gift.{0,40}",
        r"(?:copy (?:link|url)|link copied).{0,20}",
    ),
    "advertisement": (
        r"\W*(?:advertisements?|advertising|sponsored(?: content)?|promoted|paid (?:content|post)|adverts?|ads?)\W*",
        (
            r"(?:story|article|report)? ?continues? (?:below|after)(?: (?:this |the )?(?:advertisement|ad|advert"
            r"|video|image|promotion|newsletter))?\W*"
        ),
        r"\W*(?:advertisement|scroll down)\b.{0,30}\b(?:continue|scroll|feedback)\b.{0,40}",
        r"skip (?:advertisement|ad|past (?:newsletter|ad).{0,40}|to (?:content|main|end|navigation).{0,30})",
        r"(?:after|before) .{0,20}newsletter promotion",
        r"(?:sponsored|promoted|advertisement|advert|ad)\s*[:|–—-]\s.{0,160}",
    ),
    "newsletter": (
        (
            r"(?:please )?sign(?:ing)? up (?:for|to|here|now)\b.{0,60}\b(?:newsletters?|e-?mails?|alerts?|updates?"
            r"|briefings?|here|free)\b.{0,120}"
        ),
        (
            r"subscribe (?:to|for|now|here|today)\b.{0,60}\b(?:newsletters?|channel|podcast|alerts?|updates?|now"
            r"|free|here|us|today)\b.{0,100}"
        ),
        r"subscribe(?: (?:now|here|today|free|for free))?\W*",
        r"get (?:the|our|your|all) .{0,80}\b(?:newsletters?|inbox|e-?mail|app)\b.{0,80}",
        r"(?:enter|add) your e-?mail\b.{0,80}",
        r"(?:download|get) (?:our|the) .{0,40}\bapp\b.{0,80}",
        r".{0,80}\b(?:delivered|straight|directly?) to your inbox\b.{0,60}",
        r"already (?:a subscriber|have an account)\b.{0,60}",
        r"(?:log|sign) ?in(?: (?:or|to) .{1,40})?\W*",
        r"support (?:our|independent|quality) journalism\b.{0,120}",
        r"you(?: have|'ve|’ve) (?:reached|read) .{0,40}\barticles?\b.{0,60}",
        r"this (?:article|content|story) is (?:for|only available to|reserved for) (?:subscribers|members)\b.{0,80}",
    ),
    "cookies": (
        r"(?:we|this (?:web)?site|our (?:web)?site)(?: and our partners)? (?:use|uses|make use of) cookies\b.{0,350}",
        r"by (?:continuing|using|clicking|browsing|signing up)\b.{0,120}\b(?:cookies|terms|privacy policy)\b.{0,200}",
        r"(?:accept|reject|manage|allow)(?: all)? (?:cookies|preferences|settings)\W*",
        r"(?:cookie|privacy) (?:policy|notice|settings|preferences)\W*",
        r"terms (?:of (?:use|service)|and conditions)(?:[\s|·•&,]*(?:and )?privacy (?:policy|notice))?\W*",
        r"(?:please )?(?:enable|turn on) javascript\b.{0,120}",
        r"your browser (?:does not|doesn[’']t) support\b.{0,120}",
    ),
    "copyright": (
        r"(?:copyright\b|©|\(c\) ?\d).{0,240}",
        r".{0,200}\ball rights reserved\b.{0,100}",
        (
            r"this (?:material|article|content|story|report) (?:may|must|can) ?not be (?:published|reproduced|copied"
            r"|republished|broadcast)\b.{0,200}"
        ),
        r"our standards: .{0,80}",
        (
            r"[(\[]?(?:this|the|except for the headline, this) (?:story|article|report|copy"
            r"|post) (?:has not been edited|is (?:auto-?generated|published from)"
            r"|(?:was|has been) (?:first |originally |also )?(?:published|updated|corrected|amended))\b.{0,240}"
        ),
        r"[^.]{0,160}\bcontributed (?:reporting )?to this (?:report|story|article)\W*",
    ),
    "related": (
        (
            r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|related|recommended|more on this"
            r"|in case you missed it|icymi)\s*[:|»>]\s*.{0,240}"
        ),
        (
            r"(?:also )?(?:read|see|watch|listen)(?: (?:also|more|next|on|further|full story|here))?\s*(?::|\||»|>|→"
            r"|\s[-–—]\s)\s*.{0,200}"
        ),
        (
            r"read (?:more|also|next|full (?:story|article)|the full (?:story|article|report)|in app)\b(?: (?:on"
            r"|about|at|here|from|in)\b.{0,80})?\W*"
        ),
        (
            r"(?:more|latest|top|most|other|similar)[- ](?:on this(?: story)?|from .{1,40}(?<![.])|(?:popular|read"
            r"|viewed|shared|watched)(?: stories| news)?|news|stories|articles|coverage|headlines|to read"
            r"|like this)\W*"
        ),
        (
            r"(?:related|recommended|editor[’']?s['’]? (?:picks?|choice)|trending|you (?:may"
            r"|might) (?:also )?(?:like|be interested in)|what to read next|up next|explore more|see also"
            r"|keep reading|next article|previous article|most read|in pictures|have your say)"
            r"(?: (?:articles?|stories|news|content|links?|topics?|posts?|reading|coverage|for you|now|videos?"
            r"|items?))?\W*"
        ),
        (
            r"(?:tags?|topics?|categor(?:y|ies)|filed under|keywords?|key words|in this (?:article"
            r"|story))\s*:.{0,200}(?<![.])"
        ),
        (
            r"(?:leave a (?:comment|reply)|(?:view|show|post|add|read)(?: all)? (?:\d+ )?comments?(?: \(\d+\))?"
            r"|\d+ (?:comments?|shares?|likes?|views?|reads?))\W*"
        ),
        (
            r"(?:back to top|go to top|load more|show more|see more|view more|read less|expand|collapse|menu|home"
            r"|search|close|next|previous|loading|watch|listen|watch live|listen now|play|pause|news|world)\W*"
        ),
        r"(?:\d+|an?|one|two|three)[ -](?:min(?:ute)?s?|hours?|hrs?|days?)[ -](?:read|ago|listen|watch)\W*",
        r"(?:reading|read) time\W.{0,20}",
        r"listen to (?:this )?(?:article|story).{0,40}",
        r"(?:https?://|www\.)\S+",
        r"[\w.+-]{1,60}@[\w-]{1,60}\.[\w.]{1,60}",
    ),
    "picture": (
        (
            r"(?:file |stock )?(?:photo(?:graph)?|image|picture|video|graphic|illustration|screengrab)s?(?: (?:by"
            r"|courtesy(?: of)?|credit|caption)\b|\s*[:©|/])\s*.{0,240}"
        ),
        r"(?:source|credits?|photo credit|image (?:source|credit|caption)|caption)\s*[:©|/]\s*.{0,120}",
        r"(?:file|representative|representational|handout) (?:photo|image|picture)s?\W*.{0,80}",
        rf"[\w .,'’-]{{2,60}}(?:/|\bvia ){_AGENCIES}\W*",
        rf"{_AGENCIES}(?:/[\w .-]{{1,60}})?\W*",
        (
            rf".{{10,300}}[\[(](?:file(?: photo| image)?|(?:ap|reuters|afp) (?:photo|file)[\w/ .-]*"
            rf"|[\w .'’-]{{2,60}}/{_AGENCIES}[\w/ .-]*|(?:file )?photo\b.{{0,40}})[\])]\W{{0,2}}"
        ),
    ),
    "byline": (
        (
            r"\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written|translated"
            r"|produced)(?: and (?:writing|editing|reporting"
            r"|additional reporting))? by [^.]{2,300}\.?\)?(?: corrections?: .{0,80})?"
        ),
        (
            r"(?:reporter|correspondent|editor|author|staff writer|agencies|news desk|web desk|staff reporter"
            r"|our correspondent)s?\s*[:|]\s*.{0,80}"
        ),
        (
            r"(?:agencies|news desk|web desk|staff (?:report(?:er)?|writer)|our correspondent|with (?:agency"
            r"|agencies) inputs?|\(?with inputs? from .{1,60})\W*"
        ),
    ),
    "mark": (
        r"[\W_]+",
        r"(?:ends?|-?30-?|end of (?:item|story|text)|/?end/?)\W*",
        r"for immediate release\W*",
        r"\+{2,} ?.{0,100}\+{2,}",
        r"\(?\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?(?: (?:local time|[A-Z]{2,4}))?\)?",
        r"(?:rss|pdf|a[+-]|aa|\d{1,3})",
    ),
}  # fmt: skip
_PATTERNS = [
    (reason, re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)) for reason, patterns in _LINES.items()
]
_LONGEST = 420
_SHARE_WORDS = frozenset(
    str.split("""
        share tweet pin pinit email e-mail mail print save copy link copied facebook twitter x whatsapp telegram
        linkedin reddit pinterest instagram threads bluesky messenger flipboard tumblr comment comments like
        follow subscribe bookmark gift vk viber weibo wechat line rss google news youtube mastodon pocket fb sms
        and or on via us
    """)
)
_BYLINE = re.compile(
    r"(?:(?:Story|Report|Reporting|Written|Posted|Published|Edited|Text|Analysis|Words) )?(?:[Bb]y"
    r"|BY):? +(?P<who>.{3,160})"
)
# Names of people, of papers, and the small words between them; a byline holds nothing else.
_BYLINE_WORD = re.compile(
    r"(?:and|in|at|for|of|the|de|del|van|von|der|bin|al|el|da|la|le|with|&|(?:diplomatic|political|foreign|chief"
    r"|senior|special|staff|world|affairs|news|bureau|defen[cs]e|security|european?|"
    r"national|international|economics?|business|white|house|correspondent|editor|reporter|writer|desk|columnist"
    r"|contributor|agencies|agency|staff|in)s?|[A-ZÀ-Þ][\w.'’À-ÿ-]*|[|/,–—-])"
)
_TIME_WORDS = re.compile(
    r"(?i)\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july"
    r"|august|september|october|november|december|\d{4}) ?,|\bhad\b|\bwill\b"
)
# Headings after which a page only lists other stories.
_TAIL = re.compile(
    (
        r"(?:related(?: (?:articles?|stories|news|content|links?|topics|coverage|posts))?|read (?:more|next|also)"
        r"|more (?:on this story|from .{1,40}|stories|news|headlines|top stories)"
        r"|recommended(?: .{1,20})?|most (?:read|popular|viewed)|latest (?:news|stories|headlines)|you (?:may"
        r"|might) also (?:like|be interested in)|see also|trending(?: now)?"
        r"|editor[’']?s['’]? picks?|around the web|comments|leave a (?:comment|reply)|top stories|what to read next"
        r"|also on .{1,30}|up next)\s*:?"
    ),
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


def why_noise(paragraph: str) -> str | None:
    """The kind of noise a paragraph is, or None where it may belong to the report."""
    if len(paragraph) > _LONGEST:
        return None
    words = re.split(r"[\s,|/·•:.!+]+", paragraph.lower().strip(" ,|/·•:.!+"))
    if all(re.fullmatch(r"icon[-_][a-z_-]+|icon", word) for word in words):
        return "share icons"
    if all(word in _SHARE_WORDS or word.isdigit() for word in words) and not all(word.isdigit() for word in words):
        return "share icons"
    match = _BYLINE.fullmatch(paragraph)
    if (
        match
        and all(_BYLINE_WORD.fullmatch(word) for word in match["who"].replace(",", " , ").split())
        and not _TIME_WORDS.search(paragraph)
        and not (paragraph.endswith(".") and len(paragraph.split()) > 6)
    ):
        return "byline"
    return next((reason for reason, pattern in _PATTERNS if pattern.fullmatch(paragraph)), None)


def without_noise(paragraphs: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """The paragraphs that stay, and how many went for which reason.

    A list of other stories goes with its heading where it is the end of the page and none of its lines is a sentence.
    """
    end = len(paragraphs)
    removed: dict[str, int] = {}
    last = len(paragraphs)
    for number in range(last - 1, max(0, last - 40), -1):
        paragraph = paragraphs[number]
        if _TAIL.fullmatch(paragraph):
            removed["related"] = removed.get("related", 0) + end - number
            end = number
        elif len(paragraph) > 160 or (_SENTENCE_END.search(paragraph) and why_noise(paragraph) is None):
            break
    kept = []
    for paragraph in paragraphs[:end]:
        reason = why_noise(paragraph)
        if reason is None:
            kept.append(paragraph)
        else:
            removed[reason] = removed.get(reason, 0) + 1
    return kept, removed
