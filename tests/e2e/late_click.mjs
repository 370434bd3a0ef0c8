// An issue of the simulator whose page was opened a while ago, and a click on a panel of it, in a browser.

// A page that reaches nothing beyond this machine. What tries to, and what is thrown, goes to `errors`.
export async function localPage(browser, errors, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.route(
    (url) => !["localhost", "127.0.0.1", "[::1]"].includes(url.hostname),
    (route) => (errors.push(`request to ${route.request().url()}`), route.abort()),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(120_000); // a busy machine is slow: what hangs is ended by ctest
  page.on("pageerror", (error) => errors.push(`thrown: ${error}`));
  return page;
}

// Opens the issue `minutes` after it was loaded, then the first panel that waits for a click, which is `module`.
export async function clickLate(page, issue, module, { minutes = 16, refresh = "stale" } = {}) {
  await page.goto(`${issue}?opened=${minutes}m&refresh=${refresh}`);
  const frame = page.locator(`[data-module="${module}"]`);
  await page.locator("button.opener[aria-expanded=false]").first().click();
  await frame.locator("iframe").waitFor();
  return {
    frame,
    explanation: frame.locator(".explanation"),
    content: frame.frameLocator("iframe"),
  };
}

// What the simulator says below a panel whose token has expired.
export const saysExpired = (explanation) => explanation.getByText(/expired \d+ (s|min) ago/).first().waitFor();

// The bridge gives a frame the height of its content a moment after the content has changed.
export async function hasItsHeight(content) {
  const isCut = () => content.locator("html").evaluate((html) => html.scrollHeight > html.clientHeight);
  for (let tries = 0; await isCut(); ++tries) {
    if (tries === 100) throw new Error("the frame stays lower than its content");
    await new Promise((done) => setTimeout(done, 100));
  }
}

// A picture of the page down to the end of the panel.
export async function takePicture(page, { content, frame }, path) {
  await hasItsHeight(content);
  await page.evaluate(() => scrollTo(0, 0));
  const { y, height } = await frame.boundingBox();
  await page.setViewportSize({ width: 1280, height: Math.ceil(y + height) + 24 });
  await page.screenshot({ path });
}
