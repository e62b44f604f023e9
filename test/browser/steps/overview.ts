import type { Page } from "playwright-core";
import { goTo } from "../support/visit.ts";

/** @returns how many signed contracts the overview counts */
export async function signedCount(page: Page): Promise<number> {
  await goTo(page, "Overview");
  const figure = page.locator('#content a[href*="status=signed"] strong');
  return Number(((await figure.textContent()) ?? "").replaceAll(",", ""));
}
