// Puts a frame into the page as the product does, and watches whether the app's page begins to speak.
import type { Frame } from "./data";
import { host, type Extension } from "./bridge/host";
import { placeInApp } from "./bridge/history";
import { addLive } from "./bridge/live_frames";
import { tellOfFrame } from "./inspector/tell";
import { cssLength } from "./length";

export const initWaitMilliseconds = 3000;

const sandbox =
  "allow-downloads allow-forms allow-modals allow-popups allow-scripts allow-same-origin " +
  "allow-top-navigation-by-user-activation";

export interface Watch {
  readonly onInit: () => void;
  readonly onSilence: () => void;
  readonly onToken: () => void;
  readonly onExchange: (id: number) => void; // in the inspector
  readonly rename?: (title: string) => void;
}

function extensionOf(frame: Frame): Extension {
  const { addon_key, key } = frame.extension;
  const options: Record<string, unknown> = {
    autoresize: true,
    hostOrigin: location.origin,
    isFullPage: frame.place === "page",
    productContext: frame.productContext,
    structuredContext: frame.structuredContext,
    ...(frame.place === "page" && { history: { state: placeInApp() } }),
    ...frame.extension.options,
  };
  return { addon_key, key, url: frame.url, options };
}

function makeIframe(frame: Frame, attributes: Readonly<Record<string, string>>): HTMLIFrameElement {
  const iframe = document.createElement("iframe");
  iframe.id = attributes["id"] ?? "";
  iframe.name = attributes["name"] ?? ""; // before the address: the app's script reads it
  iframe.className = "ap-iframe";
  iframe.title = frame.name;
  iframe.referrerPolicy = "no-referrer";
  iframe.setAttribute("sandbox", sandbox);
  iframe.style.width = cssLength(frame.width);
  iframe.style.height = cssLength(frame.height);
  iframe.src = frame.url;
  return iframe;
}

function fillPage(iframe: HTMLIFrameElement, signal: AbortSignal): void {
  const fit = (): void => {
    const above = iframe.getBoundingClientRect().top + scrollY;
    iframe.style.height = `${Math.max(innerHeight - above - 1, 240)}px`;
  };
  iframe.classList.add("to-parent");
  iframe.style.width = "100%";
  fit();
  addEventListener("resize", fit, { signal });
}

// A page says `init` while it loads. One that has loaded and said nothing is given the same time once more, so a
// frame that later leads itself to an error page is noticed too.
function watchInit(iframe: HTMLIFrameElement, { onInit, onSilence }: Pick<Watch, "onInit" | "onSilence">, signal: AbortSignal): void {
  let spoken = false;
  let timer = setTimeout(onSilence, initWaitMilliseconds);
  const listen = (event: MessageEvent<{ type?: unknown; eid?: unknown } | null>): void => {
    if (event.source !== iframe.contentWindow || event.data?.type !== "init" || event.data.eid !== iframe.id) return;
    spoken = true;
    clearTimeout(timer);
    onInit();
  };
  const loaded = (): void => {
    if (!spoken) {
      clearTimeout(timer);
      timer = setTimeout(onSilence, initWaitMilliseconds);
    }
    spoken = false;
  };
  addEventListener("message", listen, { signal });
  iframe.addEventListener("load", loaded, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
}

// Mounts the frame into `box` and returns what takes it out again.
export function mountFrame(box: HTMLElement, frame: Frame, watch: Watch): () => void {
  const created = host().createExtension(extensionOf(frame));
  const iframe = makeIframe(frame, created.iframeAttributes);
  const gone = new AbortController();
  const forget = addLive(iframe.id, {
    frame,
    iframe,
    onToken: watch.onToken,
    ...(watch.rename && { rename: watch.rename }),
    ...(frame.place === "page" && { sizeToParent: () => fillPage(iframe, gone.signal) }),
  });
  const telling = tellOfFrame(frame, watch.onExchange);
  const onInit = (): void => {
    telling.spoke();
    watch.onInit();
  };
  iframe.addEventListener("load", telling.loaded, { signal: gone.signal });
  watchInit(iframe, { ...watch, onInit }, gone.signal);
  box.append(iframe);
  return () => {
    gone.abort();
    forget();
    iframe.remove(); // the bridge sees it go and forgets it
  };
}
