// Watches over the wall from a thread of its own. When the page's thread no longer answers, it covers the screen and says so.
let canvas, words, pulse, screen, last = performance.now(), seen = {}, told = false, turns = 0;
const HUNG_MS = 10000;
const [WIDE, HIGH] = [1920, 1080];
onmessage = ({ data }) => {
  if (data.canvas) {
    ({ canvas, words, pulse, screen } = data);
    [canvas.width, canvas.height] = [WIDE, HIGH];
  }
  if (data.canvas || data.alive) last = performance.now();
  if (data.alive) seen = data;
};
// Drawn every second, also when there is nothing to say: only a canvas that is being drawn keeps its own way to the screen.
function draw(text) {
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, WIDE, HIGH);
  pen.fillStyle = text ? "#0a1220" : `rgb(0 0 0 / ${1 + (turns % 2)}%)`;
  pen.fillRect(0, 0, text ? WIDE : 1, text ? HIGH : 1);
  pen.fillStyle = "#e8edf6";
  pen.font = "700 96px 'Noto Sans', sans-serif";
  pen.textAlign = "center";
  pen.fillText(text, WIDE / 2, HIGH / 2);
}
function tell(alive) {
  fetch(pulse, { method: "POST", body: JSON.stringify({ alive, screen, scene: seen.scene }), signal: AbortSignal.timeout(4000) }).catch(() => {}); // the page itself says that the server is gone
}
setInterval(() => {
  if (!canvas) return;
  const hung = performance.now() - last > HUNG_MS;
  turns = hung === told ? turns + 1 : 0;
  told = hung;
  if (turns % 10 === 0) tell(!hung); // at once when it changes, then now and again
  draw(hung ? words.replace("{time}", seen.time || "?") : "");
}, 1000);
