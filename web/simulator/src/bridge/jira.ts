// AP.jira: what an app may do to the issue view and to its item on a dashboard.
import { method, text } from "./method";
import { notSimulated } from "./not_simulated";

export const jira = {
  refreshIssuePage: method(["callback"], () => location.reload()),
  isNativeApp: method(["callback"], ({ answer }) => answer(false)),
  isDashboardItemEditable: method(["callback"], ({ live, answer }) => answer(live.frame.place === "dashboard")),
  setDashboardItemTitle: method(["title", "callback"], ({ live }, title) => live.rename?.(text(title))),
  getWorkflowConfiguration: method(["callback"], ({ answer }) => answer("{}")),
  openCreateIssueDialog: notSimulated(
    "AP.jira.openCreateIssueDialog",
    ["callback", "params"],
    "The issues of this site are those of its fixture.",
  ),
  openIssueDialog: notSimulated(
    "AP.jira.openIssueDialog",
    ["issueKey", "callback"],
    "AP.navigator.go(\"issue\", {issueKey}) opens the issue.",
  ),
  openDatePicker: notSimulated("AP.jira.openDatePicker", ["options", "callback"], "Use a date field of your own page."),
  initJQLEditor: method(["options", "callback"], () => undefined),
  showJQLEditor: notSimulated("AP.jira.showJQLEditor", ["options", "callback"], "JQL is not evaluated here."),
};
