// Any sample rate to 16 kHz, for browsers that can't record at 16 kHz (Firefox): a windowed-sinc low-pass,
// evaluated only where an output sample falls.

const ZERO_CROSSINGS = 16;
const PASSBAND = 0.92; // of the narrower Nyquist; the rest is the filter's slope

export class Resampler {
  constructor(from, to) {
    this.step = from / to;
    this.cutoff = PASSBAND * Math.min(1, to / from);
    this.reach = Math.ceil(ZERO_CROSSINGS / this.cutoff);
    this.held = new Float32Array(this.reach); // silence before the first sample
    this.next = this.reach; // where in `held` the next output falls
  }

  // The samples that are ready after these came in.
  push(samples) {
    const all = new Float32Array(this.held.length + samples.length);
    all.set(this.held);
    all.set(samples, this.held.length);
    const made = [];
    while (this.next + this.reach < all.length) {
      made.push(this.#at(all, this.next));
      this.next += this.step;
    }
    const dropped = Math.max(0, Math.floor(this.next) - this.reach);
    this.held = all.slice(dropped);
    this.next -= dropped;
    return Float32Array.from(made);
  }

  // The rest, once no more come in.
  flush() {
    return this.push(new Float32Array(this.reach));
  }

  #at(all, place) {
    const first = Math.ceil(place - this.reach);
    const last = Math.floor(place + this.reach);
    let sum = 0;
    for (let index = Math.max(0, first); index <= last && index < all.length; index += 1) {
      const away = index - place;
      const phase = Math.PI * away * this.cutoff;
      const sinc = phase === 0 ? 1 : Math.sin(phase) / phase;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * away) / this.reach);
      sum += all[index] * sinc * window;
    }
    return sum * this.cutoff;
  }
}
