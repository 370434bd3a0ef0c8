// AP.user: who looks at the page.
import type { User } from "../data";
import { method } from "./method";

export const user = (who: User): object => ({
  getCurrentUser: method(["callback"], ({ answer }) => answer({ atlassianAccountId: who.accountId })),
  getUser: method(["callback"], ({ answer }) =>
    answer({ id: who.accountId, key: who.accountId, fullName: who.displayName }),
  ),
  getLocale: method(["callback"], ({ answer }) => answer(who.locale)),
  getTimeZone: method(["callback"], ({ answer }) => answer(who.timeZone)),
});
