// The part of the bridge's host side (atlassian-connect-js) that this page uses.

// A frame as the bridge knows it.
export interface Extension {
  id?: string; // given by createExtension; also the id of the iframe
  readonly addon_key: string;
  readonly key: string;
  readonly url: string;
  readonly options: Record<string, unknown>;
}

export interface CallContext {
  readonly extension_id: string;
  readonly extension: Extension;
}

// The last argument of every call: answers it, and tells whose call it is.
export interface Reply {
  (...values: unknown[]): void;
  readonly _context: CallContext;
  readonly _id?: string;
}

interface ConnectHost {
  createExtension(extension: Extension): {
    readonly iframeAttributes: Readonly<Record<string, string>>;
    readonly extension: Extension;
  };
  defineModule(name: string, methods: object): void;
  defineModule(globals: object): void;
  registerProvider(name: string, provider: object): void;
  getFrameworkAdaptor(): { registerModule(module: object): void };
  broadcastEvent(type: string, target: object, event: unknown): void;
  onFrameClick(listener: (iframe: HTMLIFrameElement) => void): void;
  destroy(extensionId: string): void;
  registerContentResolver: { resolveByExtension(resolver: (extension: Extension) => unknown): void };
}

declare global {
  interface Window {
    readonly connectHost: ConnectHost;
  }
}

export const host = (): ConnectHost => window.connectHost;

// Registers what draws flags, dialogs and the like in this page, in place of the bridge's own drawing.
export function provide(name: string, provider: object): void {
  host()
    .getFrameworkAdaptor()
    .registerModule({
      getModuleRegistrationName: () => name,
      isEnabled: () => true,
      getProvider: () => provider,
    });
}
