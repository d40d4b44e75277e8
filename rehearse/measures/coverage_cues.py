"""What the nine usual elements sound like: cue phrases, look-alikes that do not count, examples, gentle wording.

A story's own cues, examples and notes come on top of these; an element whose id is not here lives from its own alone.
Cues are weighed: 0.9 nearly says it all, 0.6 is a good sign, 0.4 is a hint. They are written for speech, and for
speakers whose grammar strays ("I am cook", "my name Mai"). No cue is a fixed sentence of anybody's pitch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known of an element in general: `cues` as (pattern, weight), and `not_this`, look-alikes that veto."""

    cues: tuple[tuple[str, float], ...]
    not_this: tuple[str, ...]
    examples: tuple[str, ...]
    unheard: str
    next_words: str


_YEARS = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|several|many)"
_TIME = rf"{_YEARS}(?:[ -]\w+)? (?:years?|months?|seasons?|summers?|winters?|semesters?)"
_JOB_PLACE = r"(?:job|position|role|internship|co-?op|place|seat|practicum|apprenticeship|placement|traineeship)"

_PERSON = (
    r"(?:brother|sister|mother|father|mum|mom|dad|wife|husband|son|daughter|cousin|uncle|aunt|gran\w*|boss|friend"
    r"|colleague|teacher|manager|coach|partner|flatmate|roommate)"
)
_OTHERS = (
    r"^(?:\W*(?:and|so|but|well|because)\W+)*(?:he|she|they"
    rf"|(?:my|our|his|her|their) (?:\w+ )?{_PERSON})"
    r"(?:'s|'re|'d|'ve)?\b(?!.*\b(?:i|i'm|i've|i'd|me|we|we've)\b)"
)
"""A sentence about somebody else, in which the speaker does not come."""
_DENIED = (
    r"(?:\bnot|n't|\bnever|\bno|\bhardly)\b(?! (?:just|only))(?: \w+){0,2} (?:good|great|best|strong|skilled|expert"
    r"|comfortable|confident|fluent)\b"
)
"""An ability that is denied."""

ELEMENTS: dict[str, Knowledge] = {
    "introduction": Knowledge(
        cues=(
            (r"\bmy name(?:'s| is)?\b", 0.9),
            (r"\bname's\b", 0.9),
            (r"\b(?:i am|i'm|i’m) called\b|\bthey call me\b|\bcall me\b|\bmyself [A-Z]", 0.9),
            (r"(?-i:\b(?:I'm|I am|I’m|this is) (?:Dr\.? |Captain |Professor )?[A-Z][a-zà-ž]+)", 0.85),
            (r"\b(?:i'm|i am|i’m) (?:an?|the|currently|finishing|doing|in my|in the)\b", 0.55),
            (r"\b(?:student|major|junior|senior|sophomore|freshman|undergrad|grad student|postdoc)\b", 0.5),
            (r"\bby (?:profession|trade|training)\b", 0.8),
            (r"\bi (?:run|teach|make|keep|do|drive|study|manage|own|fix|repair|sell|build|draw|edit|climb)\b", 0.45),
        ),
        not_this=(
            r"\b(?:his|her|their) name\b",
            r"\bi(?:'m| am) (?:looking|hoping|really|good|very|trying|interested|sorry)\b",
        ),
        examples=(
            "Hi, my name is Sara and I am a second-year nursing student.",
            "I'm Tom, I run the bakery on the corner.",
            "Good morning, Ines, electrician.",
            "I am studying law at the university here.",
        ),
        unheard="I did not hear who you are",
        next_words="Say your name and what you do or study",
    ),
    "connection": Knowledge(
        cues=(
            (
                r"\bgave me your\b|\bpointed me to you\b|\bsent me to you\b|"
                r"\bsuggested (?:that )?i (?:talk|speak|reach|find)",
                0.95,
            ),
            (r"\b(?:told|said)\b.{0,40}\b(?:you|your)\b", 0.6),
            (
                r"\b(?:saw|see|read|heard|found|find|noticed|watched|listened|attended|"
                r"enjoyed)\b.{0,25}\byour?\b",
                0.75,
            ),
            (
                r"\byour? (?:talk|article|paper|post|profile|book|podcast|lecture|panel|interview|keynote|"
                r"thesis|blog)\b",
                0.7,
            ),
            (
                r"\byou(?:'re| are)? (?:also|too)\b|\bsame (?:school|program|university|town|professor|"
                r"team|company)\b",
                0.7,
            ),
            (r"\bwe (?:met|overlapped|both|worked|share|served|spoke)\b", 0.7),
            (r"\byou (?:spoke|taught|trained|wrote|reviewed|signed|used to|went to|studied|judged)\b", 0.75),
            (r"\b(?:alumn\w+|linkedin|mutual)\b", 0.6),
        ),
        not_this=(r"^(?:could|can|would|may|do|will) (?:you|i)\b",),
        examples=(
            "Professor Lane suggested that I speak with you.",
            "I read your article about water pumps.",
            "We went to the same school.",
            "I heard your talk this morning.",
        ),
        unheard="I did not hear why you chose this person",
        next_words="Say how you found them, or what you share",
    ),
    "interests": Knowledge(
        cues=(
            (r"\b(?:interested in|interests? (?:is|are|me|lies?)|passion\w*|fascinat\w+|curious|obsess\w+)\b", 0.85),
            (
                r"\b(?:fell|fallen|falling|in) (?:in )?love\b|\bi (?:really |just )?(?:love|adore)\b|"
                r"\bis my (?:love|passion)\b",
                0.6,
            ),
            (
                r"\b(?:i care|care (?:so much |a lot |deeply )?about|drawn to|hooked on|into|geek out|"
                r"nerd|drives me|excites? me)\b",
                0.55,
            ),
            (r"\b(?:moves|touches|bugs|bothers|hurts|grips|pulls|keeps) me\b|\bkeeps? me (?:up|awake)\b", 0.75),
            (r"\bwhat i (?:like|love|enjoy|find|keep|can't stop|always)\b|\bi can(?:'t|not) (?:stop|quit)\b", 0.7),
            (r"\bi (?:am |'m )?always (?:think|thinking|wonder|wondering|read|reading|curious)\b", 0.7),
        ),
        not_this=(
            r"\binterest(?:ed)? rates?\b",
            r"\blove (?:what i do|my job|my work)\b",
            r"\bif you(?:'re| are) interested\b",
            _OTHERS,
        ),
        examples=(
            "I am really interested in renewable energy.",
            "What keeps me up at night is why small shops fail.",
            "I read about soil for fun.",
            "I fell in love with maps.",
        ),
        unheard="I did not hear what interests you",
        next_words="Name the field or the problem that holds you",
    ),
    "goals": Knowledge(
        cues=(
            (r"\bmy (?:goal|aim|plan|dream|hope|intention|next step)\b", 0.9),
            (
                r"\bi(?:'m| am)? ?(?:hope|hoping|plan|planning|aim|aiming|dream|dreaming|aspire|"
                r"intend) (?:to|for|of|on)\b",
                0.85,
            ),
            (r"\b(?:i|i'm|i’d|i'd) ?(?:now )?(?:want|wanna|would like|like|love|wish|need) (?:to |for |a |an )", 0.6),
            (
                rf"\b(?:looking|searching|search|hunting|look|seek|seeking|recruiting) (?:for|"
                rf"to)\b(?:.{{0,30}}\b{_JOB_PLACE}\b)?",
                0.7,
            ),
            (r"\b(?:transition\w*|targeting|moving into|move into|get into|break into|become|trying to get)\b", 0.6),
            (
                r"\bin (?:two|three|five|ten|a few) years? i\b|\bsome ?day\b|\bone day i\b|\bnext (?:year|"
                r"spring|fall)\b",
                0.4,
            ),
        ),
        not_this=(
            r"\bgoals? (?:all season|in (?:the|one) (?:match|game)|against)\b",
            r"\b(?:scored?|goalkeeper|goalie|soccer|football|hockey)\b",
            r"\bi (?:don't|just) want(?:ed)? to (?:take|say|keep|waste)\b",
            r"^(?:could|can|would|may|do|will|might) (?:you|i|we)\b",
            _OTHERS,
        ),
        examples=(
            "I want to become a product manager.",
            "I'm looking for an internship next summer.",
            "My plan is to open my own practice.",
            "Next I would like to move into research.",
        ),
        unheard="I did not hear what you want next",
        next_words="Say what your next step in work or study is",
    ),
    "experience": Knowledge(
        cues=(
            (rf"\b{_TIME}\b", 0.75),
            (r"\bsince (?:i was|twenty|two thousand|(?:19|20)\d\d|oh-\w+)\b|\bfor a decade\b|\ba decade\b", 0.75),
            (
                r"\bi (?:have |'ve |’ve |had )?(?:work|worked|interned|spent|led|managed|volunteered|"
                r"trained|served|built|ran)\b",
                0.75,
            ),
            (
                r"\b(?:i'm|i am|i've been|i have been|been) (?:work|teach|build|study|do|mak|run|repair|"
                r"sell)\w*ing\b",
                0.65,
            ),
            (r"\b(?:previously|before that|last summer|my last job|my previous|background|used to)\b", 0.6),
            (r"\b(?:internship|intern|assistant|apprentice|diploma|degree|certificate)\b", 0.45),
        ),
        not_this=(
            r"\b(?:user|customer) experience\b(?!.*\byears?\b)",
            r"\byou\b.{0,20}\b(?:years ago|worked|used to)\b",
            _OTHERS,
        ),
        examples=(
            "I worked for three years in a bank.",
            "Last summer I interned at a hospital.",
            "Ten years in kitchens, two of them as head chef.",
            "At the moment I help in a research lab.",
        ),
        unheard="I did not hear what you have done so far",
        next_words="Say where you worked or studied, and for how long",
    ),
    "competency": Knowledge(
        cues=(
            (
                r"\b(?:good|great|best|strong|skilled|skillful|excellent|quick|fast|comfortable|"
                r"confident) (?:at|in|with|for)\b",
                0.85,
            ),
            (r"\bmy (?:strength|strengths|strong points?|skill|skills|edge|gift|talent|superpower|forte)\b", 0.9),
            (r"\bi (?:can|know how|know well)\b", 0.6),
            (
                r"\bthat's (?:my thing|what i do best|my gift)\b|\bknown for\b|\bi(?:'m|"
                r" am) the one who\b|\bknack for\b",
                0.85,
            ),
            (
                r"\bi(?:'m| am) (?:very |really |pretty )?(?:fast|careful|organized|organised|patient|"
                r"precise|exact|calm|reliable)\b",
                0.7,
            ),
            (
                r"\bi know (?:\w+ ){1,4}(?:well|inside out|very good|by heart)\b|\bfluent\b|"
                r"\bproficient\b|\bexpert\b",
                0.7,
            ),
        ),
        not_this=(
            r"\bi can(?:'t|not)? (?:see|imagine|wait|send|come|meet|forget)\b",
            r"^(?:could|can|may) i\b",
            _OTHERS,
            _DENIED,
        ),
        examples=(
            "I'm good at explaining numbers to people.",
            "My strength is staying calm with angry customers.",
            "I can repair almost any engine.",
            "I am very strong in statistics.",
        ),
        unheard="I did not hear what you are good at",
        next_words="Name one thing that you do well",
    ),
    "example": Knowledge(
        cues=(
            (
                r"\b(?:one time|one night|one day|once|this one)\b.{0,60}\b(?:\w+ed|got|went|found|made|"
                r"built|came)\b",
                0.7,
            ),
            (
                r"\b(?:cut|reduced?|increased?|grew|raised|saved|doubled|tripled|improved|dropped|"
                r"went from|down from)\b",
                0.7,
            ),
            (r"\b(?:percent|per cent|%)", 0.45),
            (r"\b(?:won|award|prize|medal|published|launched|shipped)\b", 0.65),
            (r"\blast (?:year|month|winter|summer|spring|fall|week)\b.{0,60}\bi \w+ed\b", 0.65),
            (r"\bwhen (?:our|the|my|we)\b.{0,60}\bi (?:was|\w+ed|made|built)\b", 0.6),
        ),
        not_this=(r"\bfor example\b(?!.*\b(?:ed|percent)\b)", r"\bthere are (?:many|maybe|about)\b", _OTHERS),
        examples=(
            "I redesigned the form and errors fell by half.",
            "One night the pump failed and I got it running before morning.",
            "Our team won the regional robotics prize with my design.",
            "Last year I brought back twelve lost customers.",
        ),
        unheard="I did not hear one event or result that proves it",
        next_words="Tell one thing that happened, with its result",
    ),
    "ask": Knowledge(
        cues=(
            (
                r"^(?:\W*(?:so|and|but|please|um|uh|anyway|then|well|also|kindly)\W+)*(?:could|can|would|"
                r"may|might|will) (?:you|i|we)\b",
                0.85,
            ),
            (
                r"\b(?:would you (?:be|mind|consider|let|like)|could (?:you|i|we)|can (?:you|i|we)|may i|"
                r"is it possible|is there a chance)\b",
                0.7,
            ),
            (
                r"\b(?:do you have|have you got) (?:time|\w+ minutes|a minute)\b|\b(?:what|who|which|how|"
                r"whom)\b.*\?$",
                0.6,
            ),
            (
                r"\b(?:introduce me|refer me|connect me|put me in (?:touch|contact)|point me|tell me|"
                r"show me|let me (?:sit|come|shadow))\b",
                0.7,
            ),
            (r"\bi(?:'d| would) (?:be (?:glad|grateful|happy)|appreciate it|love) (?:it )?if you\b", 0.85),
            (
                r"\b(?:coffee|zoom|quick call|phone call|fifteen minutes|twenty minutes|thirty minutes|"
                r"half an hour)\b",
                0.4,
            ),
            (r"\?$", 0.35),
        ),
        not_this=(
            r"\blet me know if (?:anything|something|you hear)\b",
            r"\bif (?:anything|something|you hear)\b.{0,30}\b(?:comes? up|one day|ever)\b",
            r"\bi (?:always )?ask(?:ed)? (?:my|our|the) (?:team|crew|boss|students|people|manager)\b",
            r"\b(?:he|she|they|manager|boss|people) (?:always )?ask(?:s|ed)?\b",
            r"\b(?:no|not really a|don't (?:really )?have a) (?:\w+ )?question\b",
            r"\b(?:you know|right|huh|weren't you|isn't it|okay|no)\?$",
            r"\bis (?:anybody|anyone|this seat)\b",
        ),
        examples=(
            "Could we talk for fifteen minutes next week?",
            "Would you introduce me to the person who hires?",
            "Can I send you my portfolio?",
            "Please tell me whom I should contact.",
        ),
        unheard="I did not hear an ask",
        next_words="Ask for one thing, directly",
    ),
    "courtesy": Knowledge(
        cues=(
            (r"\b(?:thank you|thanks|thankful for your)\b", 0.85),
            (r"\b(?:appreciate|grateful for)\b.{0,30}\b(?:you|your|time|minute)\b", 0.9),
            (
                r"\b(?:i know|aware|understand|i see|i can see)\b.{0,25}\b(?:you|your|people|"
                r"folks)\b.{0,30}\b(?:busy|wait\w*|tight|line|travel)\b",
                0.85,
            ),
            (r"\b(?:won't|will not|don't want to) (?:keep|take|disturb|bother|hold)\b", 0.85),
            (
                r"\b(?:no rush|no hurry|whenever (?:you|suits)|any (?:day|time) (?:suits|works)|"
                r"when it suits|at your convenience)\b",
                0.85,
            ),
            (r"\b(?:your time|be (?:quick|brief)|i'll let you)\b", 0.7),
        ),
        not_this=(r"\b(?:thank|thanks to|thankful to|grateful to) (?:my|our|the|his|her)\b", r"\bthanks to\b"),
        examples=(
            "Thank you for your time.",
            "I know you are busy, so I will be quick.",
            "No rush, whenever it suits you.",
            "I appreciate you stopping for a minute.",
        ),
        unheard="I did not hear a word for their time",
        next_words="Thank them, or show that you know they are busy",
    ),
}


@cache
def _compiled(element: str) -> tuple[tuple[tuple[re.Pattern[str], float], ...], tuple[re.Pattern[str], ...]]:
    known = ELEMENTS[element]
    return (
        tuple((re.compile(pattern, re.IGNORECASE), weight) for pattern, weight in known.cues),
        tuple(re.compile(pattern, re.IGNORECASE) for pattern in known.not_this),
    )


@dataclass(frozen=True, slots=True)
class CueHit:
    """The strongest cue in a sentence (0 where there is none), its words, and whether a look-alike stands there too."""

    weight: float
    words: str
    vetoed: bool


def strongest_cue(element: str, sentence: str) -> CueHit:
    """The strongest general cue of an element in a sentence. Unknown elements have none."""
    if element not in ELEMENTS:
        return CueHit(0.0, "", False)
    cues, vetoes = _compiled(element)
    tidy = sentence.strip().replace("’", "'")
    vetoed = any(pattern.search(tidy) for pattern in vetoes)
    best = CueHit(0.0, "", vetoed)
    for pattern, weight in cues:
        found = pattern.search(tidy)
        if found and weight > best.weight:
            best = CueHit(weight, found.group().strip(), vetoed)
    return best
