// The page: a question, one button, then the critique. Everything that changes goes through `become`.

import { Answering, Sorry, get, post } from "./api.js";
import { critique } from "./critique.js";
import { byId, clock, element, fill } from "./dom.js";
import { forget as forgetSound, stop as stopPlaying } from "./player.js";
import { Recorder } from "./recorder.js";

const BLOCK_SECONDS = 0.1;
const NO_BLOCKS_MS = 3000; // a microphone that gives nothing is said by then
const SETTLED_MS = 500; // a second press this soon is the first one's echo

const LABELS = {
  loading: "Answer aloud",
  waiting: "Answer aloud",
  starting: "Opening the microphone…",
  recording: "I’m done",
  thinking: "Reading it back…",
  read: "Next question",
};
const BUSY = new Set(["loading", "starting", "thinking"]);

let state = "loading";
let since = 0;
let offer = null;
let take = null; // { recorder, answering, blocks, timer } while an answer is recorded

function become(next) {
  state = next;
  since = performance.now();
  document.body.dataset.state = next;
  byId("answer").textContent = LABELS[next];
  byId("answer").setAttribute("aria-disabled", String(BUSY.has(next)));
  byId("answer").disabled = false;
}

function trouble(happened, next) {
  fill(byId("trouble"), element("p", {}, happened), element("p", { class: "quiet" }, next));
}

const calm = () => fill(byId("trouble"));
const news = (text) => fill(byId("news"), element("p", { class: "quiet" }, text));

// Runs what may go wrong; what does is said, and the page goes on from `fallback`.
async function attemptTo(work, fallback) {
  try {
    await work();
  } catch (error) {
    if (error instanceof Sorry) trouble(error.happened, error.next);
    else trouble(`Something broke on the page (${error.name}).`, "Reload the page; what you said is kept.");
    if (fallback !== undefined) become(fallback);
  }
}

function put(asked, from) {
  stopPlaying();
  offer = asked;
  byId("from").textContent = from;
  byId("question").textContent = asked.question.text;
  fill(byId("first"));
  fill(byId("more"));
  fill(byId("keep"));
  byId("hearing").textContent = "";
  byId("clock").textContent = "";
  become("waiting");
}

async function next(cardId) {
  put(await post("/api/ask", cardId ? { card_id: cardId } : {}), cardId ? "It gave pause before" : "Your question");
  byId("answer").focus();
}

// ---- one answer ---------------------------------------------------------------------------------

async function begin() {
  become("starting");
  calm();
  fill(byId("news"));
  stopPlaying();
  const current = { recorder: null, answering: null, blocks: 0, timer: 0, over: false };
  take = current;
  try {
    current.recorder = await Recorder.open((samples) => taken(current, samples));
  } catch (error) {
    take = null;
    throw error;
  }
  current.answering = new Answering(offer.ask, {
    told: (message) => attemptTo(() => heard(current, message)),
    gone: () => lost(current),
  });
}

function taken(current, samples) {
  if (current !== take) return;
  current.answering.push(samples);
  current.blocks += 1;
  byId("clock").textContent = clock(current.blocks * BLOCK_SECONDS);
  if (current.blocks > 1) return;
  clearTimeout(current.timer);
  byId("hearing").textContent = "Recording. Take your time.";
  become("recording");
}

async function heard(current, message) {
  if (current !== take) return;
  if (message.type === "recording") {
    current.timer = setTimeout(() => trouble("No sound at all comes from the microphone.", "Is another one chosen in your browser’s microphone setting?"), NO_BLOCKS_MS);
    current.recorder.start();
  } else if (message.type === "hearing") {
    byId("hearing").textContent = "I hear you.";
  } else if (message.type === "no_sound") {
    trouble(message.happened, message.next);
  } else if (message.type === "sound") {
    calm();
  } else if (message.type === "ended") {
    await hush(current);
    byId("hearing").textContent = "Kept.";
  } else if (message.type === "attempt") {
    await show(current, message);
  } else if (message.type === "sorry") {
    trouble(message.happened, message.next);
  }
}

// The microphone closes and coach thinks; `finish` is said by whoever ends it first.
async function hush(current) {
  if (current.over) return;
  current.over = true;
  become("thinking");
  byId("hearing").textContent = "";
  clearTimeout(current.timer);
  await current.recorder.stop();
  current.answering.say("finish");
}

async function show(current, shown) {
  take = null;
  current.answering.close();
  read(shown);
  if (shown.ask_about_recordings) askAboutRecordings(shown.attempt.attempt_id);
  await lists();
}

async function lost(current) {
  clearTimeout(current.timer);
  if (current !== take) return;
  take = null;
  if (!current.over) await current.recorder.stop();
  byId("hearing").textContent = "";
  if (byId("trouble").childElementCount === 0) {
    trouble("The connection to coach was lost.", "What you said until then is kept. Look under recent answers, or start coach again: coach web");
  }
  become(current.over ? "read" : "waiting");
  await attemptTo(lists);
}

async function startOver() {
  const current = take;
  take = null;
  clearTimeout(current.timer);
  current.answering.say("discard");
  await current.recorder.stop();
  current.answering.close();
  calm();
  byId("hearing").textContent = "";
  byId("clock").textContent = "";
  news("Thrown away. Start again when you are ready.");
  become("waiting");
}

// ---- critique and lists ---------------------------------------------------------------------------

function read(shown) {
  const { attempt } = shown;
  byId("from").textContent = "You answered";
  byId("question").textContent = attempt.question.text;
  byId("hearing").textContent = "";
  byId("clock").textContent = attempt.audio_seconds === null ? "" : clock(attempt.audio_seconds);
  const { first, more } = critique(shown);
  fill(byId("first"), ...first);
  fill(byId("more"), ...more);
  byId("repeat").hidden = offer?.question.text !== attempt.question.text;
  become("read");
  // From here the space bar scrolls; a press meant for "I’m done" must not fetch the next question.
  byId("critique").focus({ preventScroll: true });
}

const KEEPS = { all: "All", "30days": "Thirty days", none: "None, only the words" };
const KEPT = {
  all: "All recordings are kept.",
  "30days": "Recordings are kept for thirty days, the words for good.",
  none: "Your recordings are removed, and later ones go as soon as they are heard. The words stay.",
};

function askAboutRecordings(attemptId) {
  const choices = Object.entries(KEEPS).map(([keep, label]) =>
    element("button", { type: "button", class: "plain", click: () => attemptTo(() => keepRecordings(keep, attemptId)) }, label),
  );
  fill(byId("keep"), element("p", { class: "quiet" }, "Keep your recordings?", ...choices));
}

async function keepRecordings(keep, attemptId) {
  calm();
  const { noted } = await post("/api/recordings", { keep });
  fill(byId("keep"), element("p", { class: "quiet" }, `${KEPT[keep]} Noted as keep_audio in ${noted}; change it there any time.`));
  if (keep === "none") {
    forgetSound();
    read(await get(`/api/attempts/${encodeURIComponent(attemptId)}`));
  }
  byId("critique").focus({ preventScroll: true });
}

const entry = (text, aside, click) =>
  element("li", {}, element("button", { type: "button", class: "entry", click }, element("span", { dir: "auto" }, text), aside ? element("span", { class: "quiet" }, aside) : null));

const empty = (text) => element("li", { class: "quiet empty" }, text);

async function lists() {
  const [{ cards }, { attempts }] = await Promise.all([get("/api/due"), get("/api/attempts")]);
  fill(byId("due"), ...(cards.length ? cards.map((card) => entry(card.question, card.why, () => attemptTo(() => next(card.id)))) : [empty("None today.")]));
  fill(byId("recent"), ...(attempts.length ? attempts.map((one) => entry(one.question, new Date(one.recorded_at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" }), () => attemptTo(() => open(one.attempt_id)))) : [empty("None yet.")]));
}

async function open(attemptId) {
  calm();
  fill(byId("news"));
  read(await get(`/api/attempts/${encodeURIComponent(attemptId)}`));
  byId("critique").scrollIntoView({ block: "start" });
}

async function skip() {
  await post("/api/skip", { ask: offer.ask });
  await next();
  news("Skipped. That question comes back.");
  await lists();
}

// ---- buttons and keys ---------------------------------------------------------------------------

function press() {
  if (state === "waiting") attemptTo(begin, "waiting");
  else if (state === "read") attemptTo(() => next());
  else if (state === "recording" && performance.now() - since > SETTLED_MS) attemptTo(() => hush(take), "waiting");
}

byId("answer").addEventListener("click", press);
byId("repeat").addEventListener("click", () => {
  put(offer, "Once more");
  byId("answer").focus();
});
byId("skip").addEventListener("click", () => attemptTo(skip));
byId("again").addEventListener("click", () => attemptTo(startOver, "waiting"));
byId("moment").addEventListener("click", () => {
  take.answering.say("moment");
  byId("hearing").textContent = "Take it. This pause is yours.";
});

const KEYS = { b: "B", f: "F", w: "W" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const elsewhere = event.target.closest("button, summary, input, textarea, select, a");
  if (event.key === " " && !elsewhere && (state === "waiting" || state === "recording")) {
    event.preventDefault();
    press();
  }
  const folded = KEYS[event.key.toLowerCase()] && document.querySelector(`details[data-key="${KEYS[event.key.toLowerCase()]}"]`);
  if (folded) folded.open = !folded.open;
});

attemptTo(async () => {
  await next();
  await lists();
});
