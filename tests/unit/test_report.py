"""Advice, and the forms of a report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from rehearse.facts import Duration, Filler, Fillers, Pace, Pause, Pauses, Report
from rehearse.report.advice import advise
from rehearse.report.headline import filler_count, headlines
from rehearse.report.json_form import report_from_dict, report_to_dict
from rehearse.report.markdown import report_as_markdown
from rehearse.report.marked import marked
from rehearse.report.terminal import report_for_terminal
from rehearse.report.text import report_as_text
from tests.builders import STORY, coverage, report, take

ON_TIME = Duration(12, 10, 1, 1, 10, 0, "on_time")
IN_BAND = Pace(25, 150, 4.0, (130, 165), "in_band", (150, 150, 150))
NO_FILLERS = Fillers(0, 0, 0, 0, (0, 0), ())
NO_PAUSES = Pauses(0, 0, 0, 0, ())


def about(**changed: object) -> list[str]:
    facts = {"coverage": coverage(), "duration": ON_TIME, "pace": IN_BAND, "fillers": NO_FILLERS, "pauses": NO_PAUSES}
    facts["take"] = take()
    return [advice.about for advice in advise(STORY, **(facts | changed))]  # type: ignore[arg-type]


def test_a_good_take_gets_no_advice() -> None:
    assert about() == []


def test_a_missing_ask_comes_before_all_else_that_is_missing() -> None:
    assert about(coverage=coverage(introduction="missing", ask="missing")) == ["ask"]


def test_an_optional_element_is_not_asked_for() -> None:
    assert about(coverage=coverage(courtesy="missing")) == []


def test_a_recording_that_cannot_be_trusted_is_named_first() -> None:
    assert about(take=take(clipped_ratio=0.01), coverage=coverage(ask="missing")) == ["level", "ask"]
    assert about(take=take(level_dbfs=-35)) == ["level"]


@pytest.mark.parametrize(
    ("wpm", "verdict", "named"), [(172, "fast", False), (190, "very_fast", True), (100, "very_slow", True)]
)
def test_pace_is_quiet_up_to_its_threshold(wpm: float, verdict: str, named: bool) -> None:
    pace = Pace(25, wpm, 4.0, (130, 165), verdict, (wpm, wpm, wpm))  # type: ignore[arg-type]
    assert (about(pace=pace) == ["pace"]) is named


def test_who_rushed_is_not_told_to_add_something() -> None:
    short = Duration(7, 6, 0.5, 0.5, 10, -4, "short")
    rushed = Pace(25, 250, 6.0, (130, 165), "very_fast", (250, 250, 250))
    assert about(duration=short) == ["duration"]
    assert about(duration=short, pace=rushed) == ["pace"]


def test_one_um_in_a_short_take_is_chance() -> None:
    assert about(fillers=Fillers(2, 0, 12.0, 8.0, (2, 2), ())) == []


def test_fillers_above_five_a_minute_are_flagged() -> None:
    with_um = report("[um] one [um] two [um] three").fillers
    assert about(fillers=with_um) == ["fillers"]


def test_a_long_pause_hurts_inside_a_clause_only() -> None:
    inside = Pauses(1, 6, 1.5, 1.5, (Pause(3, 4.5, "inside"),))
    boundary = Pauses(1, 6, 1.5, 1.5, (Pause(3, 4.5, "boundary"),))
    assert about(pauses=inside) == ["pauses"]
    assert about(pauses=boundary) == []


def test_never_more_than_three() -> None:
    found = about(
        take=take(level_dbfs=-40),
        coverage=coverage(ask="missing"),
        duration=replace(ON_TIME, verdict="over", difference_s=9),
        pauses=Pauses(1, 6, 1.5, 1.5, (Pause(3, 4.5, "inside"),)),
    )
    assert found == ["level", "ask", "duration"]


def test_json_holds_what_the_contract_fixes() -> None:
    data = json.loads(json.dumps(report_to_dict(report())))
    assert data["schema"] == "rehearse.report/1"
    fixed = {
        "take": "file duration_s sample_rate_hz channels peak_dbfs level_dbfs clipped_ratio recorded_at",
        "story": "name target_s",
        "model": "name digest language",
        "transcript": "text words",
        "duration": "total_s speaking_s lead_in_s tail_s target_s difference_s verdict",
        "pace": "words wpm articulation_sps band verdict thirds",
        "fillers": "sounds words per_minute per_100_words confidence items",
        "pauses": "count per_minute longest_s total_s items",
        "voice": "pitch_sd_semitones loudness_range_db",
        "coverage": "covered required items",
        "timings_s": "load listen measure total",
    }
    for part, names in fixed.items():
        assert set(names.split()) <= set(data[part]), part
    assert set(data["transcript"]["words"][0]) >= {"text", "start", "end", "probability", "kind"}
    assert set(data["coverage"]["items"][0]) >= {"element", "verdict", "score", "quote", "start", "end"}
    assert set(data["fillers"]["items"][0]) >= {"text", "kind", "start", "end", "certainty", "reason"}
    assert data["notes"]
    assert data["advice"] == [] or set(data["advice"][0]) >= {"about", "message", "evidence", "threshold", "source"}


@given(st.text(min_size=1).filter(str.strip), st.floats(0, 600), st.booleans())
def test_a_report_comes_back_from_json_digit_for_digit(text: str, level: float, missing: bool) -> None:
    made = report(told=coverage(ask="missing" if missing else "covered"))
    made = replace(made, take=replace(made.take, level_dbfs=-level, file=text), notes=(text,))
    assert report_from_dict(json.loads(json.dumps(report_to_dict(made)))) == made


@pytest.mark.parametrize("broken", [{}, {"schema": "other"}, {"schema": "rehearse.report/1"}, [], None])
def test_other_json_is_refused(broken: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        report_from_dict(broken)  # type: ignore[arg-type]


def drawn(made: Report, width: int = 80) -> str:
    console = Console(width=width, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(report_for_terminal(made))
    return console.export_text()


@pytest.mark.parametrize("form", [report_as_text, report_as_markdown, drawn])
def test_every_form_tells_the_same_things(form: object) -> None:
    text = form(report(told=coverage(ask="missing")))  # type: ignore[operator]
    flat = " ".join(text.split())
    for said in ("pitch.flac", "A small story", "um", "The ask", "not heard", "1 of 2", "What do you want?"):
        assert said in flat, said


@pytest.mark.parametrize("width", [40, 80, 160])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(len(line) for line in report_as_text(report(), width).splitlines()) <= max(width, 60)
    assert max(len(line) for line in drawn(report(), width).splitlines()) <= width


def test_nothing_is_told_by_colour_alone() -> None:
    text = drawn(report("[um] one [um] two [um] three", coverage(ask="missing")))
    assert "[um]" in text
    assert "▲" in text


def test_the_honest_range_of_fillers_is_shown() -> None:
    assert filler_count(Fillers(10, 0, 1, 1, (9, 11), ())) == "9 to 11"
    assert filler_count(Fillers(10, 2, 1, 1, (10, 10), ())) == "12"


def test_headlines_say_each_state_by_shape() -> None:
    assert [line.label for line in headlines(report())] == ["Time", "Pace", "Fillers", "Story"]


def test_one_filler_in_a_short_take_is_no_flag() -> None:
    few, many = Fillers(1, 0, 22.2, 1.0, (1, 1), ()), Fillers(3, 0, 22.2, 1.0, (3, 3), ())
    states = [headlines(replace(report(), fillers=fillers))[2].state for fillers in (few, many)]
    assert states == ["watch", "flag"]


def test_marks_stand_in_the_order_they_were_said() -> None:
    pieces = marked(replace(report(), pauses=Pauses(1, 1, 0.6, 0.6, (Pause(0.85, 1.45, "inside"),))))
    assert [p.text for p in pieces][:4] == ["Hello,", "I", "0.6 s", "am"]


def test_markdown_escapes_what_markdown_would_read() -> None:
    assert r"\*bold\*" in report_as_markdown(report("Hello *bold* I am Ana, yes"))


def test_a_filler_of_two_words_is_one_mark() -> None:
    made = report("We build, you know, boats of wood")
    both = Filler("you know", "filler_word", made.transcript.words[2].start, made.transcript.words[3].end, "likely", "")
    words = tuple(replace(w, kind="filler_word") if i in (2, 3) else w for i, w in enumerate(made.transcript.words))
    made = replace(
        made,
        transcript=replace(made.transcript, words=words),
        fillers=replace(made.fillers, items=(both,)),
    )
    assert [p.text for p in marked(made) if p.kind == "filler_word"] == ["you know,"]
