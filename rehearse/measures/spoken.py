"""Words as they are said: "12%" is two words, "$5,000" three, "don't" one, "-" none."""

from __future__ import annotations

import re

_EDGES = re.compile(r"^[^\w$€£#@&+%]+|[^\w%+#&]+$")
_NUMBER = re.compile(r"^([$€£#])?(\d[\d,]*)(\.\d+)?([%+]|[a-z]+)?$", re.IGNORECASE)
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})([ap]m)?$", re.IGNORECASE)
_ORDINAL = re.compile(r"^(\d[\d,]*)(st|nd|rd|th)$", re.IGNORECASE)
_DECADE = re.compile(r"^(\d{4}|\d0)s$")
_YEARS = range(1500, 2100)
_UNIT_WORDS = {"$": "dollars", "€": "euros", "£": "pounds", "#": "number", "%": "percent", "+": "plus"}
_SUFFIX_WORDS = {"k": "thousand", "m": "million", "b": "billion"}
_SIGN_WORDS = {"&": "and", "+": "plus", "%": "percent", "@": "at"}


def spoken_words(token: str) -> tuple[str, ...]:
    """The words a person says for one written token, in lower case. Punctuation alone gives none.

    Numbers are read out (with `num2words`), hyphens and slashes inside a number or between numbers part it; any
    other token, contractions and hyphenated words among them, is one word.
    """
    bare = _EDGES.sub("", token).lower()
    if not bare:
        return ()
    if bare in _SIGN_WORDS:
        return (_SIGN_WORDS[bare],)
    if not any(c.isdecimal() for c in bare):
        return (bare,) if any(c.isalpha() for c in bare) else ()
    parts = [p for p in re.split(r"[-–/]", bare) if p]
    if len(parts) > 1:
        return tuple(word for part in parts for word in spoken_words(part))
    return _read_out(bare)


def _read_out(token: str) -> tuple[str, ...]:
    if clock := _CLOCK.match(token):
        hour, minute, half = clock.groups()
        minutes = () if minute == "00" else _number_words(int(minute))
        return (*_number_words(int(hour)), *minutes, *((half,) if half else ()))
    if ordinal := _ORDINAL.match(token):
        return _number_words(int(ordinal[1].replace(",", "")), "ordinal")
    if decade := _DECADE.match(token):
        return _number_words(int(decade[1]), "year")
    if number := _NUMBER.match(token):
        sign, whole, fraction, suffix = number.groups()
        plain_year = not sign and not fraction and not suffix and "," not in whole and int(whole) in _YEARS
        value = whole.replace(",", "") + (fraction or "")
        words = _number_words(float(value) if fraction else int(value), "year" if plain_year else "cardinal")
        after = _UNIT_WORDS.get(suffix or "") or _SUFFIX_WORDS.get(suffix or "", suffix)
        before = ("number",) if sign == "#" else ()
        money = (_UNIT_WORDS[sign],) if sign and sign != "#" else ()
        return (*before, *words, *((after,) if after else ()), *money)
    # "covid19", "b2b": letters and digits said one after the other
    pieces = re.findall(r"\d+|[^\W\d_]+", token)
    return tuple(word for p in pieces for word in (_number_words(int(p)) if p.isdecimal() else (p,)))


def _number_words(value: float, form: str = "cardinal") -> tuple[str, ...]:
    from num2words import num2words

    if abs(value) >= 1e15:
        return tuple(str(int(value)))
    return tuple(re.sub(r"[-,]", " ", num2words(value, to=form)).split())
