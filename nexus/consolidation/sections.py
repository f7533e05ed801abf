# ruff: noqa: E501  (tables of words read better on long lines)
"""Which part of a document says what: the role of a heading from its words."""

from __future__ import annotations

import re
from functools import lru_cache

TECHNOLOGY = "technology"
CONCEPT = "concept"
CHALLENGE = "challenge"
PRACTICE = "practice"
COLLABORATION = "collaboration"
LEARNING = "learning"  # what was learned, technologies and concepts mixed
GROUP = "group"  # a container that says nothing by itself
NONE = "none"  # about the project or the programme: no statements inside
ROLES = (TECHNOLOGY, CONCEPT, CHALLENGE, PRACTICE, COLLABORATION, LEARNING)

_CHALLENGE = re.compile(
    r"\b(?:challenges?|problems?(?![- ]solving)|difficult(?:y|ies)|obstacles?|hurdles?|pain ?points?|struggles?|"
    r"(?:issues?|bugs?|errors?) (?:that )?(?:i|we)(?:'ve| have)? (?:ran into|run into|hit|met|had|faced|encountered|fixed|solved)|"
    r"issues? (?:faced|encountered|solved|resolved|(?:and|&) (?:solutions?|fix(?:es)?))|"
    r"common (?:issues|errors)|mistakes(?! to avoid)|troubleshooting|roadblocks?|blockers?|"
    r"errors? (?:faced|encountered|(?:and|&) (?:solutions?|fix(?:es)?))|"
    r"bugs? (?:faced|fixed|(?:and|&) fix(?:es)?)|what went wrong|where i got stuck|"
    r"what (?:was|were) (?:hard|difficult|tough|challenging)|hardest (?:parts?|things?|bugs?|moments?)|"
    r"what challenged (?:me|us)|debugging (?:stories|diary)|setbacks?)\b"
)
_PRACTICE = re.compile(
    r"\b(?:best[- ]practices?|(?:recommended|good|coding|development|engineering|industry|professional) "
    r"practices?|practices (?:adopted|followed|learned|gained|i|we)|take[- ]?aways?|"
    r"lessons?(?: i| we)?(?: have| i've)? learn(?:ed|t)|lessons|key insights?|personal insights?|insights|"
    r"what i(?:'d| would) do differently|tips?|first[- ]week|advice|do'?s and don'?ts|"
    r"^(?:(?:my|our|the|some) )?practices$|what (?:i|we)(?:'ve| have)? practi[sc]ed|"
    r"(?:good|my|our|working|work|daily|healthy|coding|team) habits|^habits$|"
    r"^(?:(?:my|our|some|key|general) )?recommendations(?: for .*)?$|"
    r"what (?:i|we) (?:got|did) right|what went (?:well|right)|"
    r"personal reflections?|guidelines i follow|principles i follow)\b"
)
_COLLABORATION = re.compile(
    r"\b(?:collaborat\w*|team ?work|working together|who i worked with|communication channels?|"
    r"where to (?:connect|collaborate)|partnerships?|community engagement|sync[- ]ups?|"
    r"peer (?:learning|support)|pair programming|discord)\b"
)
_CONCEPT = re.compile(
    r"\b(?:concepts?|fundamentals|principles|core (?:ideas|topics|learnings?)|theory|"
    r"(?:back|front)-?end essentials|key topics|topics covered|areas covered|"
    r"development topics|(?:key|main|big) ideas|^(?:(?:key|main) )?topics$|subjects (?:covered|studied)|"
    r"conceptual understanding)\b"
)
_TECHNOLOGY = re.compile(
    r"\b(?:technolog(?:y|ies)(?! (?:explored in|roadmap))|tech(?:nical)? ?stack|tool(?:s|ing|kit|set)?|(?<!full-)(?<!full )stacks?|"
    r"frameworks?(?: (?:&|and) libraries)?(?: used)?|languages?(?: (?:&|and) frameworks?)|"
    r"built with|libraries used|software used|what (?:i|we) used|tool ?box|"
    r"^(?:(?:key|core|main|my|our) )?tech(?: used| (?:i|we) (?:used|learn(?:ed|t)|worked with))?$|"
    r"^(?:programming )?languages (?:used|learn(?:ed|t)))\b"
)
_LEARNING = re.compile(
    r"\b(?:(?:major|key|core|main|my|what i) (?:learnings?|learn(?:ed|t)|skills?)|learnings|learning outcomes|"
    r"skills (?:acquired|gained|learned|developed|demonstrated|applied|practi[sc]ed|mastered|showcased)|what (?:i|we)(?:'ve)? (?:have )?(?:learn(?:ed|t)|covered|studied)|"
    r"things (?:i|we)(?:'ve)? (?:have )?learn(?:ed|t)|learning highlights|^(?:(?:my|our|key|core|main|technical) )+strengths$|^(?:my )?skills$|skills (?:and|&) knowledge|"
    r"^(?:(?:course|programme?) )?(?:curriculum|syllabus)$|^(?:course|programme?) content$|^(?:my |key |core )?competenc(?:y|ies)$|"
    r"(?:curriculum|modules?|topics) (?:covered|overview|highlights)|technical (?:skills|mastery)|"
    r"(?:week(?:ly)?|course|programme?|lesson) (?:breakdown|outline|syllabus)|"
    r"knowledge gained|(?:back|front)-?end (?:engineering|development|learnings?)"
    r"(?: engineering)?(?: highlights| learnings?| skills)?$)\b|^comprehensive documentation$"
)
_NONE = re.compile(
    r"\b(?:overview|introduction|about|objectives?|goals?|purpose|vision|mission|features?|functionalit\w+|"
    r"install\w*|get(?:ting)? started|set-?up(?: guide| instructions)?$|usage|how to (?:use|run|navigate|contribute|submit)|"
    r"running|run (?:the|this|it)|quick ?start|prerequisites?|requirements|structure|directory|folders?$|"
    r"licen[sc]e|contact|authors?|about me|maintainers?|acknowledge?ments?|credits|contribut\w+|"
    r"road ?map|future|extension ideas|stretch goals|next steps|upcoming|todo|table of contents|contents|references?|resources|"
    r"links?|demo|screenshots?|end-?points?|routes|api reference|schemas?$|models?$|examples?|code snippets?|"
    r"conclusion|summary|final (?:thoughts?|words?|notes?|reflections?|remarks?)|closing|thank(?:s| you)|"
    r"reflections?$|submission|evaluation|graduation|deadlines?|timeline|milestones?|deliverables?|"
    r"live|deployment (?:link|url|guide|steps|instructions)|environment variables?$|configuration$|"
    r"case stud(?:y|ies)|projects? (?:built|completed|categories|details|information|showcase|idea)|"
    r"(?:major|my|capstone|key|featured|example) projects?|hands-on|"
    r"database design diagram|er diagram|status|badges|achievements?$|connect with|stay in touch|"
    r"need (?:help|assistance)|support$|faqs?|questions|changelog|version history|"
    r"testing (?:the|strategy|instructions)|api documentation$|git workflow|motivation|background$|"
    r"repository|appendix|architecture diagram|certificat\w+|why (?:it|this)|impact$|outcomes?$|metrics)\b"
)
_LEARNED = re.compile(r"\blearn(?:ings?|ed|t)\b(?<!lessons learned)(?<!lessons learnt)")
_TOOLED = re.compile(r"\b(?:version control|git)\b")
RUBRIC = re.compile(
    r"\b(?:evaluat\w+|criteria|rubrics?|grading|graded|graduation|assess(?:ed|ment)s?|scor(?:e|es|ing)|"
    r"outstanding|exceptional|how (?:do we|mentors|(?:the )?projects?)|expectations)\b|"
    r"\(\s*\d+\s*(?:%|pts?|points?|marks?)\s*\)",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:(?:future|next|upcoming) (?:learning )?(?:goals?|plans?|steps?|topics|aspirations|directions?|learning|development|growth)|"
    r"(?:goals|plans) for the future|what(?:'s| is| comes) next(?! ?\.?js)|where (?:i'm|i am|we're) (?:going|headed)|"
    r"(?:i|we)(?:'m| am|'re| are)? (?:still |also )?(?:plan(?:ning)?|want|hop(?:e|ing)|aim(?:ing)?|intend|would like|wish|going) to (?:\w+ )?"
    r"(?:learn|continue|improve|develop|developing|explore|study|master|deepen|grow)|"
    r"(?:i|we)(?:'ll| will) (?:learn|explore|study|master)|"
    r"(?:areas?|skills|topics) (?:to|for) (?:improve(?:ment)?|grow(?:th)?|explore|further|learn)|"
    r"(?:tools|technologies|things|concepts) to learn|(?:learn|explore|master|study) next|"
    r"looking ahead|continued? (?:growth|learning)|(?:still|yet) to learn|learning (?:goals|roadmap))\b"
)
_OF_CAPSTONE = re.compile(r"^how (?:my|our|this|the) (?:capstone|final project)\b")
_HAPPENED = re.compile(
    r"\b(?:learn(?:ed|t)|used|covered|gained|acquired|mastered|faced|met|outcomes|achieved)\b"
)
_POINTS = re.compile(r"\(\s*\d+\s*(?:%|pts?|points?|marks?)\s*\)")
ASIDE = re.compile(
    r"\b(?:extension ideas|stretch goals|future (?:work|enhancements?|improvements?|plans?|scope)|"
    r"planned (?:features|improvements)|possible improvements)\b",
    re.I,
)
_SKIP_AFTER = re.compile(
    r"\b(?:lessons? overview|challenge (?:yourself|accepted)|problem statement|"
    r"what problem(?:s)? (?:does|do|is|are|this|it|we|the)|problems? (?:it|this|we|the app) solves?|"
    r"problem[- ]solving(?: skills?)?$|issue tracker|report(?:ing)? (?:an )?issues?|"
    r"open (?:an )?issues?)\b"
)
_PLAIN_SECTION = re.compile(
    r"^(?:the |my |our |some |comprehensive |foundational |fundamental |fundamentals |modern |"
    r"advanced |notable |biggest |curriculum |summary |deep |dive |significant |valuable |key |core |main |major |important |essential |real[- ]world |common |"
    r"top |best |additional |personal |recommended |industry |technical |development |back-?end |front-?end |full-?stack |"
    r"web |mobile |software |engineering |program |programme |project |general |other |"
    r"technolog(?:y|ies) |tools? |concepts? |challenges? |practices? |solutions? |takeaways? |"
    r"skills? |developed |demonstrated |acquired |lessons? |learnings? |learned |learnt |covered |used |faced |implemented |applied |adopted |encountered |"
    r"mastered |gained |explored |studied |insights? |collaboration |stack |tech |practice |"
    r"overview |introduction |conclusion |features? |objectives? |goals? |contribut(?:ing|ions?|ors) |contact |"
    r"licen[sc]e |structure |repository |information |getting |started |final |thoughts? |words? |installation |"
    r"methodolog(?:y|ies) |framework |guidelines |roadmap |future |technical |deep |dive |hub |"
    r"(?:got|did|went) (?:right|well) |(?:problems|issues|difficulties) (?:i|we)(?: have|'ve)? |how (?:did )?(?:i|we) overc[ao]me |"
    r"what (?:i|we)(?:'ve)? |things i(?:'ve)? |what was |hard |difficult |take away |"
    r"channels? |communication |community |teamwork |highlights |standards |a |an |our |frameworks |libraries |languages |"
    r"modules |dives |conventions |how |to |use |this |of |and |in |for |with |& |their |author |next |steps )+$"
)


_EXPLAINS = re.compile(
    r"^(?:pros|cons|(?:dis)?advantages|benefits|drawbacks|why\b|what (?:is|are)\b|how (?:to|it)\b|"
    r"steps?\b|examples?\b|use cases?\b|differences? between|types of|key concepts (?:in|of)|"
    r"key features|when to use|this command|setting up|run(?:ning)? the|testing your|installing|"
    r"(?:importance|uses|applications|limitations|features) of\b)|"
    r"\b(?:vs\.?|versus)\s|\buses? (?:in|of)$",
    re.I,
)


_IN_BRACKETS = re.compile(r"(?<=\w)\s+\([^()]*\)\s*:?$")  # "What I learned (in short)"
_LESSON = re.compile(
    r"^(?:weeks?|lesson|module|unit|chapter) \d+(?:\s*-\s*\d+)?\s*[:.-]\s*(\w.*)$", re.I
)


_PERIOD = re.compile(
    r"^(?:(?:my|our|weekly|daily|learning) )*(?:(?:weeks?|days?|months?|sprints?|modules?|lessons?|units?|phases?|chapters?) *#?\d+(?: *- *\d+)?|"
    r"notes?|reflections?|journal|log|diary)$"
)


def is_lesson(text: str) -> bool:
    """Whether a heading is a counted part of a course: "Week 3: Kneading"."""
    return bool(_LESSON.match(_key(text)))


def is_part_of_course(text: str) -> bool:
    """Whether a heading says when something was, or where it is kept, and not what it was."""
    return bool(_PERIOD.match(_key(text))) or is_lesson(text)


_LOOSE = re.compile(
    r"^(?:(?:programming )?languages (?:used|learn(?:ed|t))|skills|(?:my |key |core )?competenc(?:y|ies)|"
    r"(?:course|programme?) content|(?:my |our |the )?toolbox|tech used)$|\bwhat (?:i|we) used$"
)


def may_hold_anything(heading: str) -> bool:
    """Whether a section may as well list what is no technology: "Skills", "What we used"."""
    return bool(_LOOSE.match(_key(heading)))


@lru_cache(maxsize=8192)
def is_of_future(heading: str) -> bool:
    """Whether a section tells nothing but what somebody has yet to learn or to do."""
    words = _key(heading)
    return bool(_FUTURE.search(words)) and not (_LESSON.match(words) or tells_of_past(words))


def tells_of_past(words: str) -> bool:
    """Whether the words of a heading (`_key`) also say what was met, done or learned."""
    told = (_CHALLENGE, _PRACTICE, _COLLABORATION, _HAPPENED)
    return any(pattern.search(words) for pattern in told)


def explains(text: str) -> bool:
    """Whether a heading explains the thing that was named before it and names none itself."""
    return bool(_EXPLAINS.search(text.strip(" :.")))


def _key(text: str) -> str:
    words = text.lower().replace("’", "'").replace("‑", "-").replace("–", "-").replace("—", "-")
    return " ".join(words.strip(" :.-!").split())


@lru_cache(maxsize=8192)
def role_of(heading: str) -> str | None:
    """Role that the words of a heading give to its section; None when they give none.

    In: the bare words ("Challenges Faced & Solutions"). Out: one of ROLES, NONE or None.
    """
    words = _key(heading)
    if not words or len(words) > 110:
        return None
    if _SKIP_AFTER.search(words) or _POINTS.search(words) or is_of_future(words):
        return NONE
    if lesson := _LESSON.match(words):
        return role_of(lesson[1]) if names_a_section(lesson[1]) else LEARNING
    found = {
        role: match.start()
        for role, pattern in (
            (CHALLENGE, _CHALLENGE),
            (PRACTICE, _PRACTICE),
            (COLLABORATION, _COLLABORATION),
            (CONCEPT, _CONCEPT),
            (TECHNOLOGY, _TECHNOLOGY),
            (LEARNING, _LEARNING),
        )
        if (match := pattern.search(words))
    }
    if COLLABORATION in found and _TOOLED.search(words):
        return TECHNOLOGY
    if _OF_CAPSTONE.search(words) and not found.keys() & {CHALLENGE, PRACTICE, COLLABORATION}:
        return NONE
    return _choose(words, found)


def _choose(words: str, found: dict[str, int]) -> str | None:
    """The role of a heading whose words hint at those in `found`."""
    blocked = _NONE.search(words)
    if LEARNING in found and "learning outcomes" in words:
        blocked = None
    if blocked and not (set(found) & {CHALLENGE, PRACTICE, TECHNOLOGY, CONCEPT}):
        if COLLABORATION in found and not re.search(
            r"contribut|contact|licen|connect with|features?|overview|tools", words
        ):
            return COLLABORATION
        return NONE
    if blocked and re.search(
        r"^(?:overview|introduction|about|purpose|objective|table of|summary)", words
    ):
        return NONE
    for role in (CHALLENGE, PRACTICE, COLLABORATION):
        if role in found:
            return role
    if CONCEPT in found and TECHNOLOGY in found:
        return LEARNING
    if CONCEPT in found and LEARNING in found:
        return CONCEPT
    for role in (CONCEPT, TECHNOLOGY, LEARNING):
        if role in found:
            return role
    return None


@lru_cache(maxsize=8192)
def names_several(heading: str) -> bool:
    """Whether a heading is of several sections at once: "Learnings, Challenges & Takeaways"."""
    words = _key(heading)
    patterns = (_CHALLENGE, _PRACTICE, _COLLABORATION, _CONCEPT, _TECHNOLOGY)
    learned = _LEARNING.search(words) or _LEARNED.search(words)
    return sum(bool(pattern.search(words)) for pattern in patterns) + bool(learned) > 1


@lru_cache(maxsize=8192)
def names_a_section(text: str) -> bool:
    """Whether a line without marks is nothing but the name of a section."""
    words = _key(_IN_BRACKETS.sub("", text))
    if not words or len(words.split()) > 8:
        return False
    words = re.sub(r"[^a-z&/' -]", " ", words)
    return bool(_PLAIN_SECTION.match(" ".join(words.split()) + " ")) and role_of(text) is not None
