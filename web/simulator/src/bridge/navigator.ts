// AP.navigator: to another page of the product. Those that the simulator has are listed here, all others are said.
import type { Page, PageData } from "../data";
import { method, text } from "./method";
import { sayNotSimulated } from "./not_simulated";
import { inSite } from "./site_address";

type Target = Readonly<Record<string, unknown>>;

const part = (value: unknown): string => encodeURIComponent(text(value));

function modulePage(appKey: string, context: Target): string {
  const query = new URLSearchParams();
  if (context["projectKey"]) query.set("project.key", text(context["projectKey"]));
  if (context["issueKey"]) query.set("issue.key", text(context["issueKey"]));
  const custom = (context["customData"] ?? {}) as Record<string, unknown>;
  for (const [name, value] of Object.entries(custom))
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value])
      query.append(`ac.${name}`, text(each));
  const search = query.toString();
  const page = `/plugins/servlet/ac/${part(context["addonKey"] ?? appKey)}/${part(context["moduleKey"])}`;
  return search === "" ? page : `${page}?${search}`;
}

// A page of this site: an app must not lead the product's page elsewhere. No page has a path that begins with "//", which
// taken for an address leads to another site.
function siteAddress(context: Target): string | undefined {
  const wanted = inSite(text(context["relativeUrl"] ?? context["absoluteUrl"] ?? "/"));
  return wanted?.pathname.startsWith("//") ? undefined : wanted?.href;
}

export function addressOf(target: string, context: Target, appKey: string, page: Page): string | undefined {
  const space = context["spaceKey"] ?? (page.kind === "content" ? page.space.key : "-");
  // The documentation writes some of them in two ways ("contentview", "contentView").
  switch (target.toLowerCase()) {
    case "issue":
      return `/browse/${part(context["issueKey"])}`;
    case "dashboard":
      return "/dashboard";
    case "addonmodule":
      return modulePage(appKey, context);
    case "projectadmintabpanel":
      return modulePage(appKey, { ...context, moduleKey: context["adminPageKey"] });
    case "contentview":
      return `/wiki/spaces/${part(space)}/pages/${part(context["contentId"])}`;
    case "projectadminsummary":
    case "projectsummary":
    case "project":
      return `/projects/${part(context["projectKey"])}`;
    case "site":
      return siteAddress(context);
    default:
      return undefined;
  }
}

function whereWeAre(page: Page): object {
  switch (page.kind) {
    case "issue":
      return { target: "issue", context: { issueKey: page.issue.key, projectKey: page.project.key } };
    case "content":
      return { target: "contentview", context: { contentId: page.content.id, spaceKey: page.space.key } };
    case "dashboard":
      return { target: "dashboard", context: {} };
    case "module": {
      const { addon_key, key } = page.frame.extension;
      return { target: "addonmodule", context: { addonKey: addon_key, moduleKey: key } };
    }
    default:
      return { target: "site", context: { relativeUrl: location.pathname } };
  }
}

let taken: Pick<PageData, "opened" | "refresh"> = { opened: "now", refresh: "stale" };

// What the server took of this page's address: what it refused must not stand in every link.
export function openedAs(data: PageData): void {
  taken = data;
}

// The whole address of a page of this site, its start for an address elsewhere. What this page was opened with stays: its
// age, and how addresses are renewed. Who looks is chosen in the simulator's bar and by no link.
export function keepTime(address: string): string {
  const url = inSite(address) ?? new URL("/", location.origin);
  if (url.searchParams.has("user")) url.searchParams.delete("user");
  const here = new URLSearchParams(location.search);
  for (const name of ["opened", "refresh"] as const)
    if (here.has(name) && !url.searchParams.has(name)) url.searchParams.set(name, taken[name]);
  return url.href;
}

export const navigator = (page: Page): object => ({
  go: method(["target", "context", "callback"], ({ context }, wish, given) => {
    const target = text(wish);
    const options = (given ?? {}) as Target;
    const address = addressOf(target, options, context.extension.addon_key, page);
    if (address !== undefined) location.assign(keepTime(address));
    else sayNotSimulated(`AP.navigator.go("${target}")`, "The simulator has no such page on this site.");
  }),
  getLocation: method(["callback"], ({ answer }) => answer(whereWeAre(page))),
  reload: method(["callback"], () => location.reload()),
});
