// The page: the simulator's bar, the product's header, and what the page is about.
import type { ComponentChildren } from "preact";
import { keepTime } from "./bridge/navigator";
import { Bar } from "./bar";
import { appsPath, mayManageApps, type PageData, type Unseen } from "./data";
import { Dialogs } from "./dialogs";
import { Messages } from "./messages";
import { Navigation } from "./navigation";
import { AppsView } from "./pages/apps";
import { ContentView } from "./pages/content";
import { DashboardView } from "./pages/dashboard";
import { HomeView } from "./pages/home";
import { InspectorView } from "./pages/inspector";
import { IssueView } from "./pages/issue";
import { ModuleView } from "./pages/module";
import { ProblemView } from "./pages/problem";
import { ProjectView } from "./pages/project";

export function NotRendered({ unseen }: { readonly unseen: readonly Unseen[] }) {
  if (unseen.length === 0) return null;
  return (
    <details class="unrendered">
      <summary>
        {unseen.length === 1 ? "1 module of the app is" : `${unseen.length} modules of the app are`} not shown here
      </summary>
      <dl>
        {unseen.map((each) => (
          <div key={each.module}>
            <dt>
              {each.name !== each.module && each.name} <code>{each.module}</code>
            </dt>
            <dd>{each.reason}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function PageOf({ data }: { readonly data: PageData }): ComponentChildren {
  const { page } = data;
  switch (page.kind) {
    case "home":
      return <HomeView page={page} data={data} />;
    case "issue":
      return <IssueView page={page} />;
    case "project":
      return <ProjectView page={page} />;
    case "module":
      return <ModuleView page={page} />;
    case "dashboard":
      return <DashboardView page={page} data={data} />;
    case "content":
      return <ContentView page={page} />;
    case "apps":
      return <AppsView page={page} data={data} />;
    case "inspector":
      return <InspectorView page={page} data={data} />;
    case "problem":
      return <ProblemView page={page} />;
  }
}

function AppsLink({ data, text }: { readonly data: PageData; readonly text: string }) {
  if (!mayManageApps(data.user)) return <>{text} as an administrator of this site.</>;
  return <a href={keepTime(appsPath)}>{text}</a>;
}

export function Shell({ data }: { readonly data: PageData }) {
  return (
    <>
      <div id="shell">
        <a class="skip" href="#main">
          To the page
        </a>
        <section aria-label="Simulator">
          <Bar data={data} />
        </section>
        <Navigation data={data} />
        <main id="main" class={data.page.kind} tabIndex={-1}>
          {!data.app && data.page.kind !== "apps" && data.page.kind !== "problem" && (
            <p class="notice">
              No app is installed on this site. <AppsLink data={data} text="Install one" />
            </p>
          )}
          {data.app && !data.app.enabled && (
            <p class="notice">
              {data.app.name} is disabled on this site: it is neither asked nor shown.{" "}
              <AppsLink data={data} text="Enable it" />
            </p>
          )}
          <PageOf data={data} />
          {"unseen" in data.page && <NotRendered unseen={data.page.unseen} />}
        </main>
      </div>
      <Dialogs />
      <Messages />
    </>
  );
}
