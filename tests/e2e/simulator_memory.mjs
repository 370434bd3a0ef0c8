// 200 issue views with three panels each, opened in turn in Debian's Chromium: after the first 50, neither the simulator nor
// the page in the browser holds more than before. The inspector's list, which is bounded by itself, is full by then. Prints
// what it measured.
// Usage: node simulator_memory.mjs POSTERN BROWSER_PACKAGES
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { launch, skip } from "./browser.mjs";
import { install, startSimulator, stopAll } from "./running.mjs";
import { panel, shows, startSmallApp } from "./small_app.mjs";

const [postern, packages] = process.argv.slice(2);
if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");

const views = 200;
const settled = 50;
const every = 25;
const exchangesKept = 500; // by the inspector (src/simulator/inspector/exchange_log.hpp)
// Pages of memory come and go by themselves; 150 views that kept 7 KiB each would be 1 MiB.
const residentMaxMiB = 1;
const heapMaxMiB = 1;
const panels = ["one", "two", "three"];

const browser = await launch(packages);

// A sanitizer keeps freed memory for a while, to see its use; that would be all that is measured here.
const env = { ...process.env, ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=0:thread_local_quarantine_size_kb=0` };
const { child: simulator, sites: [site] } = await startSimulator(postern, { env });
const app = await startSmallApp({
  key: "com.example.postern.memory",
  name: "Three panels",
  modules: { webPanels: panels.map(panel) },
  answer: shows((path) => `<!doctype html><title>A panel</title><script src="${site}/atlassian-connect/all.js"></script><p>${path}</p>`),
});

const MiB = 1024 * 1024;
const residentMiB = () => Number(readFileSync(`/proc/${simulator.pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB$/m)[1]) / 1024;

try {
  await install(site, app.descriptor);
  for (let exchange = 0; exchange < exchangesKept; ++exchange) await (await fetch(`${site}/browse/ALPHA-1`)).text();
  const page = await browser.newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const measure = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const { value } = metrics.find(({ name }) => name === "JSHeapUsedSize");
    return { resident: residentMiB(), heap: value / MiB };
  };
  const measured = new Map();
  for (let view = 1; view <= views; ++view) {
    await page.goto(`${site}/browse/ALPHA-1`);
    await page.waitForFunction((count) => document.querySelectorAll('[data-phase="talks"]').length === count, panels.length);
    if (view % every !== 0) continue;
    measured.set(view, await measure());
    const { resident, heap } = measured.get(view);
    console.log(`${view} views: simulator ${resident.toFixed(1)} MiB, the page's heap ${heap.toFixed(2)} MiB`);
  }
  const grown = (name) => measured.get(views)[name] - measured.get(settled)[name];
  console.log(`from ${settled} to ${views} views: simulator ${grown("resident").toFixed(2)} MiB (at most ${residentMaxMiB}), ` +
    `heap ${grown("heap").toFixed(2)} MiB (at most ${heapMaxMiB})`);
  assert.ok(grown("resident") <= residentMaxMiB, "the simulator keeps something of each view");
  assert.ok(grown("heap") <= heapMaxMiB, "the browser keeps something of each view");
} finally {
  await browser.close();
  await stopAll();
  app.close();
}
