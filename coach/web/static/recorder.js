// The microphone as blocks of 16-bit samples. Nothing is cleaned up on the way: pauses and levels are measured.

import { Sorry } from "./api.js";

const RATE = 16000;
const WANTED = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
const OTHER_WAY = "Or record it elsewhere and give the file: coach critique --audio FILE";

function explained(error) {
  if (error.name === "NotAllowedError") {
    return new Sorry("The browser may not use the microphone.", "Allow it beside the address above, then press the button again.");
  }
  if (error.name === "NotFoundError") {
    return new Sorry("The browser finds no microphone.", `Plug one in and press the button again. ${OTHER_WAY}`);
  }
  if (error.name === "NotReadableError") {
    return new Sorry("Another program holds the microphone.", "Close that program and press the button again.");
  }
  return new Sorry(`The microphone can't be used here (${error.name}).`, OTHER_WAY);
}

export class Recorder {
  #stream;
  #context;
  #source;
  #node;
  #ended;

  // Asks for the microphone; `block` is called with each Int16Array once `start` was called.
  static async open(block) {
    if (!navigator.mediaDevices) {
      throw new Sorry("This browser gives no microphone to this address.", "Open the page at the address printed in the terminal.");
    }
    const recorder = new Recorder();
    try {
      await recorder.#open(block);
    } catch (error) {
      recorder.#release();
      throw explained(error);
    }
    return recorder;
  }

  async #open(block) {
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: WANTED });
    this.#connect(new AudioContext({ sampleRate: RATE }));
    await this.#context.audioWorklet.addModule("/static/worklet.js");
    this.#node = new AudioWorkletNode(this.#context, "blocks", {
      channelCount: 1,
      channelCountMode: "explicit",
      outputChannelCount: [1],
    });
    this.#ended = new Promise((resolve) => {
      this.#node.port.onmessage = ({ data }) => (data === null ? resolve() : block(data));
    });
    // The output stays silent; a node that leads nowhere may not be run.
    this.#node.connect(this.#context.destination);
    await this.#context.resume();
  }

  #connect(context) {
    this.#context = context;
    try {
      this.#source = context.createMediaStreamSource(this.#stream);
    } catch (error) {
      if (error.name !== "NotSupportedError") throw error;
      // Firefox records at the device's own rate only; the worklet brings it to 16 kHz.
      context.close();
      this.#context = new AudioContext();
      this.#source = this.#context.createMediaStreamSource(this.#stream);
    }
  }

  // From here on, sound is taken: this is time zero.
  start() {
    this.#source.connect(this.#node);
  }

  // Ends when the last block was handed over.
  async stop() {
    this.#node.port.postMessage("end");
    await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, 1000))]);
    this.#release();
  }

  #release() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#context?.close().catch(() => {});
  }
}
