// What an app finds in the less usual places of the product, in Debian's Chromium: links and dialogs of web items, an item on a
// dashboard, a page of Confluence, and the ways that lead there. Usage: node simulator_places.mjs POSTERN BROWSER_PACKAGES
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { launch, skip } from "./browser.mjs";
import { localPage } from "./late_click.mjs";
import { install, startSimulator, stopAll } from "./running.mjs";
import { panel, shows, startSmallApp } from "./small_app.mjs";

const [postern, packages] = process.argv.slice(2);
if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");

const browser = await launch(packages);
const { sites: [alpha] } = await startSimulator(postern);
const named = (key, more) => ({ key, name: { value: key }, ...more });
const item = (key, url, more) => named(key, { location: "operations-work", url, ...more });
const told = [];
const pages = shows((path) => `<!doctype html><title>${path}</title><script src="${alpha}/atlassian-connect/all.js"></script><p>${path}</p>`);
const app = await startSmallApp({
  key: "com.example.postern.places",
  name: "Places",
  scopes: ["READ", "WRITE"],
  modules: {
    webPanels: [panel("panel")],
    webItems: [
      item("link", "/link?issue={issue.key}"),
      item("opens", "form", { target: { type: "dialogmodule", options: { key: "form" } } }),
    ],
    dialogs: [named("form", { url: "/form?issue={issue.key}", options: { size: "small", header: "A header", hint: "A hint", submitText: "Send" } })],
    jiraDashboardItems: [named("board", { url: "/board", description: { value: "b" }, thumbnailUrl: "/t.png", configurable: true })],
    jiraProjectAdminTabPanels: [named("settings", { location: "projectgroup1", url: "/settings?project={project.key}" })],
    dynamicContentMacros: [named("macro", { url: "/macro?color={color}", parameters: [{ identifier: "color", name: { value: "c" }, type: "string", defaultValue: "red" }] })],
  },
  answer(request, response, path) {
    told.push(request.url);
    pages(request, response, path);
  },
});
const asked = (path) => new URL(told.findLast((url) => url.startsWith(path)) ?? assert.fail(`nobody asked for ${path}`), app.base).searchParams;

const errors = [];
const page = await localPage(browser, errors);
const frameAt = async (module) => {
  const element = await page.waitForSelector(`iframe.ap-iframe[id*="__${module}__"]`);
  const frame = await element.contentFrame();
  await frame.waitForFunction(() => globalThis.AP?.context);
  return frame;
};

async function linksKeepTheIssue() {
  await page.goto(`${alpha}/browse/ALPHA-2?opened=5m`);
  await page.getByRole("link", { name: "link" }).click();
  await page.waitForURL(/\/plugins\/servlet\/ac\/.*opened=5m/);
  await frameAt("link");
  assert.equal(asked("/link").get("issue"), "ALPHA-2");
}

async function dialogsHaveTheOptionsOfTheirModule() {
  await page.goto(`${alpha}/browse/ALPHA-1`);
  const dialog = page.getByRole("dialog", { name: "A header" });
  const ways = {
    "a web item": () => page.getByRole("button", { name: "opens" }).click(),
    "AP.dialog.create": async () => (await frameAt("panel")).evaluate(() => void AP.dialog.create({ key: "form" })),
  };
  for (const [way, open] of Object.entries(ways)) {
    await open();
    await dialog.getByText("A hint").waitFor();
    const frame = await frameAt("form");
    assert.equal(asked("/form").get("issue"), "ALPHA-1", way);
    const heard = frame.evaluate(() => new Promise((resolve) => AP.events.once("dialog.submit", ({ button }) => resolve(button.name))));
    await frame.evaluate(() => AP.dialog.getButton("submit").enable());
    await dialog.getByRole("button", { name: "Send" }).click();
    assert.equal(await heard, "submit", way);
    await dialog.waitFor({ state: "detached" });
  }
  await page.getByRole("button", { name: "opens" }).press("Enter");
  await dialog.getByText("A hint").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.textContent === "opens"); // the focus goes back
}

async function dashboardItemsHearThatTheyAreEdited() {
  await page.goto(`${alpha}/dashboard`);
  const frame = await frameAt("board");
  const heard = frame.evaluate(() =>
    new Promise((resolve) => AP.require(["jira"], (jira) => jira.DashboardItem.onDashboardItemEdit(() => resolve("edit")))));
  await page.getByRole("button", { name: "Edit board" }).click();
  assert.equal(await heard, "edit");
}

async function pagesAreEditedWhereTheyAreRead() {
  await page.goto(`${alpha}/wiki/spaces/ALPHA/pages/98401`);
  const frame = await frameAt("macro");
  assert.equal(asked("/macro").get("color"), "red");
  assert.deepEqual(await frame.evaluate(() => new Promise((resolve) => AP.confluence.getMacroData(resolve))), { color: "red" });
  const edit = page.getByRole("button", { name: "Edit", exact: true });
  await edit.press("Enter");
  await page.getByLabel("Title").fill("Lunch");
  await page.getByLabel("Text").fill("At noon.");
  await page.getByRole("button", { name: "Save" }).press("Enter");
  await page.getByLabel("Title").waitFor({ state: "detached" });
  assert.ok(await edit.evaluate((element) => element === document.activeElement), "the focus is not lost");
  for (const again of [false, true]) {
    if (again) await page.reload();
    await page.getByRole("heading", { name: "Lunch" }).waitFor();
    await page.getByText("At noon.").waitFor();
    await page.getByText("Version 2").waitFor();
  }
}

async function navigatorKnowsItsTargets() {
  const appKey = "com.example.postern.places";
  for (const [target, context, address] of [
    ["contentView", { contentId: "98401" }, "/wiki/spaces/-/pages/98401"],
    ["projectSummary", { projectKey: "ALPHA" }, "/projects/ALPHA"],
    ["projectAdminTabPanel", { addonKey: appKey, adminPageKey: "settings", projectKey: "ALPHA" }, `/plugins/servlet/ac/${appKey}/settings?project.key=ALPHA`],
  ]) {
    await page.goto(`${alpha}/browse/ALPHA-1`);
    const frame = await frameAt("panel");
    await frame.evaluate(([where, what]) => AP.navigator.go(where, what), [target, context]);
    await page.waitForURL(alpha + address);
  }
  await frameAt("settings");
  assert.equal(asked("/settings").get("project"), "ALPHA");
}

// A body without its type is the mistake that works nowhere but here, so it must not.
async function requestsSayWhatTheirBodyIs() {
  await page.goto(`${alpha}/browse/ALPHA-1`);
  const frame = await frameAt("panel");
  const put = (options) =>
    frame.evaluate(
      (more) => AP.request({ url: "/rest/api/3/issue/ALPHA-1", type: "PUT", data: JSON.stringify({ fields: { summary: "New" } }), ...more })
        .then(({ xhr }) => xhr.status, ({ xhr }) => xhr.status),
      options,
    );
  assert.equal(await put({ contentType: "application/json" }), 204);
  assert.equal(await put({ contentType: "text/plain" }), 415);
}

try {
  await install(alpha, app.descriptor);
  await linksKeepTheIssue();
  await dialogsHaveTheOptionsOfTheirModule();
  await dashboardItemsHearThatTheyAreEdited();
  await pagesAreEditedWhereTheyAreRead();
  await navigatorKnowsItsTargets();
  await requestsSayWhatTheirBodyIs();
  assert.deepEqual(errors, []);
} finally {
  await browser.close();
  await stopAll();
  app.close();
}
