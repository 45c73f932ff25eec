// Runs beside the sound: gathers samples into 16-bit blocks of 100 ms at 16 kHz.

import { Resampler } from "./resample.js";

const RATE = 16000;
const BLOCK = RATE / 10;

class Blocks extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = sampleRate === RATE ? null : new Resampler(sampleRate, RATE);
    this.block = new Int16Array(BLOCK);
    this.filled = 0;
    this.ended = false;
    this.port.onmessage = () => this.end();
  }

  process([input]) {
    if (this.ended) return false;
    if (input.length > 0) this.take(this.resampler ? this.resampler.push(input[0]) : input[0]);
    return true;
  }

  take(samples) {
    for (const sample of samples) {
      this.block[this.filled] = Math.max(-32768, Math.min(32767, Math.round(sample * 32768)));
      this.filled += 1;
      if (this.filled === BLOCK) this.send();
    }
  }

  send() {
    const block = this.block.slice(0, this.filled);
    this.filled = 0;
    this.port.postMessage(block, [block.buffer]);
  }

  // The last, partial block goes out too; `null` says that nothing follows.
  end() {
    if (this.resampler) this.take(this.resampler.flush());
    if (this.filled > 0) this.send();
    this.ended = true;
    this.port.postMessage(null);
  }
}

registerProcessor("blocks", Blocks);
