import type { Page } from "playwright-core";
import { complaintsOf } from "../../app/web/support/browser.ts";
import { accountOf, pageOf } from "./stack.ts";

/** How the page asks who is there; nobody is, at first. */
const WHO = "/api/auth/me";

/** @returns a list that collects what goes wrong while somebody uses the page: in it, by its policy, or in a request */
export function faultsOf(page: Page): string[] {
  const faults = complaintsOf(page);
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    const isNobody = response.status() === 401 && pathname === WHO;
    if (response.status() >= 400 && !isNobody) faults.push(`${response.status()} ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // The page itself gives up what nobody waits for any more.
    if (reason !== "net::ERR_ABORTED") faults.push(`${reason} ${request.url()}`);
  });
  return faults;
}

/** Opens a tenant's site as somebody who has not signed in yet, and signs in. */
export async function signIn(page: Page, slug: string, role = "owner"): Promise<void> {
  const { email, password } = accountOf(slug, role);
  await page.goto(pageOf(slug));
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
}

/** Goes to a place by the navigation, which is behind a button on a phone. */
export async function goTo(page: Page, place: string): Promise<void> {
  const menu = page.getByRole("button", { name: "Menu" });
  if (await menu.isVisible()) await menu.click();
  const navigation = page.getByRole("navigation", { name: "Main navigation" });
  await navigation.getByRole("link", { name: place }).click();
  await page.getByRole("heading", { level: 1, name: place }).waitFor();
}

/** What is asked for has come: nothing turns any more. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.locator(".v-progress-circular, [aria-busy=true]").first().waitFor({ state: "detached" });
}

/** Chooses in a field that offers a list, by keyboard: its arrow keys open it everywhere. */
export async function choose(page: Page, field: string, option: string | RegExp): Promise<void> {
  await page.getByRole("dialog").getByRole("combobox", { name: field }).press("ArrowDown");
  await page.getByRole("option", { name: option }).first().click();
}

/** Sends the form of the open dialog, which closes when the server has agreed. */
export async function save(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" });
}
