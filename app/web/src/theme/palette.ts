import { readableOn, textOn } from "./color.ts";

/** What is the same for every tenant. Each colour can be read as text on page and surface. */
const SHARED = {
  light: {
    background: "#f4f6f9",
    surface: "#ffffff",
    "surface-light": "#e8edf3",
    "surface-variant": "#334155",
    "on-surface-variant": "#f1f5f9",
    secondary: "#475569",
    success: "#15713a",
    warning: "#8f4a00",
    error: "#b3261e",
    info: "#1d4f91",
  },
  dark: {
    background: "#11161f",
    surface: "#1b2330",
    "surface-light": "#2b3647",
    "surface-variant": "#cbd5e1",
    "on-surface-variant": "#0f172a",
    secondary: "#b4c0d0",
    success: "#6fd48f",
    warning: "#f5b25c",
    error: "#ff9d94",
    info: "#8fbcf5",
  },
} as const;

/**
 * @param brand the tenant's colour, #rrggbb
 * @returns the theme's colours by name. `brand` is the tenant's own; `primary` is as near to it as can be read on the page
 */
export function paletteOf(brand: string, mode: keyof typeof SHARED) {
  const shared = SHARED[mode];
  const primary = readableOn(brand, [shared.background, shared.surface, shared["surface-light"]]);
  return { ...shared, brand, "on-brand": textOn(brand), primary, "on-primary": textOn(primary) };
}
