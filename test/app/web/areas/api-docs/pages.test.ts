import { describe, expect, it } from "vitest";
import { hasChromium } from "../../../../support/chromium.ts";
import { seriousViolations } from "../../support/browser.ts";
import { useVisits } from "../../support/visit.ts";

describe.skipIf(!hasChromium)("the API for people", () => {
  const visit = useVisits();

  it("tells of a route what is sent and answered, to somebody who has not signed in too", async () => {
    visit.api.signOut();
    await visit.open("/api-docs", "phone");
    await visit.heading("The API").waitFor();
    await visit.page.getByText("POST /api/contracts", { exact: false }).first().click();
    const body = visit.page.getByRole("region", { name: "Body" });
    await body.getByRole("rowheader", { name: "items[].description" }).waitFor();
    await visit.page.getByRole("region", { name: "Answer 201" }).waitFor();
    expect(await seriousViolations(visit.page)).toEqual([]);
  });
});
