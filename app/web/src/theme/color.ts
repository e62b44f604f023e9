/** The three channels of #rrggbb, each 0 to 255. */
function channels(color: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(color.slice(start, start + 2), 16));
}

/** Relative luminance of WCAG 2.2, 0 (black) to 1 (white). */
export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of WCAG 2.2, 1 (none) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @returns black or white, whichever contrasts more with the colour (always at least 4.5 : 1) */
export function textOn(color: string): "#000000" | "#ffffff" {
  return contrast(color, "#000000") > contrast(color, "#ffffff") ? "#000000" : "#ffffff";
}

/** @param share 0: the colour itself; 1: `end` */
function mix(color: string, end: string, share: number): string {
  const ends = channels(end);
  const mixed = channels(color).map((value, index) => {
    const channel = Math.round(value + ((ends[index] ?? 0) - value) * share);
    return channel.toString(16).padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/** What WCAG 2.2 asks for between text and its background (1.4.3, level AA). */
const READABLE = 4.5;
const STEPS = 20;

/**
 * @param backgrounds on which the colour has to be read: all of them light, or all of them dark
 * @returns the colour, or the nearest one on the way to black or white that can be read on all of the backgrounds
 */
export function readableOn(color: string, backgrounds: readonly [string, ...string[]]): string {
  const end = textOn(backgrounds[0]);
  for (let step = 0; step < STEPS; step += 1) {
    const candidate = mix(color, end, step / STEPS);
    if (backgrounds.every((background) => contrast(candidate, background) >= READABLE)) return candidate;
  }
  return end;
}
