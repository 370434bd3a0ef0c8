// `postern simulator --open` with Debian's Chromium: the app's page names the bridge at its public address, and gets it from
// the simulator. Usage: node simulator_open.mjs POSTERN BROWSER_PACKAGES
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { skip } from "./browser.mjs";

const [postern, packages] = process.argv.slice(2);
if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");
if (spawnSync("chromium", ["--version"]).status !== 0) skip("chromium is not installed");
const { chromium } = createRequire(join(packages, "package.json"))("playwright-core");
const folder = mkdtempSync(join(tmpdir(), "postern-e2e-"));

// The browser without a window, as any user, and watched: what --open starts is the same program with the same arguments.
const wrapper = join(folder, "browser");
writeFileSync(wrapper, `#!/bin/sh
printf '%s\\n' "$@" > "${folder}/arguments"
exec chromium --headless=new --no-sandbox --disable-gpu --remote-debugging-port=0 "$@"
`);
chmodSync(wrapper, 0o700);

const app = createServer((request, response) => {
  const { pathname } = new URL(request.url, base);
  if (pathname === "/atlassian-connect.json") return response.end(JSON.stringify(descriptor()));
  if (pathname === "/installed") return response.writeHead(204).end();
  response.setHeader("Content-Type", "text/html");
  response.end(`<!doctype html><title>A panel</title><p id="said">nothing</p>
<script src="https://connect-cdn.atl-paas.net/all.js"></script>
<script>AP.context.getToken().then((token) => (document.getElementById("said").textContent = token));</script>`);
});
app.listen(0, "127.0.0.1");
await once(app, "listening");
const base = `http://127.0.0.1:${app.address().port}`;
const descriptor = () => ({
  key: "com.example.postern.open",
  name: "Bridge from its public address",
  baseUrl: base,
  authentication: { type: "jwt" },
  apiMigrations: { "signed-install": true, "context-qsh": true },
  lifecycle: { installed: "/installed" },
  scopes: ["READ"],
  modules: { webPanels: [{ key: "panel", name: { value: "Panel" }, location: "atl.jira.view.issue.right.context", url: "/panel" }] },
});

async function until(probe, what) {
  for (let tries = 0; tries < 600; ++tries) {
    const found = await probe();
    if (found) return found;
    await pause(100);
  }
  return assert.fail(what);
}

const simulator = spawn(postern, ["simulator", "--ephemeral", "--port", "0", "--app", `${base}/atlassian-connect.json`, "--open",
  "--browser", wrapper], { stdio: ["ignore", "pipe", "pipe"] });
const lines = [];
createInterface({ input: simulator.stdout }).on("line", (line) => lines.push(line));
let errors = "";
simulator.stderr.on("data", (text) => (errors += text));
const ended = once(simulator, "exit");
try {
  await until(() => existsSync(join(folder, "arguments")), `no browser was started: ${errors}`);
  const given = readFileSync(join(folder, "arguments"), "utf8").trim().split("\n");
  const profile = given.find((each) => each.startsWith("--user-data-dir=")).slice("--user-data-dir=".length);
  assert.equal(given.at(-1), lines[0].match(/http:\S+/)[0]);

  const portFile = join(profile, "DevToolsActivePort");
  const port = await until(() => existsSync(portFile) && readFileSync(portFile, "utf8").split("\n")[0], "the browser does not start");
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await until(() => browser.contexts()[0]?.pages().find((each) => each.url().includes("/browse/")), "the site is not opened");
  const said = page.frameLocator('iframe.ap-iframe[id*="__panel"]').locator("#said");
  await said.filter({ hasText: /^eyJ/ }).waitFor({ timeout: 60_000 });
  await browser.close();

  simulator.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null], errors);
  assert.ok(!existsSync(profile), "the profile is gone");
  assert.equal(spawnSync("pgrep", ["-f", "--", `--user-data-dir=${profile}`]).status, 1, "and so is the browser");
  assert.equal(errors, "");
} finally {
  simulator.kill("SIGKILL");
  app.close();
  rmSync(folder, { recursive: true, force: true });
}
