import type { TenantDocument } from "../../../app/contract.ts";

/** Settings of a tenant where it is about noon now: what a test does "today" is not parted by a midnight, whenever it runs. */
export function atNoon(): Pick<TenantDocument, "settings"> {
  // West of Greenwich is + in these names.
  const west = new Date().getUTCHours() - 12;
  return {
    settings: {
      name: "Noon",
      locale: "en-US",
      timeZone: `Etc/GMT${west < 0 ? "" : "+"}${west}`,
      themeColor: "#0b5fff",
      logo: null,
    },
  };
}
