// Lighthouse as a phone on a slow network (its own defaults), each page several times: the worst counts.
// Arguments: origin, runs. Ends with 1 where a page is below its aim.
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";

const [origin = "http://127.0.0.1:3000", runs = "5"] = process.argv.slice(2);
const categories = ["performance", "accessibility", "best-practices", "seo"];

async function pages() {
  const found = async (query) => (await (await fetch(`${origin}/api/v1/search?${query}`)).json()).items[0];
  const service = await found("lang=ar&kind=service&per_page=1");
  const code = (await (await fetch(origin + service.path)).text()).match(/\/q\/([a-z0-9]{7})/)[1];
  return [
    ["QR landing", `/q/${code}`, 99],
    ["service", service.path.replace("/ar/", "/en/"), 99],
    ["service in Arabic", service.path, 99],
    ["need", "/en/needs/food", 99],
    ["home", "/en", 97],
    ["search", "/en/search?q=food", 97],
  ];
}

// Search engines are kept from search results on purpose: that one audit is not for them.
const notForSearch = { "is-crawlable": true };

async function measure(chrome, path) {
  const skipAudits = path.includes("/search") ? Object.keys(notForSearch) : undefined;
  const options = { port: chrome.port, onlyCategories: categories, skipAudits, logLevel: "error" };
  const { lhr } = await lighthouse(origin + path, options);
  const scores = Object.fromEntries(categories.map((name) => [name, Math.round(lhr.categories[name].score * 100)]));
  const complaints = categories.flatMap((name) =>
    lhr.categories[name].auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
      .map(({ id }) => `${name}: ${id} (${lhr.audits[id].displayValue ?? lhr.audits[id].title})`),
  );
  return { scores, complaints };
}

const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let below = 0;
try {
  console.log(`${"page".padEnd(20)} ${categories.map((name) => name.padStart(15)).join("")}   aim`);
  for (const [name, path, aim] of await pages()) {
    const all = [];
    for (let run = 0; run < Number(runs); run++) all.push(await measure(chrome, path));
    const worst = categories.map((category) => Math.min(...all.map(({ scores }) => scores[category])));
    const enough = worst.every((score, index) => score >= (index === 0 ? aim : 100));
    if (!enough) below++;
    console.log(`${name.padEnd(20)} ${worst.map((score) => String(score).padStart(15)).join("")}   ${aim}, 100, 100, 100${enough ? "" : "  BELOW"}`);
    for (const complaint of new Set(all.flatMap(({ complaints }) => complaints))) console.log(`  ${complaint}`);
  }
} finally {
  chrome.kill();
}
process.exit(below === 0 ? 0 : 1);
