import { describe, expect, it } from "vitest";
import { hasChromium } from "../../support/chromium.ts";
import { seriousViolations } from "./support/browser.ts";
import { useVisits } from "./support/visit.ts";

describe.skipIf(!hasChromium)("the built front in a browser", () => {
  const visit = useVisits();

  describe.each(["desk", "phone"] as const)("on a %s", (size) => {
    it.each([
      ["/contracts", "Contracts"],
      ["CONTRACT", "#3 Roof 3"],
      ["/dashboard", "Overview"],
      ["/inventory", "Inventory"],
      ["/inventory/items/0199a6a0-0000-7000-8000-000000000070", "Copper cable"],
      ["/inventory/movements", "Movements"],
      ["/inventory/suppliers", "Suppliers"],
      ["/contracts?deleted=true", "Contracts"],
      ["/crews", "Crews"],
      ["/settings", "Settings"],
      ["/api-docs", "The API"],
    ])("%s has no serious fault for assistive technology", async (address, title) => {
      await visit.open(address === "CONTRACT" ? visit.contract() : address, size);
      await visit.heading(title).waitFor();
      expect(await seriousViolations(visit.page)).toEqual([]);
    });
    it("neither has the sign-in", async () => {
      visit.api.signOut();
      await visit.open("/contracts", size);
      await visit.heading("Sign in").waitFor();
      expect(await seriousViolations(visit.page)).toEqual([]);
    });
    it("nor has a form, whose width fits", async () => {
      await visit.open(visit.contract(), size);
      await visit.button("Edit").click();
      await visit.page.getByRole("dialog", { name: "Change contract #3" }).waitFor();
      expect(await seriousViolations(visit.page)).toEqual([]);
      expect(await visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    });
  });

  it("says that there is no connection, and goes on when there is one again", async () => {
    await visit.open("/contracts");
    await visit.heading("Contracts").waitFor();
    await visit.page.context().setOffline(true);
    await visit.page.getByText("No connection.").waitFor();
    await visit.page.context().setOffline(false);
    await visit.page.getByText("No connection.").waitFor({ state: "detached" });
  });

  it("speaks the other language at once, and remembers it", async () => {
    await visit.open("/contracts");
    await visit.button("Español").click();
    await visit.heading("Contratos").waitFor();
    await visit.page.reload();
    await visit.heading("Contratos").waitFor();
    expect(await visit.page.locator("html").getAttribute("lang")).toBe("es");
  });

  it("gives the focus to a new page, and names it", async () => {
    await visit.open("/contracts");
    await visit.heading("Contracts").waitFor();
    await visit.page.getByRole("link", { name: "Inventory" }).first().click();
    await visit.heading("Inventory").waitFor();
    await visit.page.locator("#content:focus").waitFor();
    expect(await visit.page.title()).toBe("Inventory · Acme Eléctrica");
  });
});
