import { describe, expect, it } from "vitest";
import { hasChromium } from "../../../../support/chromium.ts";
import { bookingRow } from "../../support/booking.ts";
import { seriousViolations } from "../../support/browser.ts";
import { type Size, useVisits } from "../../support/visit.ts";

describe.skipIf(!hasChromium)("the schedule", () => {
  const visit = useVisits();

  it.each<Size>(["desk", "phone"])(
    "lists what was deleted from a week, and brings it back, on a %s",
    async (size) => {
      visit.api.bookings.push(bookingRow({ deletedAt: "2026-11-20T15:00:00.000Z" }));
      await visit.open("/schedule?week=2026-11-23", size);
      await visit.heading("Schedule").waitFor();
      await visit.page.getByLabel("Deleted").click();
      await visit.button("Bring back “Roof unit”").waitFor();
      expect(await seriousViolations(visit.page)).toEqual([]);
      await visit.button("Bring back “Roof unit”").click();
      await visit.page.getByText("Nothing has been deleted.").waitFor();
      await visit.page.getByLabel("Deleted").click();
      await visit.page.getByRole("button", { name: "Roof unit" }).waitFor();
      expect(visit.api.bookings[0]?.deletedAt).toBeNull();
    },
  );

  it("does not show what was deleted to those who may not bring it back", async () => {
    visit.api.person.role = "office";
    visit.api.bookings.push(bookingRow());
    await visit.open("/schedule?week=2026-11-23");
    await visit.page.getByRole("button", { name: "Roof unit" }).waitFor();
    expect(await visit.page.getByLabel("Deleted").count()).toBe(0);
  });
});
