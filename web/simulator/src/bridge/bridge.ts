// Everything that the product gives to the bridge, in one place. What is built into it (events, scroll position,
// theming, page title, host focus) needs no more than the frames.
import type { Page, PageData } from "../data";
import { dialogProvider, inlineDialogProvider } from "../dialog_stack";
import { flagProvider, messageProvider } from "../flags";
import { confluence } from "./confluence";
import { context } from "./context";
import { cookie } from "./cookie";
import { customContent } from "./custom_content";
import { globals } from "./globals";
import { appHistory, tellOfHistory } from "./history";
import { host, provide } from "./host";
import { jira } from "./jira";
import { navigator } from "./navigator";
import { contextPath } from "./request";
import { addon } from "./resize";
import { user } from "./user";

// Apps tell the products apart by what is there.
const isConfluence = (page: Page): boolean =>
  page.kind === "content" || (page.kind === "module" && contextPath(page.frame) === "/wiki");

// Where the bridge looks up what the descriptor says of a dialog that an app opens by its key.
declare global {
  interface Window {
    _AP?: { dialogModules?: PageData["dialogModules"] };
  }
}

export function openBridge(data: PageData): void {
  window._AP = { ...window._AP, dialogModules: data.dialogModules };
  host().defineModule("context", context);
  host().defineModule("user", user(data.user));
  host().defineModule("cookie", cookie(data.site.name));
  host().defineModule("history", appHistory);
  host().defineModule("navigator", navigator(data.page));
  if (isConfluence(data.page)) {
    host().defineModule("confluence", confluence);
    host().defineModule("customContent", customContent);
  } else {
    host().defineModule("jira", jira);
  }
  host().defineModule(globals);
  host().registerProvider("addon", addon);
  provide("dialog", dialogProvider);
  provide("inlineDialog", inlineDialogProvider);
  provide("flag", flagProvider);
  provide("messages", messageProvider);
  tellOfHistory();
}
