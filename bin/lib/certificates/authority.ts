/** What an ACME authority says about itself. */
import { z } from "zod";

const TIMEOUT_MILLISECONDS = 5_000;

/** The directory of RFC 8555, section 7.1.1, as far as it is used here. */
const directory = z.object({
  meta: z.object({ caaIdentities: z.array(z.string()).default([]) }).default({ caaIdentities: [] }),
});

/** The authority whose limits the budget knows; its staging and every other one have none that we could count. */
export const hasWeeklyBudget = (authority: string): boolean =>
  URL.parse(authority)?.hostname === "acme-v02.api.letsencrypt.org";

/**
 * @returns the names by which CAA records allow the authority, in lower case; undefined when it does not answer within 5 s
 */
export async function caaIdentities(authority: string): Promise<string[] | undefined> {
  try {
    const answer = await fetch(authority, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
    const { meta } = directory.parse(await answer.json());
    return meta.caaIdentities.map((identity) => identity.toLowerCase());
  } catch {
    return undefined;
  }
}
