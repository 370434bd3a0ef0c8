// The second part of all.js, which apps load: what the package's iframe.js leaves to the products. A function does not
// pass from frame to frame, so callbacks in options, promises and events are put together here.

interface HostResponse {
  readonly status: number;
  readonly statusText: string;
  readonly responseText: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface RequestOptions {
  readonly url?: string;
  readonly success?: (body: string, status: string, xhr: object) => void;
  readonly error?: (xhr: object, status: string, error: unknown) => void;
  readonly [name: string]: unknown;
}

type HostRequest = (options: object, done: (error: unknown, response: HostResponse, body: string) => void) => void;
type Listener = (event: unknown) => void;

interface Modules {
  readonly history?: { popState?: unknown; getState: (...args: unknown[]) => unknown };
  readonly jira?: { DashboardItem?: unknown };
}

interface Bridge extends Modules {
  request?: unknown;
  register(handlers: Readonly<Record<string, Listener>>): void;
  readonly _data: { readonly options: { readonly history?: { readonly state?: string } } };
  readonly _hostModules?: Modules & { readonly _globals?: { request?: unknown } }; // what AP.require gives
}

// What an app finds of the XMLHttpRequest that was made for it.
function asXhr(response: HostResponse): object {
  const { status, statusText, responseText, headers } = response;
  return {
    status,
    statusText,
    responseText,
    getResponseHeader: (name: string): string | null => headers[name.toLowerCase()] ?? null,
    getAllResponseHeaders: (): string =>
      Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join(""),
  };
}

function makeRequest(ask: HostRequest) {
  return (url: string | RequestOptions, more?: RequestOptions): Promise<{ body: string; xhr: object }> => {
    const { success, error: failed, ...options }: RequestOptions = typeof url === "string" ? { ...more, url } : url;
    const promise = new Promise<{ body: string; xhr: object }>((resolve, reject) =>
      ask(options, (error, response, body) => {
        const xhr = asXhr(response);
        if (error) {
          failed?.(xhr, "error", error);
          reject({ err: error, xhr });
        } else {
          success?.(body, "success", xhr);
          resolve({ body, xhr });
        }
      }),
    );
    promise.catch(() => undefined); // an app that uses callbacks need not see the rejection as well
    return promise;
  };
}

// The place in the app as of the page load, without asking; with a callback the product is asked.
function addHistory(bridge: Bridge, { history }: Modules): void {
  if (!history) return;
  const ask = history.getState.bind(history);
  history.getState = (...args) =>
    args.some((each) => typeof each === "function") ? ask(...args) : (bridge._data.options.history?.state ?? "");
  history.popState = (listener: Listener): void => bridge.register({ history_popstate: listener });
}

// The app's own form for a dashboard item, which it shows when the user chooses to edit the item.
function addDashboardItem(bridge: Bridge, { jira }: Modules): void {
  if (!jira) return;
  const onDashboardItemEdit = (listener: Listener): void => bridge.register({ jira_dashboard_item_edit: listener });
  jira.DashboardItem = { onDashboardItemEdit };
}

const bridge = (window as unknown as { AP?: Bridge }).AP;
if (bridge) {
  if (typeof bridge.request === "function") {
    const request = makeRequest(bridge.request as HostRequest);
    bridge.request = request;
    if (bridge._hostModules?._globals) bridge._hostModules._globals.request = request;
  }
  for (const modules of new Set<Modules>([bridge, bridge._hostModules ?? {}])) {
    addHistory(bridge, modules);
    addDashboardItem(bridge, modules);
  }
}

export {};
