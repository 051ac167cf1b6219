// Light or dark? As Office itself is; where it does not say, as the system is.

/** Follows Office and the system from now on. */
export function follow() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const set = () => {
    const ground = Office.context?.officeTheme?.bodyBackgroundColor;
    document.documentElement.dataset.theme = (ground ? isDark(ground) : system.matches) ? "dark" : "light";
  };
  set();
  system.addEventListener("change", set);
}

/**
 * Whether a colour such as #262626 is nearer to black; the eye weighs green most.
 * @param {string} colour
 */
export function isDark(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
