// An app on atlassian-connect-express at the simulated product, in Debian's Chromium: it installs itself, its panel uses the
// bridge, and the click that comes 16 minutes late. Usage: node simulator.mjs POSTERN APP_PACKAGES BROWSER_PACKAGES OUT
// Screenshots are left in OUT, to be looked at.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, skip } from "./browser.mjs";
import { install, start, startSimulator, stopAll } from "./running.mjs";
import { startSmallApp } from "./small_app.mjs";

const [postern, appPackages, browserPackages, out] = process.argv.slice(2);
for (const packages of [appPackages, browserPackages])
  if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");
const axe = readFileSync(createRequire(join(browserPackages, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "postern-e2e-"));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

async function startApp(sites, keys) {
  const app = join(folder, "app");
  cpSync(join(dirname(fileURLToPath(import.meta.url)), "simulator-app"), app, { recursive: true });
  const development = { watch: false, store: { adapter: "process-memory" }, hosts: Object.values(sites) };
  writeFileSync(join(app, "config.json"), JSON.stringify({ development, product: "jira" }));
  const env = {
    PATH: process.env.PATH,
    NODE_PATH: join(appPackages, "node_modules"),
    CONNECT_KEYS_CDN_URL: keys,
    AC_HOST_SCRIPT_URL: `${sites.alpha}/atlassian-connect/all.js`,
  };
  await start(/./, process.execPath, ["app.js"], { cwd: app, env });
}

const browser = await launch(browserPackages);

// A page that may complain of nothing but what `expected` names.
async function open(url, expected = []) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints = [];
  const note = (text) => expected.some((each) => each.test(text)) || complaints.push(text);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && note(message.text()));
  page.on("pageerror", (error) => note(`${error.stack}`));
  await page.goto(url);
  return {
    page,
    close: async () => {
      assert.deepEqual(complaints, [], url);
      await context.close();
    },
  };
}

// The frame of a module, as a person sees it: by the element that the host made for it.
const frameOf = (page, module) => page.frameLocator(`iframe.ap-iframe[id*="__${module}"]`);

async function until(probe, message) {
  for (let tries = 0; tries < 300; ++tries) {
    if (await probe()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(message);
}

const is = async (locator, text) => {
  await locator.filter({ hasText: text }).waitFor();
  assert.equal(await locator.textContent(), text);
};

async function saysOnceThatNoAppIsInstalled(sites) {
  for (const path of ["/", "/browse/ALPHA-1", "/dashboard"]) {
    const { page, close } = await open(sites.alpha + path);
    const main = page.locator("main");
    await main.getByText("No app is installed on this site").waitFor();
    assert.equal(await main.getByRole("link", { name: /install/i }).count(), 1, path);
    assert.equal(await main.getByText(/the app has|none is installed/i).count(), 0, path);
    await close();
  }
}

async function usesTheBridge(sites) {
  const { page, close } = await open(`${sites.alpha}/browse/ALPHA-1`);
  const panel = frameOf(page, "panel");
  await is(panel.locator("#summary"), "The panel is empty after lunch");
  await is(panel.locator("#place"), "ALPHA-1");
  await is(panel.locator("#user"), "a1fa00000000000000000001");
  await panel.locator("#tenant").filter({ hasText: /^[0-9a-f-]{36}$/ }).waitFor();
  await page.screenshot({ path: join(out, "panel.png") });

  await panel.locator("#grow").click();
  const element = page.locator('iframe.ap-iframe[id*="__panel"]');
  await until(async () => (await element.boundingBox()).height === 432, "AP.resize changes the frame");

  await panel.locator("#flag").click();
  await page.getByText("Put up by the app").waitFor();

  await panel.locator("#dialog").click();
  const dialog = frameOf(page, "note-dialog");
  await is(dialog.locator("#given"), "panel");
  await page.screenshot({ path: join(out, "dialog.png") });
  await dialog.locator("#close").click();
  await is(panel.locator("#said"), "yes");
  await close();
}

async function showsAdministratorsTheirPages(sites) {
  const settings = "/plugins/servlet/ac/com.example.postern.e2e-simulator/settings";
  const { page, close } = await open(`${sites.alpha}${settings}`, [/status of 403/]);
  await is(frameOf(page, "settings").locator("h1"), "Settings");
  const apps = page.locator('a[href*="/plugins/servlet/upm"]');
  assert.ok((await apps.count()) > 0, "an administrator gets to the apps");
  await page.getByRole("combobox", { name: "User" }).selectOption("a1fa00000000000000000002");
  await page.getByText("This page is for administrators").waitFor();
  for (const path of ["/", "/browse/ALPHA-1"]) {
    await page.goto(sites.alpha + path);
    await page.locator("main").waitFor();
    assert.equal(await apps.count(), 0, `nobody else is sent there: ${path}`);
  }
  await close();
}

// The app cannot refuse to go, and its address is still suggested then.
async function takesAnAppAwayThatDoesNotAnswer(site) {
  const app = await startSmallApp({ key: "com.example.postern.gone", name: "Gone", lifecycle: ["installed", "uninstalled"], modules: {} });
  await install(site, app.descriptor);
  app.close();
  const { page, close } = await open(`${site}/plugins/servlet/upm`);
  const late = await open(`${site}/plugins/servlet/upm`);
  await page.getByRole("button", { name: "Uninstall" }).click();
  await page.getByRole("heading", { name: "uninstalled: done, but the app did not accept it" }).waitFor();
  await page.getByText("the app did not answer to uninstalled").first().waitFor();
  assert.equal(await page.getByText("No answer by").count(), 0);
  await page.getByRole("button", { name: app.descriptor }).waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Address of the descriptor" }).inputValue(), app.descriptor);
  await close();
  await late.page.getByRole("button", { name: "Uninstall" }).click();
  await late.page.getByRole("heading", { name: "uninstalled: refused" }).waitFor();
  await late.page.getByText("no app is installed here").first().waitFor();
  await late.close();
}

async function diesLate(sites) {
  const { page, close } = await open(`${sites.alpha}/browse/ALPHA-1?opened=16m&refresh=stale`, [/status of 401/]);
  await page.getByRole("button", { name: /Foo/ }).click();
  await page.getByText(/expired .* ago/).first().waitFor();
  await page.getByText(/AP\.context\.getToken/).first().waitFor();
  await page.screenshot({ path: join(out, "late-stale.png"), fullPage: true });
  await page.getByRole("link", { name: "The exchange in the inspector" }).first().click();
  await page.getByRole("region", { name: /^Exchange \d+$/ }).getByText(/frame .*foo/).first().waitFor();
  await close();
}

async function leadsBackFromAMistypedTime(sites) {
  const { page, close } = await open(`${sites.alpha}/browse/ALPHA-1?opened=17x`, [/status of 400/]);
  await page.getByRole("heading", { level: 1 }).waitFor();
  for (const href of await page.locator("header a").evaluateAll((links) => links.map((link) => link.href)))
    assert.doesNotMatch(href, /17x/);
  await page.getByRole("radio", { name: "now" }).click({ force: true });
  await page.getByRole("heading", { name: "The panel is empty after lunch" }).waitFor();
  await page.waitForFunction(() => document.activeElement?.matches("input[name=opened][value=now]")); // the focus is kept
  await close();
}

async function isRenewed(sites) {
  // The panel that stands on the page from the start was made with it, and is as old.
  const { page, close } = await open(`${sites.alpha}/browse/ALPHA-1?opened=16m&refresh=resolver`, [/status of 401/]);
  await page.getByRole("button", { name: /Foo/ }).click();
  await is(frameOf(page, "foo").locator("#place"), "ALPHA-1");
  await page.screenshot({ path: join(out, "late-resolver.png"), fullPage: true });
  await close();
}

async function leavesTheFocusAtTheFormsButton(sites) {
  const { page, close } = await open(`${sites.alpha}/browse/ALPHA-3`);
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  for (const [button, summary] of [
    ["Save", "Edited by keyboard"],
    ["Cancel", "Never saved"],
  ]) {
    await edit.press("Enter");
    await page.getByLabel("Summary").fill(summary);
    await page.getByRole("button", { name: button }).press("Enter");
    await page.getByRole("button", { name: button }).waitFor({ state: "detached" });
    assert.ok(await edit.evaluate((element) => element === document.activeElement), button);
    assert.equal(await page.locator("h1").textContent(), "Edited by keyboard");
  }
  await close();
}

async function isAccessible(url, name) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true });
      const page = await context.newPage();
      await page.goto(url);
      await page.locator("main").waitFor();
      await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${name}: ${wide} pixels wide on a screen of ${width}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run({ iframes: false }));
      const grave = violations
        .filter((each) => ["serious", "critical"].includes(each.impact))
        .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
      assert.deepEqual(grave, [], `${name}, ${colorScheme}, ${width}`);
      await context.close();
    }
  }
}

try {
  const { sites: [alpha, beta], keys } = await startSimulator(postern);
  const sites = { alpha, beta };
  await saysOnceThatNoAppIsInstalled(sites);
  await startApp(sites, keys);
  const apps = async (site) => (await fetch(`${site}/rest/plugins/1.0/`)).json();
  for (const site of [alpha, beta])
    await until(async () => (await apps(site)).plugins.length === 1, "the app installs itself");
  await usesTheBridge(sites);
  await showsAdministratorsTheirPages(sites);
  await leavesTheFocusAtTheFormsButton(sites);
  await diesLate(sites);
  await isRenewed(sites);
  await leadsBackFromAMistypedTime(sites);
  for (const [name, path] of Object.entries({ home: "/", issue: "/browse/ALPHA-2", apps: "/plugins/servlet/upm", dashboard: "/dashboard" }))
    await isAccessible(`${sites.alpha}${path}`, name);
  await takesAnAppAwayThatDoesNotAnswer(sites.beta);
} finally {
  await browser.close();
  await stopAll();
  rmSync(folder, { recursive: true, force: true });
}
