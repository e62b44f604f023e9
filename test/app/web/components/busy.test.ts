/** While something is being saved or looked for, a page is as usable with a screen reader as before. */
import { describe, expect, it } from "vitest";
import { hasChromium } from "../../../support/chromium.ts";
import { seriousViolations } from "../support/browser.ts";
import { type Size, useVisits } from "../support/visit.ts";

describe.skipIf(!hasChromium)("while the server is asked", () => {
  const visit = useVisits();
  /** Keeps the answers to such requests back. @returns lets them go */
  async function hold(method: string, path: string): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    await visit.page.route(`**/api${path}`, async (route) => {
      if (route.request().method() === method) await promise;
      await route.continue();
    });
    return resolve;
  }

  it.each<Size>(["desk", "phone"])("a button says that it is busy, on a %s", async (size) => {
    await visit.open(visit.contract(), size);
    await visit.button("Edit").click();
    await visit.page.getByLabel("Title").fill("Cellar");
    const release = await hold("PUT", visit.contract());
    await visit.button("Save").click();
    await visit.page.locator("button[aria-busy=true]").and(visit.button("Save")).waitFor();
    expect(await seriousViolations(visit.page)).toEqual([]);
    release();
    await visit.dialog("Change contract #3").waitFor({ state: "detached" });
    expect(visit.api.contracts[0]?.title).toBe("Cellar");
  });

  it("a field that is being searched for has no part without a name", async () => {
    await visit.open("/money");
    // An empty list offers it a second time.
    await visit.button("New entry").first().click();
    const form = visit.dialog("New entry");
    await form.waitFor();
    const release = await hold("GET", "/contracts?*");
    await form.getByRole("combobox", { name: "Contract" }).pressSequentially("Roof");
    await form.locator(".v-field--loading, .v-input--loading").first().waitFor();
    expect(await seriousViolations(visit.page)).toEqual([]);
    release();
    await visit.page.getByRole("option", { name: "#3 Roof 3" }).waitFor();
  });
});
