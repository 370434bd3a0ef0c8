// AP.customContent: an editor component of the product, which the simulator does not have. Its methods are there, so
// that an app's script runs on, and say so.
import { instances, type Call } from "./method";
import { sayNotSimulated } from "./not_simulated";

const say = (_call: Call): void =>
  sayNotSimulated("The editor of custom content", "Custom content is neither created nor edited here.");

export const customContent = {
  getEditComponent: instances(["callback"], {
    intercept: say,
    submitCallback: say,
    submitSuccessCallback: say,
    submitErrorCallback: say,
    cancelCallback: say,
  }),
};
