// 200 issue views with three panels each, opened in turn in Debian's Chromium: after the first 50, neither the simulator nor
// the page in the browser holds more than before. Prints what it measured.
// Usage: node simulator_memory.mjs POSTERN BROWSER_PACKAGES
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { launch, skip } from "./browser.mjs";

const [postern, packages] = process.argv.slice(2);
if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");

const views = 200;
const settled = 50;
const every = 25;
// Pages of memory come and go by themselves; 150 views that kept 20 KiB each would be 3 MiB.
const residentMaxMiB = 3;
const heapMaxMiB = 1;
const panels = ["one", "two", "three"];

const app = createServer((request, response) => {
  const { pathname } = new URL(request.url, base);
  if (pathname === "/atlassian-connect.json") return response.end(JSON.stringify(descriptor()));
  if (pathname === "/installed") return response.writeHead(204).end();
  response.setHeader("Content-Type", "text/html");
  response.end(`<!doctype html><title>A panel</title><script src="${site}/atlassian-connect/all.js"></script><p>${pathname}</p>`);
});
app.listen(0, "127.0.0.1");
await once(app, "listening");
const base = `http://127.0.0.1:${app.address().port}`;
const descriptor = () => ({
  key: "com.example.postern.memory",
  name: "Three panels",
  baseUrl: base,
  authentication: { type: "jwt" },
  apiMigrations: { "signed-install": true, "context-qsh": true },
  lifecycle: { installed: "/installed" },
  scopes: ["READ"],
  modules: { webPanels: panels.map((key) => ({ key, name: { value: key }, location: "atl.jira.view.issue.right.context", url: `/${key}` })) },
});

const browser = await launch(packages);

// A sanitizer keeps freed memory for a while, to see its use; that would be all that is measured here.
const env = { ...process.env, ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ""}:quarantine_size_mb=0:thread_local_quarantine_size_kb=0` };
const simulator = spawn(postern, ["simulator", "--ephemeral", "--port", "0", "--app", `${base}/atlassian-connect.json`],
  { stdio: ["ignore", "pipe", "inherit"], env });
const lines = createInterface({ input: simulator.stdout })[Symbol.asyncIterator]();
const first = (await lines.next()).value.match(/http:\S+/)[0];
const site = new URL(first).origin;
for (let line = ""; !line.startsWith("Installed at beta"); line = (await lines.next()).value ?? assert.fail("not installed"));

const MiB = 1024 * 1024;
const residentMiB = () => Number(readFileSync(`/proc/${simulator.pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB$/m)[1]) / 1024;

try {
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
    await page.goto(first);
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
  app.close();
  simulator.kill("SIGTERM");
  await once(simulator, "exit");
}
