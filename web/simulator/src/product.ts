// What the bridge expects of the product's page, set before connect-host.js runs: jQuery as AJS.$, a require() for
// analytics, the feature flags' service. It stands in the head of the page, so the colours are chosen here too.
import jQuery from "jquery";
import { recallTheme } from "./theme";

declare global {
  interface Window {
    AJS: unknown;
    $: unknown;
    jQuery: unknown;
    require: unknown;
    __FEATUREGATES_JS__: unknown;
  }
}

const nothing = (): void => undefined;

window.$ = jQuery;
window.jQuery = jQuery;
window.AJS = {
  $: jQuery,
  // Dialogs are drawn by this page: the bridge's own layers are never on top.
  LayerManager: { global: { getTopLayer: nothing } },
  escapeHtml: (text: unknown): string => jQuery("<i>").text(String(text)).html(),
};

// Analytics go nowhere.
window.require = (): unknown => ({ emitGasV3: nothing });

// Every feature flag is off. The version is the one of the bridge's own client, which warns of any other.
window.__FEATUREGATES_JS__ = {
  initializeCompleted: (): boolean => true,
  checkGate: (): boolean => false,
  getExperimentValue: (_name: string, _parameter: string, otherwise: unknown): unknown => otherwise,
  getPackageVersion: (): string => "4.23.4",
};

recallTheme();
