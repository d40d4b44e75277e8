"""How the page for a coach looks: one column to read, figures beside it, light or dark as the reader has it."""

STYLE = """
:root {
  --paper: #fbfaf7; --card: #ffffff; --ink: #23211d; --soft: #6d685f; --line: #e4dfd5;
  --accent: #17656f; --wash: #e3eff0; --flag: #a8431a; --flag-wash: #fbe9df; --gold: #9a6b00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --card: #1e1d1a; --ink: #e9e5dc; --soft: #a39c8f; --line: #35322c;
    --accent: #6fc3cc; --wash: #1c3336; --flag: #f0986b; --flag-wash: #3b2418; --gold: #e0b04c;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 3.5rem 1.5rem 5rem; max-width: 52rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.65 Charter, "Bitstream Charter", "Sitka Text", Cambria, "DejaVu Serif", Georgia, serif;
  overflow-wrap: break-word;
}
header { margin-bottom: 3rem; }
h1 { font-size: 2.3rem; line-height: 1.15; font-weight: 600; letter-spacing: -.015em; margin: 0 0 .5rem; }
h2 { font-size: 1.5rem; line-height: 1.25; font-weight: 600; letter-spacing: -.01em; margin: 3.5rem 0 .25rem; }
h3 {
  font: 600 .78rem/1.4 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
  letter-spacing: .08em; text-transform: uppercase; color: var(--soft); margin: 2rem 0 .6rem;
}
p { margin: 0 0 1rem; }
.soft { color: var(--soft); }
.small, figcaption, .facts, summary, footer, dl {
  font: .875rem/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
}
.lead { font-size: 1.2rem; line-height: 1.5; margin: 1rem 0 0; }
.num { font-variant-numeric: tabular-nums; }

.figures {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1.25rem; margin: 1.5rem 0;
}
figure {
  margin: 0; padding: 1.1rem 1.2rem .95rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 10px;
}
figure strong {
  font: 600 1.0625rem/1.3 Charter, "Bitstream Charter", "Sitka Text", Cambria, "DejaVu Serif", Georgia, serif;
}
figcaption { color: var(--soft); }
figcaption.verdict { margin-top: .35rem; }
.real { color: var(--accent); font-weight: 600; }
.worse { color: var(--flag); font-weight: 600; }
svg { display: block; width: 100%; height: auto; margin-top: .4rem; overflow: visible; }
svg text {
  font: 10.5px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--soft);
  font-variant-numeric: tabular-nums;
}
.grid { stroke: var(--line); stroke-width: 1; }
.band { fill: var(--wash); }
.aim { stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 2 4; stroke-linecap: round; opacity: .7; }
.line { fill: none; stroke: var(--accent); stroke-width: 1.5; stroke-linejoin: round; opacity: .45; }
.cold { fill: var(--accent); stroke: var(--card); stroke-width: 1; }
.warm { fill: var(--card); stroke: var(--accent); stroke-width: 1.5; }

details { border-top: 1px solid var(--line); }
details:last-of-type { border-bottom: 1px solid var(--line); }
summary {
  display: flex; flex-wrap: wrap; gap: .15rem 1.4rem; align-items: baseline; padding: .85rem .25rem;
  cursor: pointer; list-style: none;
}
summary::-webkit-details-marker { display: none; }
summary::before {
  content: "›"; color: var(--soft); width: .6rem; font-size: 1.1rem; line-height: 1;
  transition: transform .15s;
}
details[open] > summary::before { transform: rotate(90deg); }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
summary .when { flex: 1 1 15rem; font-weight: 600; }
summary .num { color: var(--soft); min-width: 4.4rem; text-align: right; }
.tag { color: var(--accent); font-weight: 400; }
.star { color: var(--gold); }
.take { padding: .25rem 0 2rem 1.1rem; }
audio { width: 100%; height: 2.6rem; margin: .4rem 0 1.2rem; }
.note { border-left: 3px solid var(--line); padding-left: 1rem; font-style: italic; white-space: pre-line; }

.facts { border-collapse: collapse; width: 100%; }
.facts th, .facts td {
  text-align: left; vertical-align: top; padding: .45rem .8rem .45rem 0; border-bottom: 1px solid var(--line);
  font-weight: 400;
}
.facts th { color: var(--soft); width: 9.5rem; }
.facts td:nth-child(2) { font-weight: 600; white-space: nowrap; width: 7.5rem; }
.facts.map th { width: 12rem; }
.facts .flag td:nth-child(2) { color: var(--flag); }
.facts q {
  font-family: Charter, "Bitstream Charter", Cambria, "DejaVu Serif", Georgia, serif; font-size: .95rem;
}
.said { font-size: 1.12rem; line-height: 1.85; }
.said mark { background: var(--flag-wash); color: var(--flag); border-radius: 4px; padding: .08em .28em; }
.said mark.filler_word {
  background: none; padding: 0; border-bottom: 2px dotted var(--flag); border-radius: 0;
}
.said .pause, .said .long_pause {
  color: var(--soft); font: .78rem system-ui, "Segoe UI", "DejaVu Sans", sans-serif; white-space: nowrap;
}
.said .long_pause { color: var(--flag); }
.below { margin-top: .9rem; }
ol { padding-left: 1.3rem; margin: 0 0 1rem; }
li { margin-bottom: .5rem; }
footer { margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); color: var(--soft); }
footer h3 { margin-top: 0; }

@media (max-width: 36rem) {
  body { padding: 2rem 1.1rem 3rem; font-size: 1rem; }
  h1 { font-size: 1.8rem; }
  .take { padding-left: 0; }
  summary { gap: .1rem .9rem; }
  summary .when { flex: 1 0 86%; }
  summary .num { min-width: 0; }
  .facts.map th { width: 8rem; }
  .facts th { width: 6.5rem; }
  .facts td:nth-child(2) { white-space: normal; width: auto; }
}
@media print { body { max-width: none; } audio { display: none; } figure, .take { break-inside: avoid; } }
"""
