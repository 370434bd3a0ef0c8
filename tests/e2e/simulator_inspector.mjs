// The inspector in Debian's Chromium: what browser, host and app say shows up live, is explained, found, replayed,
// exported and imported. Usage: node simulator_inspector.mjs POSTERN BROWSER_PACKAGES OUT
// Screenshots are left in OUT, to be looked at.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { launch, skip } from "./browser.mjs";
import { install, start, startSimulator, stopAll } from "./running.mjs";

const [postern, browserPackages, out] = process.argv.slice(2);
if (!existsSync(join(browserPackages, "node_modules"))) skip("the packages are not installed");
const axe = readFileSync(createRequire(join(browserPackages, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const browser = await launch(browserPackages);
const complaints = [];

async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(`${error.stack}`));
  await page.goto(url);
  return page;
}

const lines = (page) => page.getByRole("list", { name: "Exchanges, the newest first" }).getByRole("button");
const details = (page) => page.getByRole("region", { name: /^Exchange \d+$/ });

// The page tells it, which comes after its frame was answered: a page that is left before tells nothing.
async function waitUntilTheNewestFrameHasLoaded(page) {
  await lines(page).filter({ hasText: "frame webPanels/foo-panel" }).first().click();
  await details(page).getByText(/The frame loaded after \d+ ms/).waitFor();
  await page.keyboard.press("Escape");
  await details(page).waitFor({ state: "detached" });
}

async function growsWhileItIsOpen(site) {
  const page = await open(`${site}/inspector`);
  await page.getByText("Live", { exact: true }).waitFor();
  await lines(page).filter({ hasText: "installed" }).first().waitFor();
  const issue = await open(`${site}/browse/ALPHA-1`);
  await lines(page).filter({ hasText: "/browse/ALPHA-1" }).first().waitFor();
  await waitUntilTheNewestFrameHasLoaded(page);

  await page.getByRole("button", { name: "Pause" }).click();
  const before = await lines(page).count();
  await issue.goto(`${site}/dashboard`);
  await page.getByText(/^Paused: [1-9]\d* new$/).waitFor();
  assert.equal(await lines(page).count(), before, "nothing moves while it is held");
  await page.getByRole("button", { name: "Pause" }).click();
  await lines(page).filter({ hasText: "/dashboard" }).first().waitFor();
  await issue.context().close();
  return page;
}

async function explainsATokenAndMasksIt(page) {
  await lines(page).filter({ hasText: "installed" }).filter({ hasText: "alpha" }).first().click();
  await details(page).getByText("equal", { exact: true }).waitFor();
  await details(page).getByText("signed with the host's key").waitFor();
  const body = details(page).getByLabel("Request: body");
  assert.match(await body.textContent(), /"sharedSecret": "\[/);
  await page.screenshot({ path: join(out, "details.png"), fullPage: true });
  await details(page).getByRole("button", { name: "Show secrets" }).click();
  await body.filter({ hasText: /"sharedSecret": "[0-9a-f]{64}"/ }).waitFor();
  await details(page).getByRole("button", { name: "Show secrets" }).click();
  await body.filter({ hasText: /"sharedSecret": "\[/ }).waitFor();
}

async function showsABodyAsItWasSent(page) {
  const body = String.raw`{"big":12345678901234567890,"twice":1.0,"twice":[],"text":"\u00e4\/","deep":{"a":[1e2]}}`;
  const shown = String.raw`{
  "big": 12345678901234567890,
  "twice": 1.0,
  "twice": [],
  "text": "\u00e4\/",
  "deep": {
    "a": [
      1e2
    ]
  }
}`;
  const entry = {
    startedDateTime: "2025-01-01T00:00:00Z",
    request: { method: "POST", url: "http://127.0.0.1:1/as-sent", postData: { mimeType: "application/json", text: body } },
    response: { status: 200, content: { size: 5, text: "{'a'}" } },
  };
  const buffer = Buffer.from(JSON.stringify({ log: { entries: [entry] } }));
  await page.getByText("HAR", { exact: true }).click();
  await page.getByLabel("Import").setInputFiles({ name: "sent.har", mimeType: "application/json", buffer });
  await lines(page).filter({ hasText: "/as-sent" }).first().click();
  await details(page).getByLabel("Answer: body").waitFor();
  assert.equal(await details(page).getByLabel("Request: body").textContent(), shown);
  assert.equal(await details(page).getByLabel("Answer: body").textContent(), "{'a'}");
  await page.getByText("HAR", { exact: true }).click();
}

// More tabs than a browser opens connections: those that nobody sees give theirs up, and go on when they are seen.
async function leavesItsConnectionToOthersWhileItIsHidden(site) {
  const first = await open(`${site}/inspector`);
  const tabs = [first];
  const hide = (page, hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  for (let i = 0; i < 7; i += 1) {
    const tab = tabs[i];
    await tab.getByText("Live", { exact: true }).waitFor();
    await lines(tab).first().waitFor();
    await hide(tab, true);
    await tab.getByText("Connecting", { exact: false }).waitFor();
    const next = await first.context().newPage();
    next.setDefaultTimeout(60_000);
    tabs.push(next);
    await next.goto(`${site}/inspector`);
  }
  const before = await lines(first).count();
  await tabs[7].goto(`${site}/browse/ALPHA-3`);
  assert.equal(await lines(first).filter({ hasText: "/browse/ALPHA-3" }).count(), 0, "a hidden page reads nothing");
  const resuming = first.waitForRequest((request) => request.url().endsWith("/inspector/stream"));
  await hide(first, false);
  assert.match((await resuming).headers()["last-event-id"] ?? "", /^\d+-\d+$/, "it asks for what it missed");
  await lines(first).filter({ hasText: "/browse/ALPHA-3" }).first().waitFor();
  assert.ok((await lines(first).count()) > before, "what it had is still there");
  await first.context().close();
}

async function asksAgainForWhatABreakCutOff(site) {
  const page = await open("about:blank");
  const asked = [];
  await page.route("**/inspector/stream", (route) => {
    asked.push(route.request().headers()["last-event-id"] ?? "");
    const body = "event: reset\nid: 0-3\ndata: {}\n\nevent: exchange\nid: 0-5\n";
    return asked.length === 1 ? route.fulfill({ contentType: "text/event-stream", body }) : route.continue();
  });
  await page.goto(`${site}/inspector`);
  await lines(page).first().waitFor();
  assert.deepEqual(asked, ["", "0-3"], "the last event that was whole");
  await page.context().close();
}

async function isUsedByKeyboard(page) {
  await page.keyboard.press("Escape");
  await details(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Pause" }).click(); // or a new line may take the place of the second
  await lines(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  const focused = await lines(page).nth(1).evaluate((line) => line === document.activeElement);
  assert.ok(focused, "the arrow keys lead from line to line");
  await page.keyboard.press("Enter");
  await details(page).getByRole("heading", { name: "Request" }).waitFor();
  await page.keyboard.press("Tab");
  assert.ok(await details(page).evaluate((region) => region.contains(document.activeElement)), "the tabulator leads on to the details");
  await page.keyboard.press("Escape");
  await details(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Pause" }).click();
}

async function findsByClaim(page) {
  const all = await lines(page).count();
  await page.getByRole("searchbox").fill("webPanels/foo-panel");
  await lines(page).filter({ hasText: "frame webPanels/foo-panel" }).first().waitFor();
  await page.waitForFunction((count) => document.querySelectorAll(".exchange").length < count, all);
  await page.getByRole("searchbox").fill("");
  await page.waitForFunction((count) => document.querySelectorAll(".exchange").length >= count, all);
  await page.getByRole("combobox", { name: "Direction" }).selectOption("browser-app");
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".exchange .direction")].every((each) => each.textContent === "Browser \u2192 app"),
  );
}

async function tellsThatALateTokenWasExpired(page, site) {
  const issue = await open(`${site}/browse/ALPHA-1?opened=16m&refresh=stale`);
  const late = lines(page).filter({ hasText: "explanation of a silent frame" }).first();
  await late.click();
  await details(page).getByText(/When it was sent: expired 1 minute/).waitFor();
  await details(page).getByText("equal", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await waitUntilTheNewestFrameHasLoaded(page);
  await issue.context().close();
  const expected = complaints.splice(0);
  assert.ok(expected.every((each) => /status of 401/.test(each)), expected.join("\n"));
}

async function replaysWithChanges(page) {
  await lines(page).filter({ hasText: "frame webPanels/foo-panel" }).first().click();
  await details(page).getByText(/The frame loaded after \d+ ms/).waitFor();
  const results = details(page).getByRole("list", { name: "What came of replays" }).getByRole("listitem");
  await details(page).getByRole("button", { name: "The same from here" }).click();
  await results.filter({ hasText: "200 now" }).waitFor();
  for (const [name, status] of [
    ["With a fresh token", 200],
    ["Expired an hour ago", 401],
    ["With the hash of another address", 401],
    ["Signed by another tenant", 401],
    ["Without a token", 401],
  ]) {
    await details(page).getByRole("button", { name, exact: true }).click();
    const result = results.filter({ hasText: name });
    await result.getByText("as expected", { exact: true }).waitFor();
    assert.match(await result.textContent(), new RegExp(`${status} now`));
  }
  await page.screenshot({ path: join(out, "replays.png"), fullPage: true });
  await results.filter({ hasText: "Expired an hour ago" }).getByRole("button").click();
  await details(page).getByText(/When it was sent: expired 1 hour ago/).waitFor();
  await details(page).getByRole("button", { name: /^Repeats exchange \d+$/ }).waitFor();
  await page.getByRole("button", { name: "Close the exchange" }).click();
  await page.getByRole("combobox", { name: "Direction" }).selectOption("");
}

async function firesAWebhook(page) {
  await page.getByText("Fire a webhook").click();
  assert.equal(await page.getByLabel("Event").inputValue(), "jira:issue_updated");
  const about = await page.getByLabel("about").getByRole("option").allTextContents();
  assert.ok(about.length > 0 && about.every((each) => each.startsWith("ALPHA-")), `about issues alone: ${about}`);
  await page.getByRole("button", { name: "Fire", exact: true }).click();
  await page.getByText("Sent to one webhook of the app.").waitFor();
  await lines(page).filter({ hasText: "webhook jira:issue_updated" }).first().waitFor();
}

async function exportsAndImports(page) {
  await page.getByText("HAR", { exact: true }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export what is shown" }).click();
  const file = await (await downloading).path();
  const har = readFileSync(file, "utf8");
  assert.equal(JSON.parse(har).log.version, "1.2");
  assert.doesNotMatch(har, /"sharedSecret\\": ?\\"[0-9a-f]{64}/, "secrets are masked unless asked for");

  const other = await open(page.url());
  for (const each of [page, other]) {
    await lines(each).first().click();
    await details(each).getByRole("heading", { name: "Request" }).waitFor();
  }
  // Held, it would show what it had; but nothing is left that could be opened.
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByText("Nothing yet").waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await details(page).waitFor({ state: "detached" });
  await details(other).getByText("The list has dropped this exchange").waitFor();
  await page.getByLabel("Import").setInputFiles({ name: "a.har", mimeType: "application/json", buffer: Buffer.from(har) });
  await page.getByText(/^Imported \d+\.$/).waitFor();
  await lines(page).filter({ hasText: "(imported)" }).first().waitFor();
  await lines(other).first().waitFor();
  const alerts = await details(other).getByRole("alert").allTextContents();
  assert.equal(alerts.join(""), "", "what is gone is not asked for");
  await other.context().close();
  await page.getByLabel("Import").setInputFiles({ name: "b.har", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.getByText("log: this is missing").waitFor();
  assert.match(complaints.pop() ?? "", /status of 400/);
  const cut = Buffer.from('{\n  "log": {"entries": [');
  await page.getByLabel("Import").setInputFiles({ name: "cut.har", mimeType: "application/json", buffer: cut });
  await page.getByText("line 2, column 23: this is no JSON: it ends too early").waitFor();
  assert.match(complaints.pop() ?? "", /status of 400/);
  const large = Buffer.alloc(9 * 1024 * 1024, " ");
  await page.getByLabel("Import").setInputFiles({ name: "large.har", mimeType: "application/json", buffer: large });
  await page.getByText("large.har has 9 MiB: an archive has at most 8 MiB.").waitFor();
}

// Of a browser: each entry says whom it asked, and while it is read nothing is said of the one before.
async function importsAnArchiveOfABrowser(page, site) {
  const entry = (url) => ({ startedDateTime: "2025-01-01T00:00:00Z", request: { method: "GET", url }, response: { status: 200 } });
  const urls = [`${site}/browse/ALPHA-2?of=har`, `${site}/simulator/web/simulator.js`, "https://cdn.example/of-har.js"];
  const buffer = Buffer.from(JSON.stringify({ log: { entries: urls.map(entry) } }));
  let letGo;
  const held = new Promise((resolve) => (letGo = resolve));
  await page.route("**/inspector/import", async (route) => (await held, await route.continue()));
  await page.getByLabel("Import").setInputFiles({ name: "b.har", mimeType: "application/json", buffer });
  await page.getByText("Importing b.har \u2026", { exact: true }).waitFor();
  letGo();
  await page.getByText("Imported 2. Left out 1 for files of the simulator's own pages.").waitFor();
  await lines(page).filter({ hasText: "Browser \u2192 host" }).filter({ hasText: "page (imported)" }).first().waitFor();
  const elsewhere = lines(page).filter({ hasText: "Browser \u2192 elsewhere" }).filter({ hasText: "/of-har.js" });
  await elsewhere.first().waitFor();
  assert.doesNotMatch(await elsewhere.first().textContent(), /imported.*imported/);
  await page.unroute("**/inspector/import");
}

async function isAccessible(url) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const page = await open(url, { viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
      await lines(page).filter({ hasText: "frame webPanels" }).first().click();
      await details(page).getByRole("heading", { name: "Replay" }).waitFor();
      const top = await details(page).evaluate((box) => box.getBoundingClientRect().top);
      assert.ok(top >= -1 && top < 844, `what was opened is in view, ${top} pixels from the top`);
      await page.screenshot({ path: join(out, `inspector-${width}-${colorScheme}.png`) });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${wide} pixels wide on a screen of ${width}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      const grave = violations
        .filter((each) => ["serious", "critical"].includes(each.impact))
        .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
      assert.deepEqual(grave, [], `${colorScheme}, ${width}`);
      await page.context().close();
    }
  }
}

try {
  const { sites, keys } = await startSimulator(postern);
  const sample = await start(/(http:\/\/\S+\/atlassian-connect\.json)$/, postern, [
    ...["sample", "--port", "0"],
    ...["--simulator", "--key-server", keys],
  ]);
  for (const site of sites) await install(site, sample.found[1]);
  const page = await growsWhileItIsOpen(sites[0]);
  await page.screenshot({ path: join(out, "list.png") });
  await explainsATokenAndMasksIt(page);
  await showsABodyAsItWasSent(page);
  await isUsedByKeyboard(page);
  await findsByClaim(page);
  await replaysWithChanges(page);
  await tellsThatALateTokenWasExpired(page, sites[0]);
  await leavesItsConnectionToOthersWhileItIsHidden(sites[0]);
  await asksAgainForWhatABreakCutOff(sites[0]);
  await firesAWebhook(page);
  await exportsAndImports(page);
  await importsAnArchiveOfABrowser(page, sites[0]);
  await isAccessible(`${sites[0]}/inspector`);
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
  await stopAll();
}
