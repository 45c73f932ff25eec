// Talks to coach on this machine. Every error is two sentences: what happened, what to do next.

export class Sorry extends Error {
  constructor(happened, next) {
    super(happened);
    this.happened = happened;
    this.next = next;
  }
}

const GONE = new Sorry("coach does not answer.", "Is it still running in the terminal? Start it again with: coach web");

async function answered(request) {
  const response = await request.catch(() => {
    throw GONE;
  });
  const told = await response.json().catch(() => {
    throw GONE;
  });
  if (!response.ok) throw new Sorry(told.happened, told.next);
  return told;
}

export const get = (path) => answered(fetch(path));

export const post = (path, body) =>
  answered(
    fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
  );

export const recordingOf = (attemptId) => `/api/attempts/${encodeURIComponent(attemptId)}/recording`;

// One answer on its way to coach. `told` is called with every message that comes back, `gone` once at the end.
export class Answering {
  #socket;
  #sequence = 0;

  constructor(ask, { told, gone }) {
    this.#socket = new WebSocket(`ws://${location.host}/api/answer`);
    this.#socket.onopen = () => this.say("begin", { ask });
    this.#socket.onmessage = (message) => told(JSON.parse(message.data));
    this.#socket.onclose = () => gone();
  }

  say(type, more = {}) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type, ...more }));
  }

  push(samples) {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const message = new Uint8Array(4 + samples.byteLength);
    new DataView(message.buffer).setUint32(0, this.#sequence, true);
    message.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), 4);
    this.#sequence += 1;
    this.#socket.send(message);
  }

  close() {
    this.#socket.close();
  }
}
