// What the server wrote into the page: everything that is shown, and the secret that every call back must carry.

export interface User {
  readonly accountId: string;
  readonly displayName: string;
  readonly email: string;
  readonly role: "admin" | "user";
  readonly timeZone: string;
  readonly locale: string;
}

export const appsPath = "/plugins/servlet/upm";

// The server shows that page to nobody else.
export const mayManageApps = (user: User): boolean => user.role === "admin";

export interface Site {
  readonly name: string;
  readonly title: string;
  readonly origin: string;
}

export interface AppState {
  readonly key: string;
  readonly name: string;
  readonly baseUrl: string;
  readonly enabled: boolean;
  readonly descriptorUrl: string;
}

export interface NavigationLink {
  readonly title: string;
  readonly href: string;
  readonly group: "general" | "project" | "admin";
}

export interface Project {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

export type Space = Project;

export interface IssueRow {
  readonly id: string;
  readonly key: string;
  readonly summary: string;
  readonly status: string;
}

export interface Comment {
  readonly id: string;
  readonly author: User;
  readonly body: string;
  readonly created: string;
}

export interface Issue extends IssueRow {
  readonly description: string;
  readonly assignee: User | null;
  readonly comments: readonly Comment[];
}

export interface Content {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly body: string;
}

export interface Unseen {
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly reason: string;
}

export interface Token {
  readonly issuedAt: number; // epoch seconds
  readonly expiresAt: number;
}

export interface Macro {
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Place =
  | "left"
  | "right"
  | "content"
  | "glance"
  | "tab"
  | "dashboard"
  | "page"
  | "macro"
  | "byline"
  | "dialog"
  | "inline";

export interface Frame {
  readonly module: string; // unique in the app, to ask for the frame again
  readonly moduleKey: string;
  readonly type: string;
  readonly name: string;
  readonly tooltip: string;
  readonly label: string; // of a glance: what it says beside its name
  readonly icon: string | null;
  readonly place: Place;
  readonly lazy: boolean; // opened by a click, and not at once
  readonly width: string;
  readonly height: string;
  readonly url: string;
  readonly token: Token | null; // none in the address of a cacheable page
  readonly context: Readonly<Record<string, string>>;
  readonly productContext: Readonly<Record<string, unknown>>;
  readonly structuredContext: Readonly<Record<string, unknown>>;
  readonly extension: {
    readonly addon_key: string;
    readonly key: string;
    readonly url: string;
    readonly options: Readonly<Record<string, unknown>>;
  };
  readonly configurable?: boolean; // of a dashboard item: the app has a form for it
  readonly macro?: Macro;
}

export interface WebItem {
  readonly module: string;
  readonly name: string;
  readonly tooltip: string;
  readonly target: "page" | "dialog" | "inlinedialog" | "dialogmodule";
  readonly href: string;
  readonly frame: Frame | null;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface InstallResult {
  readonly ok: boolean;
  readonly url: string;
  readonly status: number | null;
  readonly body: string;
  readonly reason: string;
  readonly remedy: string;
  readonly at: string;
  readonly event: string;
}

export interface LifecycleEvent {
  readonly at: string;
  readonly event: string;
  readonly url: string;
  readonly status: number | null;
  readonly ok: boolean;
  readonly attempts: number; // 0: it was not sent
  readonly note: string;
}

export interface HomePage {
  readonly kind: "home";
  readonly projects: readonly Project[];
  readonly issues: readonly IssueRow[];
  readonly spaces: readonly Space[];
  readonly contents?: readonly ContentRow[];
}

export interface IssuePage {
  readonly kind: "issue";
  readonly project: Project;
  readonly issue: Issue;
  readonly frames: readonly Frame[];
  readonly items: readonly WebItem[];
  readonly unseen: readonly Unseen[];
}

export interface ProjectPage {
  readonly kind: "project";
  readonly project: Project;
  readonly issues: readonly IssueRow[];
  readonly items: readonly WebItem[];
  readonly unseen: readonly Unseen[];
}

export interface ModulePage {
  readonly kind: "module";
  readonly title: string;
  readonly frame: Frame;
  readonly project?: Project;
}

export interface DashboardPage {
  readonly kind: "dashboard";
  readonly frames: readonly Frame[];
  readonly unseen: readonly Unseen[];
}

export interface ContentPage {
  readonly kind: "content";
  readonly space: Space;
  readonly content: Content;
  readonly frames: readonly Frame[];
  readonly items: readonly WebItem[];
  readonly unseen: readonly Unseen[];
}

export interface AppsPage {
  readonly kind: "apps";
  readonly lastInstall: InstallResult | null;
  readonly keyId: string; // of the key that signs installs now
  readonly suggestions: readonly string[];
  readonly events: readonly LifecycleEvent[];
}

export interface ContentRow {
  readonly id: string;
  readonly title: string;
  readonly space: string;
}

export type EventSubject = "issue" | "page";

// An event that a webhook of the app names, and what of the site it can be about.
export interface WebhookChoice {
  readonly event: string;
  readonly about: readonly EventSubject[];
}

export interface InspectorPage {
  readonly kind: "inspector";
  readonly webhooks: readonly WebhookChoice[];
  readonly archiveMaxBytes: number; // of an import
  readonly issues: readonly IssueRow[];
  readonly contents: readonly ContentRow[];
}

export interface ProblemPage {
  readonly kind: "problem";
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

export type Page =
  | HomePage
  | IssuePage
  | ProjectPage
  | ModulePage
  | DashboardPage
  | ContentPage
  | AppsPage
  | InspectorPage
  | ProblemPage;

export type Refresh = "stale" | "resolver";

export interface PageData {
  readonly secret: string;
  readonly site: Site;
  readonly sites: readonly Site[];
  readonly user: User;
  readonly users: readonly User[];
  readonly opened: string; // "now", "16m"
  readonly openedAt: number;
  readonly now: number;
  readonly refresh: Refresh;
  readonly app: AppState | null;
  readonly navigation: readonly NavigationLink[];
  // Of the app's dialogs modules: by the app's key, then by the module's.
  readonly dialogModules: Readonly<Record<string, Readonly<Record<string, { readonly options: object }>>>>;
  readonly page: Page;
}

export function readPage(page: Document): PageData {
  const text = page.getElementById("data")?.textContent;
  if (!text) throw new Error("The page holds no data. Was it made by another version of the simulator?");
  return JSON.parse(text) as PageData;
}
