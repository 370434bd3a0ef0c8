// A hostile app's frame at the simulated product, in Debian's Chromium: what it tries, and that nothing comes of it.
// Usage: node simulator_hostile.mjs POSTERN BROWSER_PACKAGES
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { launch, skip } from "./browser.mjs";
import { install, pageData, startSimulator, stopAll } from "./running.mjs";
import { panel, shows, startSmallApp } from "./small_app.mjs";

const [postern, packages] = process.argv.slice(2);
if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");

const browser = await launch(packages);
const { sites: [alpha, beta] } = await startSimulator(postern);

// What runs in the frame. Each attempt gives what it got hold of; "" is nothing.
const attack = async ({ alpha, beta, wait }) => {
  const outcome = {};
  const attempt = async (name, action) => {
    try {
      outcome[name] = String((await action()) ?? "");
    } catch {
      outcome[name] = "";
    }
  };
  const post = (url, headers, mode) => fetch(url, { method: "POST", body: "{}", headers, mode, credentials: "include" });
  for (const [site, origin] of [["alpha", alpha], ["beta", beta]]) {
    await attempt(`read a page of ${site}`, async () => (await fetch(origin + "/browse/ALPHA-1", { credentials: "include" })).text());
    await attempt(`call the API of ${site}`, async () => (await post(origin + "/simulator/api/token", { "X-Postern-Page": "x" })).text());
    await attempt(`call it blindly at ${site}`, async () => (await post(origin + "/simulator/api/uninstall", {}, "no-cors")).text());
    await attempt(`read REST of ${site}`, async () => (await fetch(origin + "/rest/api/3/myself", { credentials: "include" })).text());
    await attempt(`list the apps of ${site}`, async () => (await fetch(origin + "/rest/plugins/1.0/")).text());
    await attempt(`install at ${site}`, async () => (await post(origin + "/rest/plugins/1.0/?token=x", { "Content-Type": "text/plain" }, "no-cors")).text());
  }
  await attempt("read the parent's document", () => parent.document.body.innerHTML);
  await attempt("read the secret in the parent", () => parent.document.getElementById("data").textContent);

  // The bridge, in the name of another frame, and of none.
  const own = JSON.parse(window.name);
  const ask = (eid, patience = wait) =>
    new Promise((resolve) => {
      const mid = Math.random().toString(16).slice(2);
      const hear = ({ data }) => data?.mid === mid && resolve(JSON.stringify(data.args));
      addEventListener("message", hear);
      parent.postMessage({ type: "req", eid, mid, mod: "context", fn: "getToken", args: [] }, "*");
      setTimeout(() => resolve(""), patience);
    });
  const others = own.extension_id.replace(/__panel-(one|two)__/, (_, name) => (name === "one" ? "__panel-two__" : "__panel-one__"));
  await attempt("ask with a made-up eid", () => ask("com.example.victim__panel__0123456789"));
  await attempt("ask with the eid of a frame that is not there", () => ask(others));
  const sibling = [...Array(parent.length).keys()].map((index) => parent[index]).find((each) => each !== window);
  await attempt("ask with the eid of the other frame", async () => {
    const name = sibling && sibling.name; // same origin here: its name can be read, but not used
    return name ? ask(JSON.parse(name).extension_id) : "";
  });
  outcome.own = await ask(own.extension_id, 60_000);
  return outcome;
};

const vast = { width: "99999999px", height: "99999999px" };
const pages = shows((path) => `<!doctype html><title>Hostile</title><script src="${alpha}/atlassian-connect/all.js"></script><p>${path}</p>`);
const app = await startSmallApp({
  key: "com.example.postern.hostile",
  name: "Hostile",
  modules: {
    webPanels: [panel("panel-one"), panel("panel-two")],
    webItems: [{ ...panel("wide"), location: "jira.issue.tools", target: { type: "dialog", options: vast } }],
  },
  answer(request, response, path) {
    if (path === "/script.js") response.writeHead(200, { "Content-Type": "text/javascript" }).end();
    else pages(request, response, path);
  },
});

async function opened(page) {
  await page.goto(`${alpha}/browse/ALPHA-1`);
  const element = await page.waitForSelector('iframe.ap-iframe[id*="__panel-one__"]');
  const frame = await element.contentFrame();
  await frame.waitForFunction(() => globalThis.AP?.context);
  return frame;
}

async function leadsThePageNowhereElse(page) {
  const elsewhere = new URL(app.base).host;
  const ways = ["/.//a//HOST/x", "//HOST/x", "/.//HOST/x", "/\\HOST/x", "http://HOST/x", "javascript:alert(1)", `blob:${alpha}/x`];
  const frame = await opened(page);
  for (const [index, way] of ways.entries()) {
    await frame.evaluate((url) => AP.navigator.go("site", { relativeUrl: url }), way.replace("HOST", elsewhere));
    await page.waitForFunction((count) => document.querySelectorAll(".flag").length === count, index + 1);
    assert.equal(page.url(), `${alpha}/browse/ALPHA-1`, way);
  }

  // Nor to a page as another user.
  const { user, users } = await pageData(alpha, "/");
  const other = users.find(({ accountId }) => accountId !== user.accountId);
  const seen = () => page.evaluate(() => JSON.parse(document.getElementById("data").textContent).user.accountId);
  await frame.evaluate((id) => AP.navigator.go("site", { relativeUrl: `/dashboard?user=${id}#here` }), other.accountId);
  await page.waitForURL(`${alpha}/dashboard#here`);
  assert.equal(await seen(), user.accountId);
  await page.goto(`${alpha}/dashboard?user=${other.accountId}`);
  assert.equal(await seen(), user.accountId, "no address chooses who looks");
}

// What a browser sends names the page that it comes from. An app's server, which may remove its app, is none.
async function isRemovedByNoPage(page) {
  await opened(page);
  const status = await page.evaluate(
    async (url) => (await fetch(url, { method: "DELETE" })).status,
    `${alpha}/rest/plugins/1.0/com.example.postern.hostile-key`,
  );
  assert.equal(status, 403);
  assert.equal((await pageData(alpha, "/")).app?.key, "com.example.postern.hostile");
}

// What gets into a page of the product neither runs nor speaks to anybody else.
async function keepsItsPolicy(page) {
  await opened(page);
  const outcome = await page.evaluate(async (elsewhere) => {
    const add = (name, attributes) => {
      const element = Object.assign(document.createElement(name), attributes);
      document.body.append(element);
      return new Promise((resolve) => {
        element.onload = () => resolve("loaded");
        element.onerror = () => resolve("refused");
      });
    };
    void add("script", { textContent: "globalThis.ran = true" });
    const form = Object.assign(document.createElement("form"), { action: `${elsewhere}/form`, method: "post" });
    const violated = new Promise((resolve) => addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
      effectiveDirective === "form-action" && resolve("refused")));
    document.body.append(form);
    form.submit();
    return {
      inline: globalThis.ran ? "ran" : "refused",
      script: await add("script", { src: `${elsewhere}/script.js` }),
      request: await fetch(elsewhere, { mode: "no-cors" }).then(() => "sent", () => "refused"),
      form: await violated,
    };
  }, app.base);
  assert.deepEqual(Object.values(outcome), Object.keys(outcome).map(() => "refused"), JSON.stringify(outcome));
}

async function keepsCookiesOutOfRequests(page) {
  const frame = await opened(page);
  await frame.evaluate(() => {
    for (let i = 0; i < 60; ++i) AP.cookie.save(`c${i}`, String(i).padEnd(3900, "x"), 1);
  });
  const read = (from, name) => from.evaluate((it) => new Promise((resolve) => AP.cookie.read(it, resolve)), name);
  assert.match(await read(frame, "c59"), /^59x/);
  const again = await opened(page);
  assert.match(await read(again, "c59"), /^59x/, "kept when the page is loaded anew");
  assert.equal(await read(again, "c0"), undefined, "the oldest went");
  await again.evaluate(() => AP.cookie.erase("c59"));
  assert.equal(await read(again, "c59"), undefined);
  const sent = await page.context().cookies();
  assert.deepEqual(sent.filter(({ name }) => name.includes("com.example")), [], "no request carries them");
}

async function boundsWhatIsShown(page) {
  const frame = await opened(page);
  const own = 'iframe.ap-iframe[id*="__panel-one__"]';
  await frame.evaluate(({ width, height }) => AP.resize(width, height), vast);
  await page.waitForFunction((it) => document.querySelector(it).style.height === "20000px", own);
  await frame.evaluate(() => AP.resize("100%", "100px"));
  await page.waitForFunction((it) => document.querySelector(it).style.height === "100px", own);

  await frame.evaluate(() => {
    for (let i = 0; i < 300; ++i) {
      AP.flag.create({ title: `Flag ${i}.`, body: "", close: "manual" });
      AP.messages.info(`Message ${i}.`, "");
    }
  });
  const counts = () => ["flags", "messages"].map((name) => document.querySelectorAll(`.${name} .flag`).length);
  await page.getByText("Message 299.").waitFor();
  await page.getByText("Flag 299.").waitFor();
  assert.deepEqual(await page.evaluate(counts), [50, 50]);
  await frame.evaluate(() => {
    const actions = Object.fromEntries([...Array(100).keys()].map((number) => [`action-${number}`, `Action ${number}`]));
    AP.flag.create({ title: "Many actions", body: "", close: "manual", actions });
  });
  const flag = page.locator(".flag", { hasText: "Many actions" });
  await flag.waitFor();
  assert.equal(await flag.getByRole("button", { name: /^Action/ }).count(), 10);

  await opened(page);
  await page.getByRole("button", { name: "wide", exact: true }).click();
  const close = await page.getByRole("button", { name: "Close wide" }).boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(close.x > 0 && close.x + close.width <= width, "the dialog can be closed");
  assert.ok(close.y > 0 && close.y + close.height <= height, "the dialog can be closed");
}

async function boundsDialogs(page) {
  const frame = await opened(page);
  let asked = 0;
  const count = (request) => (asked += new URL(request.url()).pathname === "/simulator/api/frame" ? 1 : 0);
  page.on("request", count);
  const create = (number) =>
    frame.evaluate(async (most) => {
      for (let i = 0; i < most; ++i) AP.dialog.create({ key: "panel-two", chrome: true, header: `Dialog ${i}` });
      await AP.context.getToken(); // asked last, and so answered when all of them were heard
    }, number);
  const open = page.locator(".dialog");
  const areOpen = (number) => page.waitForFunction((it) => document.querySelectorAll(".dialog").length === it, number);
  await create(300);
  await page.getByText("5 dialogs are open").waitFor();
  assert.equal(await page.locator(".flag").count(), 1, "said once");
  await areOpen(5);
  assert.equal(asked, 5, "no frames are asked for that are not shown");
  for (let left = 4; left >= 0; --left) {
    await open.last().getByRole("button", { name: /^Close Dialog/ }).click();
    await areOpen(left);
  }
  await create(1);
  await areOpen(1);
  page.off("request", count);

  await frame.evaluate(() => {
    for (let i = 0; i < 100; ++i) AP.dialog.createButton({ identifier: `button-${i}`, text: `Button ${i}` });
  });
  await page.getByText("Too many buttons").waitFor();
  assert.equal(await open.locator("footer button").count(), 20);
}

// What looks like an element of the page's own making is none when an app sends it.
async function drawsTextsAlone(page) {
  const frame = await opened(page);
  await frame.evaluate(() => {
    const element = { type: "output", props: { children: "drawn" }, key: null, ref: null, constructor: undefined };
    AP.dialog.create({ key: "panel-two", chrome: true, header: { value: element }, submitText: element });
  });
  assert.equal(await page.locator(".dialog h2").textContent(), "[object Object]");
  assert.equal(await page.locator(".dialog output").count(), 0);
}

async function answersOddArguments(page) {
  const errors = [];
  const collect = (error) => errors.push(error.message);
  const frame = await opened(page);
  page.on("pageerror", collect);
  const heard = await frame.evaluate(async () => {
    const odd = { toString: 1, valueOf: 1 };
    const ask = (action) => new Promise((resolve) => action((...got) => resolve(JSON.stringify(got))));
    AP.cookie.save("\ud800", "half", 1);
    AP.cookie.save(odd, odd, odd);
    AP.resize(odd, odd);
    AP.jira.setDashboardItemTitle(odd);
    AP.navigator.go(odd, odd);
    AP.history.pushState(odd);
    AP.dialog.create({ key: odd });
    AP.dialog.create({ key: "odd", header: { value: odd }, hint: odd, size: odd });
    return {
      half: await ask((done) => AP.cookie.read("\ud800", done)),
      odd: await ask((done) => AP.cookie.read(odd, done)),
      large: await ask((done) => AP.cookie.save("large", "x".repeat(5000), 1, done)),
      request: await ask((done) => AP.request({ url: odd, success: () => done("success"), error: () => done("error") })),
    };
  });
  for (const named of ['No dialog ""', 'No dialog "odd"']) await page.getByText(named).waitFor();
  page.off("pageerror", collect);
  assert.equal(heard.half, '["half"]');
  assert.equal(heard.odd, '[""]');
  assert.match(heard.large, /no more than 4096/);
  assert.equal(heard.request, '["error"]');
  assert.deepEqual(errors, []);
}

try {
  for (const site of [alpha, beta]) await install(site, app.descriptor);
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000); // a busy machine is slow: what hangs is ended by ctest
  await page.goto(`${alpha}/browse/ALPHA-1`);
  const element = await page.waitForSelector('iframe.ap-iframe[id*="__panel-one__"]');
  await page.waitForSelector('iframe.ap-iframe[id*="__panel-two__"]');
  const frame = await element.contentFrame();
  await frame.waitForFunction(() => globalThis.AP?.context);

  const { own, ...outcome } = await frame.evaluate(attack, { alpha, beta, wait: 1500 });
  assert.match(own, /eyJ/, "its own frame's bridge answers, so the others were asked in the right way");
  for (const [what, got] of Object.entries(outcome)) assert.equal(got, "", `${what}: ${got.slice(0, 200)}`);
  for (const site of [alpha, beta])
    assert.equal((await pageData(site, "/")).app?.key, "com.example.postern.hostile", "the app is installed as it was");

  // The product's pages do not let themselves be framed by the app.
  const framed = await frame.evaluate(
    (url) =>
      new Promise((resolve) => {
        const inner = document.createElement("iframe");
        inner.src = url;
        inner.onload = () => {
          try {
            resolve(inner.contentDocument === null ? "blocked" : "blank");
          } catch {
            resolve("blocked");
          }
        };
        document.body.append(inner);
      }),
    `${beta}/browse/BETA-1`,
  );
  assert.equal(framed, "blocked");
  const inner = page.frames().find((each) => each.url().startsWith(beta));
  assert.equal(inner, undefined, "the browser shows an error in place of the framed page");

  await leadsThePageNowhereElse(page);
  await isRemovedByNoPage(page);
  await keepsItsPolicy(page);
  await keepsCookiesOutOfRequests(page);
  await boundsWhatIsShown(page);
  await boundsDialogs(page);
  await drawsTextsAlone(page);
  await answersOddArguments(page);
} finally {
  await browser.close();
  await stopAll();
  app.close();
}
