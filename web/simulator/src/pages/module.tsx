// A page of the app that fills the product's page.
import { keepTime } from "../bridge/navigator";
import type { ModulePage } from "../data";
import { FrameView } from "../frame";

export function ModuleView({ page }: { readonly page: ModulePage }) {
  return (
    <>
      {page.project && (
        <p class="crumbs">
          <a href={keepTime(`/projects/${encodeURIComponent(page.project.key)}`)}>{page.project.name}</a>
        </p>
      )}
      <h1 class="module-title">{page.title}</h1>
      <FrameView frame={page.frame} />
    </>
  );
}
