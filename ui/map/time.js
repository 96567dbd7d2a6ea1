// The time bar: slider and play over the periods of a series. The figures of all periods come once, as a static file;
// moving through them asks nothing of the server. Only where the reader lets go does the address follow.

const STEP_MS = 1100;

class TimeBar {
  constructor(onFrame, onSettle) {
    this.onFrame = onFrame;
    this.onSettle = onSettle;
    this.root = document.createElement("div");
    this.root.className = "enti-time";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.slider = document.createElement("input");
    Object.assign(this.slider, { type: "range", min: 0, step: 1 });
    this.output = document.createElement("output");
    this.from = document.createElement("span");
    this.to = document.createElement("span");
    this.root.append(this.button, this.from, this.slider, this.to, this.output);
    this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
    this.slider.addEventListener("change", () => this.settle());
    this.button.addEventListener("click", () => (this.timer ? this.stop() : this.play()));
    for (const early of ["pointerenter", "focusin"]) this.root.addEventListener(early, () => this.file().catch(() => null));
  }

  // A new message. While the reader moves, the message that answers an earlier move does not pull the slider back.
  build(data) {
    this.time = data.time;
    this.words = data.words;
    this.root.hidden = !data.time;
    if (!data.time) return this.pause();
    this.slider.max = data.time.periods.length - 1;
    this.slider.setAttribute("aria-label", data.words.time);
    [this.from.textContent, this.to.textContent] = data.time.ends;
    if (!this.timer) this.at(data.time.at, data.periodLabel);
    this.paintButton();
  }

  at(index, label) {
    this.slider.value = index;
    this.output.textContent = label;
    this.slider.setAttribute("aria-valuetext", label);
  }

  // The file is written right after the map is sent: who is faster waits a moment.
  async file(attempts = 20) {
    if (!this.time) return null;
    const { frames } = this.time;
    try {
      return await loadOnce(frames);
    } catch (error) {
      files.delete(frames);
      if (attempts === 0 || this.time?.frames !== frames) throw error;
      await new Promise((done) => setTimeout(done, 250));
      return this.file(attempts - 1);
    }
  }

  async show(index) {
    const time = this.time;
    const file = await this.file();
    if (!file || this.time !== time) return; // another view has come meanwhile
    this.at(index, file.labels[index]);
    this.onFrame({ ...file.frames[index], period: file.periods[index], periodLabel: file.labels[index] });
  }

  play() {
    const last = this.time.periods.length - 1;
    let index = Number(this.slider.value) >= last ? -1 : Number(this.slider.value);
    const step = async () => {
      index += 1;
      await this.show(index);
      if (this.timer && index >= last) this.stop();
    };
    this.timer = setInterval(step, STEP_MS);
    this.paintButton();
    step();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    if (this.words) this.paintButton();
  }

  stop() {
    this.pause();
    this.settle();
  }

  settle() {
    if (this.timer) return;
    const period = this.time.periods[Number(this.slider.value)];
    if (period !== this.time.periods[this.time.at]) this.onSettle(period);
  }

  paintButton() {
    this.button.textContent = this.timer ? "❚❚" : "▶";
    this.button.setAttribute("aria-label", this.timer ? this.words.pause : this.words.play);
  }
}
