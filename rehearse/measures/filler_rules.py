"""The table of filler-word rules: per marker, rows from the most telling context to the least, each with an example.

Each row's example is tested to be judged by that row. Wordlists are closed classes of English, not samples.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def bare(text: str) -> str:
    """The word without its punctuation, in lower case, with a plain apostrophe."""
    return re.sub(r"[^\w'-]+", "", text.replace("’", "'")).strip("'-_").lower()


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a marker. Words are bare; "" where there is none.

    `starts`: it opens a sentence. `set_off`: a comma, a dash or a filler sound stands before it.
    `followed_by`: its own closing punctuation, "" if there is none.
    """

    before: str
    before_that: str
    after: str
    after_that: str
    starts: bool
    set_off: bool
    followed_by: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the contexts it fits (every condition given must hold), what they make of the marker, and why."""

    filler: bool
    why: str
    example: str
    before: frozenset[str] | None = None
    after: frozenset[str] | None = None
    after_that: frozenset[str] | None = None
    opens: bool | None = None
    """Opens a sentence, or is set off from what stands before it."""
    starts: bool | None = None
    closes: str | None = None
    """The marker is followed by one of these characters ("" in the string never fits; None: whatever)."""
    runs_on: bool | None = None
    """No punctuation follows the marker."""
    number_follows: bool = False
    certain: bool = True

    def fits(self, c: Context) -> bool:
        return (
            (self.before is None or c.before in self.before)
            and (self.after is None or c.after in self.after)
            and (self.after_that is None or c.after_that in self.after_that)
            and (self.opens is None or self.opens == (c.starts or c.set_off))
            and (self.starts is None or self.starts == c.starts)
            and (self.closes is None or (c.followed_by != "" and c.followed_by in self.closes))
            and (self.runs_on is None or self.runs_on == (c.followed_by == ""))
            and (not self.number_follows or _is_number(c.after))
        )


def _w(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in NUMBERS


NUMBERS = _w(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand million half dozens hundreds thousands millions"
)
SUBJECTS = _w("i you we they people users customers students everyone who he she it also always never really still")
BE = _w("am is are was were be been being i'm you're we're they're he's she's it's that's there's what's")
DETERMINERS = _w(
    "a an the this that these those what which some any every each no one two another other same different certain "
    "first second last best worst new right wrong my your his her its our their all many various several special "
    "particular own only such whatever whichever most good great bad better big small real strange weird funny rare "
    "second third main favorite favourite unique perfect exact interesting difficult similar common old whole"
)
CONJUNCTIONS = _w("and but so because cause then or cuz when if")
INTENSIFIERS = _w(
    "really very so super totally literally actually basically completely kind sort pretty way just maybe"
)
SENSES = _w(
    "look looks looked looking sound sounds sounded sounding feel feels felt feeling seem seems seemed smell smells "
    "tastes taste act acts acted behave behaves treat treats"
)

RULES: dict[tuple[str, ...], tuple[Row, ...]] = {
    ("you", "know"): (
        Row(True, "set off on both sides", "It was, you know, slow.", opens=True, closes=",.;…–—-"),
        Row(
            False,
            "a question or a condition",
            "Do you know this field?",
            before=_w(
                "do did don't didn't if as that what how would could can should might may let lets "
                "to than whether since "
                "until before who whom whatever everything anything all so-far now the people when once glad hope wish "
                "sure way once where will won't must make lets letting"
            ),
        ),
        Row(True, "set off by commas", "It was hard you know.", closes=",.?!;…–—-"),
        Row(
            False,
            "“know” has an object",
            "You know the professor who hired me.",
            after=_w(
                "the a an what how why who whom whose where when that if whether about my his her "
                "its our their your him "
                "them me us someone somebody anyone anybody this these those it of more everything nothing something "
                "anything exactly which better each which one both all enough very very-well as because too already"
            ),
        ),
        Row(True, "breaks into the sentence", "It is you know really hard.", runs_on=True),
    ),
    ("i", "mean"): (
        Row(
            False,
            "says what is meant",
            "What I mean is simple.",
            before=_w(
                "what that which how do did don't if when word whatever things thing all know didn't because who"
            ),
        ),
        Row(True, "set off by a comma", "I mean, it works.", closes=",.;…–—-"),
        Row(
            False,
            "“mean” has an object",
            "I mean it.",
            after=_w("it that to by business every no the this what well both him her them you in"),
        ),
        Row(True, "opens a clause", "I mean we can try.", opens=True),
        Row(
            True,
            "breaks into the sentence",
            "It works I mean most days it does.",
            certain=False,
            after=_w("i we he she they it's i'm we're there most like you're they're"),
        ),
    ),
    ("kind", "of"): (
        Row(False, "a kind of something", "It is a kind of battery.", before=DETERMINERS),
        Row(False, "kindness", "It is kind of you.", before=BE, after=_w("you him her them"), runs_on=True),
        Row(True, "hedges what follows", "I kind of wanted more."),
    ),
    ("sort", "of"): (
        Row(False, "a sort of something", "What sort of role is it?", before=DETERMINERS),
        Row(True, "hedges what follows", "It sort of grew."),
    ),
    ("like",): (
        Row(False, "like it or not", "Like it or not, it grew.", after=_w("it"), after_that=_w("or")),
        Row(
            False,
            "something like that",
            "We built something like that.",
            after=_w("that this these those"),
            runs_on=True,
            before=_w(
                "something anything nothing things stuff someone somewhere just exactly more much "
                "and look looks looked is was be people not"
            )
            | SENSES,
        ),
        Row(
            False,
            "the verb after its helper",
            "I would like to talk.",
            before=_w(
                "would i'd we'd you'd they'd he'd she'd who'd don't didn't doesn't do did does "
                "might may will to should "
                "could can won't wouldn't also i you we they i've really'd"
            ),
        ),
        Row(False, "a comparison", "It looks like rain.", before=SENSES),
        Row(True, "set off on both sides", "We had, like, no money.", opens=True, closes=",.…–—-"),
        Row(True, "reports a thought", "I was like, this is hard.", before=BE, closes=",…–—-:", certain=False),
        Row(
            True,
            "set off by a comma",
            "It was so like, intense.",
            closes=",…–—-",
            certain=False,
            before=_w("so and but because then just really very it's with for of in at on about"),
        ),
        Row(True, "before a number, for “about”", "It took like five weeks.", number_follows=True, certain=False),
        Row(
            False,
            "just like, more like",
            "He is just like me.",
            before=_w(
                "just more most much exactly nothing something anything someone people things feels "
                "a an the not nearly "
                "almost anyone everyone somebody stuff places companies very little quite somewhat unlike"
            ),
        ),
        Row(
            False,
            "as somebody said",
            "Like I said, it works.",
            after=_w("i you we they most many every any"),
            starts=True,
        ),
        Row(True, "after a joining word", "And like we never stopped.", before=CONJUNCTIONS, certain=False),
        Row(
            True,
            "opens the sentence",
            "Like it never stopped.",
            starts=True,
            certain=False,
            after=_w(
                "it it's that's there's there he she i'm we're they're really so honestly seriously if when no a the"
            ),
        ),
        Row(True, "before another filler word", "It was like really hard.", after=INTENSIFIERS, certain=False),
        Row(
            True,
            "after a hesitation or a preposition",
            "We worked with like everyone.",
            certain=False,
            before=_w(
                "with for from in at on about of into over under by like um uh had has have got took need needs "
                "needed were was is are it's there's that's am been"
            ),
            after=_w(
                "everyone everybody all every only no not almost nobody nothing anything everything different "
                "two-hundred maybe probably never always zero tons lots huge big crazy insane"
            ),
        ),
    ),
    ("well",): (
        Row(True, "opens the sentence", "Well, I studied law.", opens=True, closes=",.…–—-"),
        Row(
            True,
            "opens the sentence",
            "Well I started small.",
            starts=True,
            certain=False,
            after=_w(
                "i we you he she they it it's i'm we're that that's there there's my our the so actually basically "
                "let let's this what when if in as to at first"
            ),
        ),
    ),
    ("right",): (
        Row(True, "asks for a nod", "It saves money, right?", opens=True, closes="?,."),
        Row(
            True,
            "asks for a nod",
            "It saves money right?",
            closes="?",
            certain=False,
            before=_w("money time work works day it them that this people that's you me know so team job well there"),
        ),
        Row(
            True,
            "opens the sentence",
            "Right so we built it.",
            starts=True,
            certain=False,
            after=_w("so and i we okay then well"),
        ),
    ),
    ("okay",): (
        Row(True, "set off", "Okay, let me start.", opens=True, closes=",.?!…–—-"),
        Row(
            True,
            "opens the sentence",
            "Okay so I work in sales.",
            starts=True,
            after=_w("so i we well then and let let's now my that this right what um uh hi first"),
        ),
        Row(
            True,
            "asks for a nod",
            "We go there okay?",
            closes="?",
            certain=False,
            before=_w("there it that this then here now first me"),
        ),
    ),
}
RULES[("ok",)] = tuple(
    Row(
        r.filler,
        r.why,
        r.example.replace("Okay", "Ok").replace("okay", "ok"),
        r.before,
        r.after,
        r.after_that,
        r.opens,
        r.starts,
        r.closes,
        r.runs_on,
        r.number_follows,
        r.certain,
    )
    for r in RULES[("okay",)]
)


@dataclass(frozen=True, slots=True)
class Overused:
    """Words that only their number makes fillers. The limits are our own choice, not from a study."""

    words: frozenset[str]
    fewest: int
    per_100_words: float
    put_to_use: dict[str, tuple[Row, ...]]


OVERUSED = Overused(
    words=_w("so actually basically literally just really"),
    fewest=3,
    per_100_words=2.5,
    put_to_use={
        "so": (
            Row(
                False,
                "a degree or a purpose",
                "So many people came so that it was full.",
                after=_w("much many far that long few little often-that good well hard fast big called as"),
            ),
            Row(
                False,
                "stands for a clause",
                "I think so.",
                before=_w(
                    "think hope guess believe say said told even or not do did doing ever if and-so is was are were be"
                ),
            ),
        ),
        "just": (
            Row(
                False,
                "a time or a likeness",
                "I just graduated, just like you.",
                after=_w("as like graduated finished started moved joined came got"),
            ),
            Row(False, "fair", "It is a just cause.", before=_w("a the")),
        ),
        "really": (Row(False, "asks or denies", "Not really.", before=_w("not don't didn't doesn't isn't")),),
        "literally": (Row(False, "word for word", "I mean it literally.", closes=".", starts=False),),
        "actually": (),
        "basically": (),
    },
)
