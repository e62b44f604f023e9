/** Asks every tenant's front page and API through the edge, over HTTPS, until they answer. */

import { request } from "node:https";
import type { LookupFunction } from "node:net";
import type { TenantOutput } from "./outputs.ts";
import { checkNamed, type Trust, tlsOptions } from "./trust.ts";

const CALL_MILLISECONDS = 5_000;
const PAUSE_MILLISECONDS = 500;

/** One address that must answer with 200. */
export type Target = { readonly slug: string; readonly url: string };

/**
 * What must answer: the page and the API of each tenant that is in service and lets anybody in, but for names that have no certificate
 * as yet (`held`).
 */
export const targetsOf = (tenants: readonly TenantOutput[], held: readonly string[] = []): Target[] =>
  tenants
    .filter(({ open }) => open)
    .flatMap(({ slug, url, apiUrl }) => [
      { slug, url },
      { slug, url: new URL("/api/tenant", apiUrl).href },
    ])
    .filter(({ url }) => !held.includes(new URL(url).hostname));

// Names below .localhost are this machine's by definition (RFC 6761), but not every resolver knows it.
const lookup: LookupFunction = (_hostname, options, callback) => {
  if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};

/** "" if the address answers with 200, else what happened instead. */
export function probe(url: string, trust: Trust): Promise<string> {
  const { hostname } = new URL(url);
  const local = hostname.endsWith(".localhost") ? { lookup } : {};
  return new Promise((resolve) => {
    const call = request(
      url,
      { ...local, ...tlsOptions(trust), agent: false, timeout: CALL_MILLISECONDS },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200 ? "" : `status ${response.statusCode}`);
      },
    );
    if (trust.signedBy === "anybody") checkNamed(call, hostname);
    call.on("timeout", () => call.destroy(new Error(`no answer within ${CALL_MILLISECONDS / 1000} s`)));
    call.on("error", ({ message }) => resolve(message)).end();
  });
}

/** Probes all targets side by side; returns those that had not answered by the deadline (milliseconds from now), with the last reason. */
export async function verify(targets: readonly Target[], deadline: number, trust: Trust): Promise<string[]> {
  const end = Date.now() + deadline;
  const problems = await Promise.all(
    targets.map(async ({ slug, url }) => {
      for (;;) {
        const problem = await probe(url, trust);
        if (problem === "") return "";
        if (Date.now() + PAUSE_MILLISECONDS > end) return `${slug}: ${url}: ${problem}`;
        await new Promise((resume) => setTimeout(resume, PAUSE_MILLISECONDS));
      }
    }),
  );
  return problems.filter((problem) => problem !== "");
}
