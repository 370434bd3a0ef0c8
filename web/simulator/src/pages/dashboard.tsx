import { useState } from "preact/hooks";
import type { DashboardPage, Frame, PageData } from "../data";
import { FrameView } from "../frame";

function Item({ frame }: { readonly frame: Frame }) {
  const [title, setTitle] = useState(frame.name); // AP.jira.setDashboardItemTitle changes it
  return (
    <section class="card item">
      <h2>{title}</h2>
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
