import { keepTime } from "../bridge/navigator";
import type { ProblemPage } from "../data";

export function ProblemView({ page }: { readonly page: ProblemPage }) {
  return (
    <>
      <p class="quiet">{page.status}</p>
      <h1>{page.title}</h1>
      <p>{page.detail}</p>
      <p>
        <a href={keepTime("/")}>To the start of this site</a>
      </p>
    </>
  );
}
