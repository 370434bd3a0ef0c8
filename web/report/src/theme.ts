// Light or dark: as the system says until the reader says otherwise, which is remembered where it can be.
export type Theme = "light" | "dark";

const key = "postern-report-theme";

export function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function chosenTheme(): Theme | undefined {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : undefined;
}

export function choose(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // A page from a file, or a private window, may have no storage: the choice then lasts as long as the page.
  }
}

export function recall(): void {
  try {
    const theme = localStorage.getItem(key);
    if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
  } catch {
    // As above.
  }
}
