import { useState } from "preact/hooks";
import { host } from "../bridge/host";
import type { DashboardPage, Frame, PageData } from "../data";
import { FrameView } from "../frame";

function Item({ frame }: { readonly frame: Frame }) {
  const [title, setTitle] = useState(frame.name); // AP.jira.setDashboardItemTitle changes it
  const { addon_key, key } = frame.extension;
  // AP.jira.DashboardItem.onDashboardItemEdit: the form is the app's.
  const edit = (): void => host().broadcastEvent("jira_dashboard_item_edit", { addon_key, key }, {});
  return (
    <section class="card item">
      <div class="title-row">
        <h2>{title}</h2>
        {frame.configurable && (
          <button type="button" aria-label={`Edit ${title}`} onClick={edit}>
            Edit
          </button>
        )}
      </div>
      <FrameView frame={frame} onRename={setTitle} />
    </section>
  );
}

interface Props {
  readonly page: DashboardPage;
  readonly data: PageData;
}

export function DashboardView({ page, data }: Props) {
  return (
    <>
      <h1>Dashboard</h1>
      {data.app?.enabled && page.frames.length === 0 && <p class="quiet">The app has no dashboard items.</p>}
      <div class="cards two">
        {page.frames.map((frame) => (
          <Item key={frame.module} frame={frame} />
        ))}
      </div>
    </>
  );
}
