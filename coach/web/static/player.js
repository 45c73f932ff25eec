// Plays one stretch of a recording at a time.

import { byId } from "./dom.js";

const LEAD_SECONDS = 0.15; // so that the first sound is not clipped

let until = Infinity;
let finished = () => {};

export function stop() {
  byId("player").pause();
  finished();
  finished = () => {};
}

// Lets go of the sound, so that what is no longer kept is not played from memory either.
export function forget() {
  stop();
  byId("player").removeAttribute("src");
  byId("player").load();
}

function watch() {
  const player = byId("player");
  if (player.currentTime >= until || player.ended) stop();
  else if (!player.paused) requestAnimationFrame(watch);
}

// Plays from `start` to `end` seconds; `done` is called when it ends, `failed` when there is no sound.
export async function play(url, start, end, { done, failed }) {
  stop();
  const player = byId("player");
  finished = done;
  until = end + LEAD_SECONDS;
  try {
    if (player.getAttribute("src") !== url) player.src = url;
    player.currentTime = Math.max(0, start - LEAD_SECONDS);
    await player.play();
    watch();
  } catch (error) {
    if (error.name === "AbortError") return;
    stop();
    failed();
  }
}
