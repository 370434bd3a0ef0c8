// AP.context: the token that apps ought to ask for before each call of their own server, and where they are shown.
import { askToken } from "../calls";
import { promising } from "./method";

export const context = {
  getToken: promising(["callback"], async ({ live }) => {
    const { token } = await askToken(live.frame.context);
    live.onToken();
    return token;
  }),
  getContext: promising(["callback"], ({ live }) => Promise.resolve(live.frame.structuredContext)),
};
