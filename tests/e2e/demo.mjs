// What ./dev demo does with the simulator.
// Usage: node demo.mjs install ISSUE DESCRIPTOR [ISSUE DESCRIPTOR …]    each at the site of that issue
//        node demo.mjs click PACKAGES DEAD_END_ISSUE RECOVERING_ISSUE OUT
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { clickLate, localPage, saysExpired, takePicture } from "./late_click.mjs";
import { install } from "./running.mjs";

const module = "jiraIssueContents/foo-content";

async function click(packages, deadEnd, recovering, out) {
  const browser = await launch(packages);
  const errors = [];
  const page = await localPage(browser, errors);
  const picture = (panel, name) => takePicture(page, panel, join(out, name));
  try {
    const stale = await clickLate(page, deadEnd, module);
    await saysExpired(stale.explanation);
    await picture(stale, "late-click-1-dead-end.png");
    console.log("  with the token of the page load   the app answers 401, and the simulator says why");

    const renewed = await clickLate(page, deadEnd, module, { refresh: "resolver" });
    await renewed.content.locator("#updates").waitFor();
    await picture(renewed, "late-click-2-resolver.png");
    console.log("  renewed by the host (resolver)    the panel opens");

    const late = await clickLate(page, recovering, module);
    await late.content.locator("#updates").waitFor();
    await late.explanation.waitFor({ state: "hidden" });
    await picture(late, "late-click-3-recovering.png");
    console.log("  with a panel that recovers        the app answers 401 with a page that asks the host for a token: it opens");
  } finally {
    await browser.close();
  }
  if (errors.length > 0) throw new Error(errors.join("\n"));
}

const [job, ...rest] = process.argv.slice(2);
if (job === "install")
  for (let i = 0; i < rest.length; i += 2) await install(new URL(rest[i]).origin, rest[i + 1]);
else if (job === "click") await click(...rest);
else throw new Error(`there is no job '${job}'; use install or click`);
