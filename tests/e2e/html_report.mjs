// The HTML report in a browser, as somebody sees it who was sent it: of an app with weaknesses, of one that writes
// what it should not, and of one with a policy and an earlier report. Usage: node html_report.mjs POSTERN PACKAGES GOLDEN OUT
// Screenshots are left in OUT, to be looked at.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { launch, skip } from "./browser.mjs";

const [postern, packages, golden, out] = process.argv.slice(2);
if (!existsSync(join(packages, "node_modules"))) skip("the packages are not installed");
const axe = readFileSync(createRequire(join(packages, "package.json")).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch(packages);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

async function scanWeakApp(report, evidence) {
  const weaknesses = ["open-html", "unsigned-install", "any-signature"].flatMap((name) => ["--weakness", name]);
  const app = spawn(postern, ["sample", "--port", "0", ...weaknesses], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const [line] = await Promise.race([
      once(createInterface({ input: app.stdout }), "line"),
      once(app, "exit").then(() => assert.fail("the sample app ended before it listened")),
    ]);
    const address = line.match(/http:\/\/\S+/)[0];
    const call = ["scan", address, "--format", "html", "--out", report, "--save-evidence", evidence];
    const scan = spawnSync(postern, call, { encoding: "utf8" });
    assert.equal(scan.status, 1, scan.stderr);
  } finally {
    app.kill("SIGTERM");
  }
}

function evaluate(evidence, report, ...options) {
  const call = ["evaluate", evidence, "--format", "html", "--out", report, ...options];
  const judged = spawnSync(postern, call, { encoding: "utf8" });
  assert.ok([0, 1, 3].includes(judged.status), judged.stderr);
}

// A page that must neither load anything nor complain about anything.
async function open(report, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(300_000); // a busy machine is slow: what hangs is ended by ctest
  const unwanted = [];
  page.on("console", (message) => unwanted.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => unwanted.push(`error: ${error}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== pathToFileURL(report).href) unwanted.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(report).href);
  return {
    page,
    close: async () => {
      assert.deepEqual(unwanted, []);
      await context.close();
    },
  };
}

const openAll = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));

async function isAccessible(report, options) {
  const { page, close } = await open(report, options);
  await layOutAll(page);
  await openAll(page);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const grave = violations
    .filter((each) => ["serious", "critical"].includes(each.impact))
    .map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
  assert.deepEqual(grave, [], `${report}, ${JSON.stringify(options)}`);
  await close();
  return violations.map((each) => each.id);
}

async function isWholeWithoutScript(report) {
  const { page, close } = await open(report, { javaScriptEnabled: false });
  const messages = page.locator("details.finding .message");
  assert.ok((await messages.count()) > 0);
  for (const message of await messages.all()) assert.ok(await message.isVisible());
  for (const row of await page.locator("tr.requirement").all()) assert.ok(await row.isVisible());
  assert.equal(await page.locator("button:visible, input:visible").count(), 0, "no control that does nothing");
  const closed = page.locator("details.finding:not([open])").first();
  if (await closed.count()) {
    await layOutAll(page); // nothing moves under the mouse
    await closed.locator("summary").first().click();
    assert.ok(await page.locator("details.finding .evidence pre:visible").first().isVisible());
  }
  await close();
}

async function printsEverything(report) {
  const { page, close } = await open(report, { javaScriptEnabled: false });
  await page.emulateMedia({ media: "print" });
  for (const evidence of await page.locator("details.finding > .evidence").all())
    assert.ok((await evidence.boundingBox())?.height > 0, "a closed finding is open on paper");
  assert.equal(await page.locator("header.bar:visible").count(), 0);
  await close();
}

// Off the screen, sections are not laid out until they are scrolled to.
const layOutAll = (page) =>
  page.evaluate(() => document.querySelectorAll(".check").forEach((each) => (each.style.contentVisibility = "visible")));

// What was not gathered is inconclusive: with that, the weak app's report has each verdict, and a filter for it.
function withEveryVerdict(evidence, report) {
  const { input, ...rest } = JSON.parse(readFileSync(evidence, "utf8"));
  assert.ok(input, "the scan has tried inputs");
  writeFileSync(evidence, JSON.stringify(rest));
  evaluate(evidence, report);
}

// The controls of the bar that a click on their centre would not reach, with what it would.
function covered() {
  return [...document.querySelectorAll(".bar :is(a, button, input)")]
    .map((control) => {
      const box = control.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return control.contains(top) ? "" : `"${control.textContent}" lies under "${top?.textContent.slice(0, 60)}"`;
    })
    .filter(Boolean);
}

async function canBeClicked(report) {
  for (const width of [1920, 1440, 1366, 1280, 1100, 800, 390]) {
    const { page, close } = await open(report, { viewport: { width, height: 844 } });
    await page.locator(".tools").waitFor();
    assert.equal(await page.locator(".tools .filter").count(), 6, "a filter for each verdict");
    assert.deepEqual(await page.evaluate(covered), [], `${report}, ${width} pixels wide`);
    await close();
  }
}

// What reaches past the right edge of a screen of this width, boxes and the text in them, without what is scrolled.
function tooWide(width) {
  const reachesPast = (rectangles) => [...rectangles].some((each) => each.width > 0 && each.right > width + 0.5);
  const scrolls = (element) => element.matches("body *") && getComputedStyle(element).overflowX !== "visible";
  const isScrolled = (element) => Boolean(element) && (scrolls(element) || isScrolled(element.parentElement));
  const textOf = (element) =>
    [...element.childNodes]
      .filter((node) => node.nodeType === Node.TEXT_NODE)
      .flatMap((node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return [...range.getClientRects()];
      });
  return [...document.querySelectorAll("body *")]
    .filter((each) => !isScrolled(each.parentElement))
    .filter((each) => reachesPast(each.getClientRects()) || (!scrolls(each) && reachesPast(textOf(each))))
    .map((each) => `<${each.localName} class="${each.getAttribute("class") ?? ""}"> ${each.textContent.slice(0, 60)}`);
}

// Readers have other fonts than this machine, and some space their letters out (WCAG 2.2, 1.4.12).
const fonts = {
  "the machine's font": "",
  "a wide font": "* { font-family: monospace !important; font-weight: 700 !important }",
  "a spaced font":
    "* { font-family: sans-serif !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }",
};

async function fitsTheScreen(report, width) {
  for (const [font, style] of Object.entries(fonts)) {
    const { page, close } = await open(report, { viewport: { width, height: 844 } });
    await page.evaluate((text) => {
      const sheet = new CSSStyleSheet(); // the policy of the page lets no other style in
      sheet.replaceSync(text);
      document.adoptedStyleSheets = [sheet];
    }, style);
    await layOutAll(page);
    await openAll(page);
    await page.evaluate(async () => {
      await document.fonts.ready;
      await new Promise((laidOut) => requestAnimationFrame(() => requestAnimationFrame(laidOut)));
    });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    const culprits = await page.evaluate(tooWide, width);
    const place = `${report}: ${wide} pixels wide on a screen of ${width}, in ${font}`;
    assert.ok(wide <= width && culprits.length === 0, `${place}:\n${culprits.slice(0, 20).join("\n")}`);
    await close();
  }
}

async function fitsThePhone(report, name) {
  for (const width of [1280, 390]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page, close } = await open(report, { viewport: { width, height: 844 }, colorScheme });
      await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}.png`) });
      await close();
    }
    const { page, close } = await open(report, { viewport: { width, height: 844 } });
    await layOutAll(page);
    await page.screenshot({ path: join(out, `${name}-${width}-all.png`), fullPage: true });
    await close();
    await fitsTheScreen(report, width);
  }
}

async function canBeSearched(report) {
  const { page, close } = await open(report);
  const findings = page.locator("details.finding:visible");
  const rows = page.locator("tr.requirement:visible");
  const others = page.locator("table.others tbody tr:visible");
  const count = async () => ({ findings: await findings.count(), rows: await rows.count(), others: await others.count() });
  const all = await count();

  const search = page.getByRole("searchbox");
  const isTypedIn = () => search.evaluate((field) => field === document.activeElement);
  while (!(await isTypedIn())) await page.keyboard.press("/"); // the script may still be getting ready
  await page.keyboard.type("forged-token CRITICAL");
  await page.waitForFunction(() => document.querySelector(".shown")?.textContent !== "");
  const found = await findings.count();
  assert.ok(found > 0 && found < all.findings, `${found} of ${all.findings} findings are critical forged tokens`);
  await search.fill("no such thing anywhere");
  await page.locator("#findings ~ .nothing").waitFor({ state: "visible" });
  assert.equal(await rows.count(), 0);
  assert.equal(await others.count(), 0);
  assert.equal(await page.locator("#others").isVisible(), false, "no heading stands over nothing");
  await search.fill("");
  await page.waitForFunction(() => document.querySelector(".shown")?.textContent === "");
  assert.deepEqual(await count(), all);

  await page.getByRole("button", { name: /^Fail/ }).click();
  await page.waitForFunction(() => document.querySelector(".shown")?.textContent !== "");
  assert.ok((await rows.count()) > 0);
  for (const row of await rows.all()) assert.equal(await row.getAttribute("data-verdict"), "fail");
  // A link leads to what the filter has hidden.
  await page.evaluate(() => (location.hash = "requirement-2"));
  await page.locator("#requirement-2").waitFor({ state: "visible" });
  await close();
}

// Whoever reads the report sees what was made of a finding, and by whom, also with scripts off.
async function showsThePolicy(report) {
  const { page, close } = await open(report, { javaScriptEnabled: false });
  const texts = async (selector) => (await page.locator(selector).allTextContents()).join("\n");
  assert.match(await texts(".summary .facts"), /Policy.*scan\.postern\.toml/s);
  assert.match(await texts(".summary .facts"), /Baseline.*earlier\.report\.json/s);
  assert.match(await texts(".notice.policy li"), /expired on 2020-06-30[^]*matches no finding; remove it/);
  const waived = page.locator("details.finding", { has: page.locator(".tag.waived") });
  assert.equal(await waived.count(), 2);
  await waived.first().locator("summary").first().click();
  const ruling = waived.first().locator(".ruling");
  assert.ok(await ruling.isVisible());
  assert.match(await ruling.textContent(), /by Security team as public-static-content, until 9999-12-31/);
  assert.ok(await page.locator("table.earlier tr", { hasText: "fixed" }).isVisible());
  await close();
}

// The rows whose checks have a finding with this tag, by what the page shows, and those that can be seen.
function requirementsWith(tag) {
  const links = (element) => [...element.querySelectorAll("a[href^='#check-']")].map((link) => link.hash.slice(1));
  const checkOf = (finding) => finding.closest("section.check")?.id ?? links(finding)[0];
  const tagged = [...document.querySelectorAll("details.finding")].filter((each) => each.querySelector(`.tag.${tag}`));
  const checks = new Set(tagged.map(checkOf));
  const rows = [...document.querySelectorAll("tr.requirement")];
  return {
    wanted: rows.filter((row) => links(row).some((check) => checks.has(check))).map((row) => row.id),
    shown: rows.filter((row) => row.checkVisibility()).map((row) => row.id),
  };
}

async function filtersByThePolicy(report) {
  const { page, close } = await open(report);
  const findings = page.locator("details.finding:visible");
  const rows = page.locator("tr.requirement:visible");
  const all = { findings: await findings.count(), rows: await rows.count() };
  for (const [label, tag] of [
    ["New", "new"],
    ["Changed", "changed"],
    ["Waived", "waived"],
    ["Off", "off"],
  ]) {
    const button = page.getByRole("button", { name: label, exact: true });
    await button.click();
    await page.waitForFunction(() => document.querySelector(".shown")?.textContent !== "");
    await findings.first().waitFor(); // sections are laid out a moment later
    const some = await findings.count();
    assert.ok(some > 0 && some < all.findings, `${some} of ${all.findings} findings are ${tag}`);
    for (const finding of await findings.all()) assert.equal(await finding.locator(`.tag.${tag}`).count(), 1);
    const { wanted, shown } = await page.evaluate(requirementsWith, tag);
    assert.ok(wanted.length > 0 && wanted.length < all.rows);
    assert.deepEqual(shown, wanted);
    await button.click();
    await page.waitForFunction(() => document.querySelector(".shown")?.textContent === "");
  }
  assert.deepEqual({ findings: await findings.count(), rows: await rows.count() }, all);
  await close();
}

async function obeysTheKeyboard(report) {
  const { page, close } = await open(report);
  const focused = () => page.evaluate(() => document.activeElement?.closest("details.finding")?.id);
  // Keys go to the script, which may still be getting ready, and the page follows them when it can.
  const focus = async (key, arrived) => {
    for (let tries = 0; tries < 600; ++tries) {
      const now = await focused();
      if (arrived(now)) return now;
      if (tries === 0 || !now) await page.keyboard.press(key);
      await page.waitForTimeout(100);
    }
    assert.fail(`${key} leads nowhere`);
  };
  const first = await focus("j", (id) => Boolean(id));
  await focus("j", (id) => id && id !== first);
  await focus("k", (id) => id === first);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor({ state: "visible" });
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.keyboard.press("t");
  assert.notEqual(await background(), light);
  await close();
}

async function copiesCommands(report) {
  const { page, close } = await open(report);
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (text) => void (document.body.dataset.copied = text);
  });
  const command = page.locator(".command:visible").first();
  await command.getByRole("button").click();
  await command.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.evaluate(() => document.body.dataset.copied), await command.locator("pre").textContent());
  await close();
}

try {
  const weak = join(out, "weak-app.html");
  const every = join(out, "every-verdict.html");
  const odd = join(out, "odd-bytes.html");
  const judged = join(out, "judged-scan.html");
  const evidence = join(out, "weak-app.evidence.json");
  await scanWeakApp(weak, evidence);
  withEveryVerdict(evidence, every);
  evaluate(join(golden, "odd-bytes.evidence.json"), odd);
  // The report names both files, however long their paths are.
  const policy = mkdirSync(join(out, "a_folder_with_a_name_that_no_line_of_a_phone_has_room_for"), { recursive: true });
  for (const file of ["scan.postern.toml", "earlier.report.json"]) copyFileSync(join(golden, file), join(policy, file));
  evaluate(
    join(golden, "scan.evidence.json"),
    judged,
    ...["--config", join(policy, "scan.postern.toml"), "--baseline", join(policy, "earlier.report.json")],
  );
  for (const report of [weak, odd, judged]) {
    for (const colorScheme of ["light", "dark"]) {
      const minor = await isAccessible(report, { colorScheme });
      if (minor.length > 0) console.log(`${report}, ${colorScheme}: lesser remarks: ${minor.join(", ")}`);
    }
    await isWholeWithoutScript(report);
    await printsEverything(report);
  }
  await canBeClicked(every);
  await fitsThePhone(weak, "weak-app");
  await fitsThePhone(odd, "odd-bytes");
  await fitsThePhone(judged, "judged-scan");
  await showsThePolicy(judged);
  await filtersByThePolicy(judged);
  await canBeSearched(weak);
  await obeysTheKeyboard(weak);
  await copiesCommands(weak);
  await isAccessible(weak, { viewport: { width: 390, height: 844 } });
  console.log(`looked at 3 reports; screenshots are in ${out}`);
} finally {
  await browser.close();
}
