// Shows one answer's critique: what a friend says first, and everything else folded below it.

import { recordingOf } from "./api.js";
import { clock, element } from "./dom.js";
import { play } from "./player.js";

const DIMENSIONS = ["relevance", "specificity", "ownership", "outcome", "insight", "delivery"];
const SHOWN_FINDINGS = 3;

const paragraph = (text, attributes = {}) => element("p", { dir: "auto", ...attributes }, text);
const part = (title, ...content) => element("div", {}, element("h2", {}, title), ...content);
const folded = (title, key, ...content) =>
  element("details", { "data-key": key }, element("summary", {}, title, element("kbd", { "aria-hidden": "true" }, key)), ...content);

// A quote that plays when it is clicked, or only its words where there is no sound.
function quote(words, start, end, shown) {
  const text = element("q", { dir: "auto" }, words);
  if (start === null || !shown.recording) return element("p", { class: "quote" }, text);
  const button = element(
    "button",
    {
      type: "button",
      class: "quote",
      "aria-label": `Play: ${words}`,
      click: () => {
        button.classList.add("playing");
        play(recordingOf(shown.attempt.attempt_id), start, end, {
          done: () => button.classList.remove("playing"),
          failed: () => button.replaceWith(element("p", { class: "quote" }, text, element("span", { class: "at" }, "no longer kept as sound"))),
        });
      },
    },
    text,
    element("span", { class: "at" }, `▶ ${clock(start)}`),
  );
  return button;
}

function firstScreen(shown) {
  const { first_screen: first } = shown.attempt.critique;
  return element(
    "div",
    { class: "first" },
    first.heard ? paragraph(first.heard) : null,
    first.waiting_for ? paragraph(first.waiting_for) : null,
    first.keep ? part("Keep", quote(first.keep.quote, first.keep.start, first.keep.end, shown)) : null,
    first.do_now ? element("div", { class: "now" }, element("h2", {}, "Now, in thirty seconds"), paragraph(first.do_now)) : null,
    shown.comes_back ? paragraph(shown.comes_back, { class: "quiet" }) : null,
    shown.sound_trouble ? paragraph(shown.sound_trouble, { class: "quiet" }) : null,
  );
}

function finding(found, shown) {
  return element(
    "div",
    { class: "finding" },
    element("h3", {}, found.name),
    found.quote === null ? null : quote(found.quote, found.start, found.end, shown),
    found.looked_for === null ? null : paragraph(`Looked for: ${found.looked_for}`, { class: "quiet" }),
    paragraph(found.why),
    paragraph(found.fix),
  );
}

function findings(shown) {
  const { findings: found, raised, ask } = shown.attempt.critique;
  if (found.length + raised.length === 0 && !ask) return null;
  return folded(
    "What cost you, worst first",
    "F",
    ...found.slice(0, SHOWN_FINDINGS).map((one) => finding(one, shown)),
    found.length > SHOWN_FINDINGS ? paragraph(`Also: ${found.slice(SHOWN_FINDINGS).map((one) => one.name).join(", ")}.`) : null,
    ...raised.map((one) => element("div", { class: "finding" }, quote(one.quote, one.start, one.end, shown), paragraph(one.question))),
    ask ? element("div", { class: "finding" }, element("h3", {}, "One question back"), paragraph(ask)) : null,
  );
}

function words(sentence, transcript) {
  const doubtful = new Set(transcript.doubtful);
  return transcript.words.flatMap((word, index) => {
    if (word.sentence !== sentence.id) return [];
    const marks = [word.kind === "filler" ? "filler" : "", doubtful.has(index) ? "doubtful" : ""].join(" ").trim();
    return [marks ? element("span", { class: marks }, word.text) : word.text, " "];
  });
}

function transcript(shown) {
  const { transcript: said } = shown.attempt;
  if (said.text === "") return null;
  const sentences = said.sentences.map((sentence) => {
    const text = said.words.length > 0 ? words(sentence, said) : [sentence.text];
    if (sentence.start === null || !shown.recording) return element("p", { class: "quote", dir: "auto" }, ...text);
    const row = quote(sentence.text, sentence.start, sentence.end, shown);
    row.firstChild.replaceWith(element("span", { dir: "auto" }, ...text));
    return row;
  });
  return folded("What you said", "W", element("div", { class: "said" }, ...sentences));
}

const row = (name, value) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value));

// Ums as they were counted; where some may have gone unheard, a count is never more than "at least".
function ums({ filler_count: { low, high }, not_measured: missing }) {
  if (missing.some(({ what }) => what === "fillers")) return `at least ${low}, see below`;
  return low === high ? low : `${low} to ${high}`;
}

function measured(delivery) {
  if (delivery === null) return [];
  const seconds = (value) => (value === null ? "not measured" : `${value.toFixed(1)} s`);
  const table = element(
    "table",
    {},
    row("Before the first word", seconds(delivery.seconds_to_first_word)),
    row("Words per minute", delivery.words_per_minute === null ? "not measured" : Math.round(delivery.words_per_minute)),
    row("Ums and uhs", ums(delivery)),
    row("Longest pause", delivery.longest_pause_seconds === null ? "none" : seconds(delivery.longest_pause_seconds)),
  );
  const missing = delivery.not_measured.map(({ what, why }) => paragraph(`Not measured: ${what.replaceAll("_", " ")} (${why}).`, { class: "quiet" }));
  return [table, ...missing];
}

function bands(shown) {
  const { critique, delivery } = shown.attempt;
  const named = DIMENSIONS.filter((name) => critique.dimensions[name] !== null);
  return folded(
    "Bands, from 1 to 5",
    "B",
    critique.band === null ? null : element("table", {}, row("This answer", `${critique.band} of 5`), ...named.map((name) => row(name[0].toUpperCase() + name.slice(1), `${critique.dimensions[name]} of 5`))),
    ...measured(delivery),
    paragraph(critique.because, { class: "quiet" }),
  );
}

// What is read first, and what is folded below it. `shown` is what GET /api/attempts/ID answers.
export function critique(shown) {
  return { first: [firstScreen(shown)], more: [findings(shown), bands(shown), transcript(shown)] };
}
