// The late click, end to end: the sample app's three panels and the example apps of docs/guides/expired-panel/, each
// installed at the simulator and opened 16 minutes late, over HTTP and in Debian's Chromium.
// Usage: node expired_panel.mjs POSTERN PACKAGES ACE_PACKAGES GUIDE OUT
// Screenshots are left in OUT, to be looked at.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launch, skip } from "./browser.mjs";
import { clickLate, localPage, saysExpired, takePicture } from "./late_click.mjs";
import { install, pageData, start, startSimulator, stopAll } from "./running.mjs";
import { startSmallApp } from "./small_app.mjs";

const [postern, packages, acePackages, guide, out] = process.argv.slice(2);
for (const folder of [packages, acePackages])
  if (!existsSync(join(folder, "node_modules"))) skip("the packages are not installed");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const descriptorLine = /(http:\/\/\S+\/atlassian-connect\.json)$/;
const sampleModule = "jiraIssueContents/foo-content";

const sample = (panel) => ({
  name: `sample-${panel}`,
  module: sampleModule,
  lateStatus: { "dead-end": 401, recovering: 401, cacheable: 200 }[panel],
  recovers: panel !== "dead-end",
  isPublic: panel === "cacheable",
  start: (keys) =>
    start(descriptorLine, postern, [
      ...["sample", "--port", "0", "--panel", panel],
      ...["--simulator", "--key-server", keys],
    ]),
});
const example = (name, script, environment) => ({
  name,
  module: "jiraIssueContents/updates",
  lateStatus: 401,
  recovers: true,
  isPublic: false,
  start: (keys, [alpha]) =>
    start(descriptorLine, process.execPath, [script], {
      cwd: join(guideBeside(alpha), name),
      env: { PATH: process.env.PATH, PORT: "0", CONNECT_KEYS_CDN_URL: keys, ...environment },
    }),
});

// The guide's apps, with the address of this simulator where their configuration has the usual one.
function guideBeside(site) {
  const copy = join(out, "guide");
  cpSync(guide, copy, { recursive: true });
  const configuration = join(copy, "express", "config.json");
  writeFileSync(configuration, readFileSync(configuration, "utf8").replaceAll("http://localhost:2990", site));
  return copy;
}

const apps = [
  sample("dead-end"),
  sample("recovering"),
  sample("cacheable"),
  {
    ...example("express", "app.js", { NODE_PATH: join(acePackages, "node_modules") }),
    installsItself: true,
  },
  example("plain", "app.mjs", {}),
];

const hasScript = (body) => /<script/.test(body);
const withToken = (url, token) => url.replace(/([?&]jwt=)[^&]*/, token === null ? "" : `$1${token}`);
const tokenOf = (url) => /[?&]jwt=([^&]*)/.exec(url)[1];

async function get(url, headers = {}) {
  const answer = await fetch(url, { headers: { Accept: "text/html", ...headers }, redirect: "manual" });
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
}

async function frameOf(site, target, module) {
  const data = await pageData(site, target);
  const frame = data.page.frames.find((each) => each.module === module);
  assert.ok(frame, `${module} is on ${target}`);
  return { ...frame, secret: data.secret };
}

async function contextToken(site, { secret, module, context }) {
  const answer = await fetch(`${site}/simulator/api/token`, {
    method: "POST",
    headers: { "X-Postern-Page": secret },
    body: JSON.stringify({ module, context }),
  });
  return (await answer.json()).token;
}

// Who has no good token, and none that was good, gets nothing to recover with.
async function refusesStrangers(app, [alpha, beta]) {
  const late = await frameOf(alpha, "/browse/ALPHA-1?opened=16m", app.module);
  const foreign = await frameOf(beta, "/browse/BETA-1?opened=16m", app.module);
  const [head, body, signature] = tokenOf(late.url).split(".");
  const strangers = {
    nobody: withToken(late.url, null),
    "a forged token": withToken(late.url, `${head}.${body}.${[...signature].reverse().join("")}`),
    "another tenant's token": withToken(late.url, tokenOf(foreign.url)),
    "another address": late.url.replace("ALPHA-1", "ALPHA-2"),
  };
  const shell = app.isPublic ? await get(strangers.nobody) : undefined;
  for (const [who, url] of Object.entries(strangers)) {
    const { status, body } = await get(url);
    if (shell) assert.equal(body, shell.body, `${app.name}: the shell is the same for ${who}`);
    else {
      assert.ok(status === 401 || status === 400, `${app.name} answers ${status} to ${who}`);
      assert.ok(!hasScript(body), `${app.name} gives no script to ${who}`);
    }
    assert.ok(!/ALPHA-|Updates since/.test(body), `${app.name} gives no data to ${who}`);
  }
}

async function answersLateUsers(app, [alpha]) {
  const late = await get((await frameOf(alpha, "/browse/ALPHA-1?opened=16m", app.module)).url);
  assert.equal(late.status, app.lateStatus, app.name);
  assert.equal(hasScript(late.body), app.recovers, app.name);
  assert.ok(!late.body.includes("ALPHA-1"), `${app.name}: the page of a late user holds no data`);
  if (app.recovers) {
    assert.match(late.body, new RegExp(`<script src="${alpha}/atlassian-connect/all\\.js">`));
    assert.match(late.headers.get("Content-Security-Policy"), new RegExp(`frame-ancestors ${alpha}($|;)`));
    assert.match(late.headers.get("Content-Security-Policy"), /script-src 'self' http:\/\/localhost:\d+;/);
  }
  const fresh = await get((await frameOf(alpha, "/browse/ALPHA-1", app.module)).url);
  assert.equal(fresh.status, 200, `${app.name} opens with a token in time`);
}

// The data is for the tenant and the issue of the context token.
async function guardsItsData(app, [alpha, beta], api) {
  const at = async (site, issue) => {
    const frame = await frameOf(site, `/browse/${issue}`, app.module);
    return { frame, token: await contextToken(site, frame) };
  };
  const [own, other] = [await at(alpha, "ALPHA-1"), await at(beta, "BETA-1")];
  const ask = (token, issue) => get(`${api}?issueKey=${issue}`, { Authorization: `JWT ${token}`, Accept: "application/json" });
  const good = await ask(own.token, "ALPHA-1");
  assert.equal(good.status, 200, `${app.name}: ${good.body}`);
  const data = JSON.parse(good.body);
  assert.deepEqual([data.issue, data.site, data.updates], ["ALPHA-1", alpha, 0]);
  assert.equal((await ask(own.token, "BETA-1")).status, 403);
  assert.equal((await ask(own.token, "ALPHA-2")).status, 403);
  assert.equal(JSON.parse((await ask(other.token, "BETA-1")).body).site, beta);
  assert.equal((await ask(tokenOf(own.frame.url), "ALPHA-1")).status, 401, `${app.name} takes no page token for data`);
  assert.equal((await get(`${api}?jwt=${own.token}`)).status, 401, `${app.name} takes no context token from an address`);
  assert.equal((await get(api)).status, 401);
}

// Not waited for by a synchronous call: what the app logs meanwhile has to be read, or it stands still.
async function passesTheScan(app, descriptor) {
  const report = join(out, `${app.name}.json`);
  const scan = spawn(postern, ["scan", descriptor, "--format", "json", "--out", report], { stdio: "inherit" });
  const [status] = await once(scan, "close");
  assert.equal(status, 0, `the scan of ${app.name} ended with ${status}; see ${report}`);
  const { checks } = JSON.parse(readFileSync(report, "utf8"));
  const check = (id) => checks.find((each) => each.id === id);
  assert.equal(check("forged-token").verdict, "pass", JSON.stringify(check("forged-token")));
  const open = check("anonymous-access").findings.filter((finding) => finding.endpoint === app.module);
  assert.equal(open.length, app.isPublic ? 1 : 0, JSON.stringify(open));
  if (app.isPublic) assert.match(open[0].message, /public shell/);
}

async function recoversInTheBrowser(app, browser, issue, apiPath) {
  const errors = [];
  const page = await localPage(browser, errors);
  const asked = [];
  page.on("request", (request) => new URL(request.url()).pathname === apiPath && asked.push(request.url()));
  const { content, explanation, frame } = await clickLate(page, issue, app.module);
  if (!app.recovers) {
    await content.getByText("not authenticated").waitFor();
    await saysExpired(explanation);
    await takePicture(page, { content, frame }, join(out, `${app.name}.png`));
    const renewed = await clickLate(page, issue, app.module, { refresh: "resolver" });
    assert.equal(await renewed.content.locator("#updates").textContent(), "0");
  } else {
    assert.equal(await content.locator("#updates").textContent(), "0");
    await content.getByText("ALPHA-1").first().waitFor();
    await explanation.waitFor({ state: "hidden" });
    assert.equal(await frame.getAttribute("data-phase"), "talks");
    await takePicture(page, { content, frame }, join(out, `${app.name}.png`));
    const before = asked.length;
    await content.getByRole("button", { name: "Count again" }).click();
    await content.locator("button:enabled").waitFor();
    assert.equal(asked.length, before + 1);
  }
  assert.deepEqual(errors, [], app.name);
  await page.context().close();
}

// The user is told, once, and tries again by himself.
async function saysThatItFailed(app, browser, issue, apiPath) {
  const errors = [];
  const page = await localPage(browser, errors);
  let asked = 0;
  let answers = false;
  await page.context().route(
    (url) => url.pathname === apiPath,
    (route) => ((asked += 1), answers ? route.continue() : route.fulfill({ status: 503, body: "" })),
  );
  const { content, frame } = await clickLate(page, issue, app.module);
  const alert = content.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.textContent(), /could not be loaded: the app answered 503/);
  const others = page.locator(`.frame:not([data-module="${app.module}"]) iframe`); // show the same panel
  const frames = 1 + (await others.count());
  await takePicture(page, { content, frame }, join(out, `${app.name}-failed.png`));
  await page.waitForFunction(() => document.readyState === "complete");
  assert.ok(asked <= frames, `${asked} requests of ${frames} frames: nothing is asked for again by itself`);
  answers = true;
  await content.getByRole("button", { name: "Try again" }).click();
  assert.equal(await content.locator("#updates").textContent(), "0");
  assert.equal(await frame.getAttribute("data-phase"), "talks");
  assert.deepEqual(errors, [], app.name);
  await page.context().close();
}

// An error page in the app's own layout loads the bridge, which speaks to the page by itself, and does nothing with it.
async function isExplainedThoughItSpeaks(browser) {
  const { sites } = await startSimulator(postern);
  const expiresAt = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url")).exp;
  const app = await startSmallApp({
    key: "com.example.postern.layout",
    name: "An error page in the app's layout",
    modules: { jiraIssueContents: [{ key: "panel", name: { value: "Panel" }, target: { type: "web_panel", url: "/panel" },
      icon: { width: 16, height: 16, url: "/icon" }, tooltip: { value: "Panel" } }] },
    answer: (request, response, path) => {
      if (path !== "/panel") return response.writeHead(204).end();
      const late = expiresAt(tokenOf(request.url)) <= Date.now() / 1000;
      response.writeHead(late ? 401 : 200, { "Content-Type": "text/html" });
      response.end(`<!doctype html><title>Panel</title><script src="${sites[0]}/atlassian-connect/all.js"></script>
<div class="ac-content"><p>${late ? "Try reloading the page" : "The panel"}</p>
<button onclick="AP.context.getToken()">Get a token</button></div>`);
    },
  });
  try {
    await install(sites[0], app.descriptor);
    const page = await localPage(browser, []);
    const { content, explanation, frame } = await clickLate(page, `${sites[0]}/browse/ALPHA-1`, "jiraIssueContents/panel");
    await content.getByText("Try reloading the page").waitFor();
    await explanation.getByText("was refused and asks for no fresh token").waitFor();
    await explanation.getByText("has not asked for one").waitFor();
    await saysExpired(explanation);
    await page.screenshot({ path: join(out, "speaks-and-asks-not.png"), fullPage: true });
    await content.getByRole("button", { name: "Get a token" }).click();
    await explanation.waitFor({ state: "hidden" });
    await frame.getByText("the app has asked for a fresh one").waitFor();
    await page.context().close();
  } finally {
    app.close();
    await stopAll();
  }
}

async function isInstalled(site, descriptor) {
  const { key } = await (await fetch(descriptor)).json();
  const { plugins } = await (await fetch(`${site}/rest/plugins/1.0/`)).json();
  return plugins.some((plugin) => plugin.key === key);
}

// What the guide says of the app: it is there without anybody installing it.
async function hasInstalledItself(app, site, descriptor) {
  const attemptsMax = 600;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    if (await isInstalled(site, descriptor)) return;
    await sleep(100);
  }
  assert.fail(`${app.name} has not installed itself at ${site}`);
}

// The dependencies that the guide names are the ones that are tested.
const dependencies = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies;
assert.deepEqual(dependencies(join(guide, "express")), dependencies(acePackages));

const browser = await launch(packages);
try {
  for (const app of apps) {
    const { sites, keys } = await startSimulator(postern);
    const { found } = await app.start(keys, sites);
    const descriptor = found[1];
    const { baseUrl } = await (await fetch(descriptor)).json();
    if (app.installsItself) await hasInstalledItself(app, sites[0], descriptor);
    for (const site of app.installsItself ? sites.slice(1) : sites) await install(site, descriptor);
    const issue = `${sites[0]}/browse/ALPHA-1`;
    await answersLateUsers(app, sites);
    await refusesStrangers(app, sites);
    await guardsItsData(app, sites, `${baseUrl}/api/issue`);
    await recoversInTheBrowser(app, browser, issue, "/api/issue");
    if (app.recovers) await saysThatItFailed(app, browser, issue, "/api/issue");
    await passesTheScan(app, descriptor);
    await stopAll();
    console.log(`${app.name}: ${app.recovers ? "recovers" : "is a dead end, and is explained"}`);
  }
  await isExplainedThoughItSpeaks(browser);
} finally {
  await browser.close();
  await stopAll();
}
