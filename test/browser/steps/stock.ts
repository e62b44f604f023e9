import type { Page } from "playwright-core";
import { choose, goTo, save } from "../support/visit.ts";

/** Opens the first item of the stock. @returns its name */
export async function openFirstItem(page: Page): Promise<string> {
  await goTo(page, "Inventory");
  const link = page.locator('#content a[href*="/inventory/items/"]').first();
  const name = ((await link.textContent()) ?? "").trim();
  await link.click();
  await page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  return name;
}

/** @returns how much there is of the item that is open */
export async function stockLevel(page: Page): Promise<number> {
  const row = page.locator("dl > div").filter({ has: page.getByText("Stock", { exact: true }) });
  return Number.parseFloat(((await row.locator("dd").textContent()) ?? "").replaceAll(",", ""));
}

/** Books that some of the item that is open has come in. */
export async function receive(page: Page, name: string, quantity: number): Promise<void> {
  await page.getByRole("button", { name: "Book a movement" }).click();
  await page.getByRole("dialog", { name: `Movement of “${name}”` }).waitFor();
  await choose(page, "Kind", "Receipt");
  await choose(page, "Warehouse", /./);
  await page.getByLabel("Quantity").fill(String(quantity));
  await save(page);
}
