/** What is run while the stack is under load: versions that count nobody's requests, as one client asks more than any tenant's limits let through. */
import type { AppVersions } from "../../../bench/lib/app-versions.ts";

export interface Releases {
  /** They differ in their number only. */
  readonly one: string;
  readonly two: string;
  /** Its web ends before it is ready. */
  readonly broken: string;
  /** @returns the id of the app's image of a version */
  readonly imageOf: (version: string) => Promise<string>;
}

/** @param versions whoever opens them ends them */
export async function makeReleases(versions: AppVersions): Promise<Releases> {
  return {
    one: await versions.make(901),
    two: await versions.make(902),
    broken: await versions.makeBroken(903),
    imageOf: (version) => versions.idOf(`chalanpro:${version}`),
  };
}
