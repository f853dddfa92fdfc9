// Reads the page aloud by the browser's own voice: block by block, each in its own language. Nothing leaves the device
// but where the browser's voice itself is a service of its maker; local voices come first.
const place = document.querySelector("[data-listen]");
const button = place.querySelector("button");
const [label, status] = [button.querySelector("span"), place.querySelector("[role=status]")];
const voice = window.speechSynthesis;
const skipped = "nav, svg, .listen, .actions, .ways, .quiet, details:not([open]) > :not(summary)";
let reading = false;

function blocks() {
  const all = document.querySelectorAll("main :is(h1, h2, h3, p, li, tr, address, summary)");
  return [...all].filter((block) => !block.closest(skipped) && !block.parentElement.closest("p, li, tr, address"));
}

function voiceFor(language) {
  const fitting = voice.getVoices().filter(({ lang }) => lang.toLowerCase().split(/[-_]/)[0] === language);
  return fitting.find(({ localService }) => localService) ?? fitting[0];
}

function show(now) {
  reading = now;
  label.textContent = now ? button.dataset.stop : button.dataset.start;
}

function start() {
  const own = document.documentElement.lang;
  // Some browsers name their voices only later, or never: then they choose one themselves.
  if (voice.getVoices().length && !voiceFor(own)) return void (status.textContent = button.dataset.none);
  status.textContent = "";
  show(true);
  const all = blocks();
  for (const block of all) {
    const said = new SpeechSynthesisUtterance(block.innerText.replace(/\s+/g, " "));
    said.lang = (block.querySelector(":scope > [lang]") ?? block).closest("[lang]").lang;
    said.voice = voiceFor(said.lang) ?? null;
    if (block === all.at(-1)) said.onend = () => show(false);
    voice.speak(said);
  }
}

function stop() {
  voice.cancel();
  show(false);
}

if (voice) {
  button.addEventListener("click", () => (reading ? stop() : start()));
  addEventListener("pagehide", stop);
  voice.getVoices();
  place.hidden = false;
}
