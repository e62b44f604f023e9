import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { goTo, save } from "../support/visit.ts";

/** @param dollars its amount @returns when it is in the list */
export async function createContract(page: Page, title: string, dollars: string): Promise<void> {
  await goTo(page, "Contracts");
  await page.getByRole("button", { name: "New contract" }).click();
  const dialog = page.getByRole("dialog", { name: "New contract" });
  await dialog.getByLabel("Title").fill(title);
  await dialog.getByLabel("Client").fill("Rosa Delgado");
  await dialog.getByLabel("Amount", { exact: true }).fill(dollars);
  await save(page);
  await page.getByRole("link", { name: title }).waitFor();
}

/** Opens a contract out of the list. */
export async function openContract(page: Page, title: string): Promise<void> {
  await page.getByRole("link", { name: title, exact: true }).click();
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

/** @returns when the server has agreed, and says so after the page is loaded again */
export async function signContract(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "Mark as signed" }).click();
  await page
    .getByRole("status")
    .filter({ hasText: `“${title}” is now: Signed.` })
    .first()
    .waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Start work" }).waitFor();
}

/** @returns the texts of the worksheet that the list of contracts is taken home as */
export async function exportContracts(page: Page): Promise<string> {
  await goTo(page, "Contracts");
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog", { name: "Export" });
  // The worker makes it; it comes by itself.
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Excel (XLSX)" }).click(),
  ]);
  await dialog.getByRole("button", { name: "Close" }).click();
  const files = unzipSync(new Uint8Array(readFileSync(await download.path())));
  return strFromU8(files["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
}
