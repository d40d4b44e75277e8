"""Real people: the pace of read passages against their reference words, and odd files without a traceback.

Pace error: our wpm against the reference's words over the same speaking time. Target: median within 6 %.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

from rehearse.measures.spoken import spoken_words
from tests.bench.shared import ROOT, manifest, shared


def main() -> None:
    speech = shared("speech")
    for kind in ("read_native", "read_nonnative"):
        rows = [row for row in manifest(kind) if "\t" not in row["transcript"]]
        left_out = len(manifest(kind)) - len(rows)
        reports = analyze([str(speech / row["path"]) for row in rows])
        errors = []
        for row in rows:
            report = reports.get(str(speech / row["path"]))
            if report is None or report["pace"]["wpm"] is None:
                print(f"  no pace for {row['path']}")
                continue
            words = sum(len(spoken_words(token)) for token in row["transcript"].split())
            reference = words / report["duration"]["speaking_s"] * 60
            errors.append(abs(report["pace"]["wpm"] - reference) / reference)
        worst = max(errors)
        print(
            f"{kind}: median pace error {statistics.median(errors):.1%} (at most 6 %), "
            f"mean {statistics.fmean(errors):.1%}, worst {worst:.1%}, {len(errors)} files"
            + (f" ({left_out} left out: their transcript is a list of silences, not words)" if left_out else "")
        )
    odd = sorted((speech / "odd").iterdir())
    tracebacks = 0
    for file in odd:
        done = run([str(file)])
        tracebacks += "Traceback" in done.stderr or done.returncode not in (0, 3)
        print(f"  {file.name}: status {done.returncode}, {said(done)}")
    print(f"odd: {tracebacks} tracebacks in {len(odd)} files (at most 0)")


def analyze(files: list[str]) -> dict[str, dict]:  # type: ignore[type-arg]
    done = run(files)
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    return {report["take"]["file"]: report for report in reports}


def run(files: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rehearse", "analyze", *files, "--json"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def said(done: subprocess.CompletedProcess[str]) -> str:
    if done.returncode:
        return done.stderr.strip().splitlines()[-2]
    report = json.loads(done.stdout)
    return f"{report['pace']['words']} words in {report['duration']['speaking_s']:.1f} s"


if __name__ == "__main__":
    main()
