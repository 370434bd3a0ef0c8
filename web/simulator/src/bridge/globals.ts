// What stands on AP itself.
import { method } from "./method";
import { request } from "./request";

export const globals = {
  request,
  getLocation: method(["callback"], ({ answer }) => answer(location.href)),
  sizeToParent: method(["hideFooter", "callback"], ({ live }) => live.sizeToParent?.()),
  hideFooter: method(["hide", "callback"], () => undefined), // the simulator's pages have no footer
};
