import { describe, expect, it } from "vitest";
import { hasChromium } from "../../../../support/chromium.ts";
import { ITEM } from "../../support/stub-data.ts";
import { useVisits } from "../../support/visit.ts";

describe.skipIf(!hasChromium)("a purchase price", () => {
  const visit = useVisits();
  const remove = () => visit.page.getByRole("button", { name: "Delete the price of “Cables SA” from" });

  it("is deleted without a question, and comes back", async () => {
    const [price] = visit.api.prices;
    await visit.open(`/inventory/items/${ITEM.id}`);
    await remove().click();
    await visit.told("The price of “Cables SA” was deleted.").waitFor();
    await visit.page.getByText("No supplier has a price for it yet.").waitFor();
    expect(visit.api.prices).toEqual([]);
    await visit.button("Undo").click();
    await remove().waitFor();
    expect(visit.api.prices).toMatchObject([{ ...price, id: expect.any(String) }]);
  });

  it("is deleted by those who decide only", async () => {
    visit.api.person.role = "office";
    await visit.open(`/inventory/items/${ITEM.id}`);
    await visit.page.getByText("Cables SA").waitFor();
    expect(await remove().count()).toBe(0);
  });
});
