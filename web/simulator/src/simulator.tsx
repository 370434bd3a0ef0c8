// Draws a page of the simulator from what the server wrote into it, and opens the bridge before any frame is there.
import { render } from "preact";
import { openBridge } from "./bridge/bridge";
import { openedAs } from "./bridge/navigator";
import { speakWith } from "./calls";
import { startClock } from "./clock";
import { readPage } from "./data";
import { refreshBy } from "./resolver";
import { Shell } from "./shell";

const titleOf = ({ page, site }: ReturnType<typeof readPage>): string => {
  const subject = {
    home: () => "Home",
    issue: () => (page.kind === "issue" ? `${page.issue.key} ${page.issue.summary}` : ""),
    project: () => (page.kind === "project" ? page.project.name : ""),
    module: () => (page.kind === "module" ? page.title : ""),
    dashboard: () => "Dashboard",
    content: () => (page.kind === "content" ? page.content.title : ""),
    apps: () => "Apps",
    inspector: () => "Inspector",
    problem: () => (page.kind === "problem" ? page.title : ""),
  }[page.kind]();
  return `${subject} - ${site.title}`;
};

const box = document.getElementById("page");
if (box) {
  const data = readPage(document);
  speakWith(data.secret);
  startClock(data.now);
  refreshBy(data.refresh);
  openedAs(data);
  openBridge(data);
  document.title = titleOf(data);
  box.replaceChildren();
  render(<Shell data={data} />, box);
}
