// `postern simulator --open` with Debian's Chromium: the app's page names the bridge at its public address, and gets it from
// the simulator. Usage: node simulator_open.mjs POSTERN BROWSER_PACKAGES
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { skip } from "./browser.mjs";
import { start, stopAll } from "./running.mjs";
import { panel, shows, startSmallApp } from "./small_app.mjs";

const [postern, packages] = process.argv.slice(2);
if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");
if (spawnSync("chromium", ["--version"]).status !== 0) skip("chromium is not installed");
const { chromium } = createRequire(join(packages, "package.json"))("playwright-core");
const folder = mkdtempSync(join(tmpdir(), "postern-e2e-"));

// The browser without a window, as any user, and watched: what --open starts is the same program with the same arguments.
const wrapper = join(folder, "browser");
writeFileSync(wrapper, `#!/bin/sh
printf '%s\\n' "$@" > "${folder}/arguments.new"
mv "${folder}/arguments.new" "${folder}/arguments"
exec chromium --headless=new --no-sandbox --disable-gpu --remote-debugging-port=0 "$@"
`);
chmodSync(wrapper, 0o700);

const app = await startSmallApp({
  key: "com.example.postern.open",
  name: "Bridge from its public address",
  modules: { webPanels: [panel("panel")] },
  answer: shows(() => `<!doctype html><title>A panel</title><p id="said">nothing</p>
<script src="https://connect-cdn.atl-paas.net/all.js"></script>
<script>AP.context.getToken().then((token) => (document.getElementById("said").textContent = token));</script>`),
});

async function until(probe, what) {
  for (let tries = 0; tries < 600; ++tries) {
    const found = await probe();
    if (found) return found;
    await pause(100);
  }
  return assert.fail(what);
}

// A browser that does not start is heard.
function afterBrowser(script) {
  const broken = join(folder, "broken");
  writeFileSync(broken, `#!/bin/sh\n${script}\n`);
  chmodSync(broken, 0o700);
  return start(/^Key server: /, postern, ["simulator", "--ephemeral", "--port", "0", "--open", "--browser", broken]);
}
for (const [said, hint] of [
  ["Missing X server or $DISPLAY", false],
  ["Running as root without --no-sandbox is not supported.", true],
]) {
  const alone = await afterBrowser(`echo '[1:1:1129/085433.9:ERROR:a/b.cc:257] ${said}' >&2\nexit 1`);
  await until(() => alone.stderr.includes("still runs"), `nothing was said of the browser: ${alone.stderr}`);
  assert.ok(alone.stderr.includes(`the browser ended with status 1: ${said}`), alone.stderr);
  assert.equal(alone.stderr.includes("be another user than root"), hint, alone.stderr);
  await stopAll();
}

const simulator = await start(/^Site alpha: (\S+)$/, postern, ["simulator", "--ephemeral", "--port", "0", "--app", app.descriptor, "--open",
  "--browser", wrapper]);
const ended = once(simulator.child, "exit");
try {
  await until(() => existsSync(join(folder, "arguments")), `no browser was started: ${simulator.stderr}`);
  const given = readFileSync(join(folder, "arguments"), "utf8").trim().split("\n");
  const profile = given.find((each) => each.startsWith("--user-data-dir=")).slice("--user-data-dir=".length);
  assert.equal(given.at(-1), simulator.found[1]);

  const portFile = join(profile, "DevToolsActivePort");
  const port = await until(() => existsSync(portFile) && readFileSync(portFile, "utf8").split("\n")[0], "the browser does not start");
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const page = await until(() => browser.contexts()[0]?.pages().find((each) => each.url().includes("/browse/")), "the site is not opened");
  const said = page.frameLocator('iframe.ap-iframe[id*="__panel"]').locator("#said");
  await said.filter({ hasText: /^eyJ/ }).waitFor({ timeout: 60_000 });
  await browser.close();

  simulator.child.kill("SIGTERM");
  assert.deepEqual(await ended, [0, null], simulator.stderr);
  assert.ok(!existsSync(profile), "the profile is gone");
  await until(() => spawnSync("pgrep", ["-f", "--", `--user-data-dir=${profile}`]).status === 1, "the browser goes as well");
  assert.equal(simulator.stderr, "");
} finally {
  await stopAll();
  app.close();
  rmSync(folder, { recursive: true, force: true });
}
