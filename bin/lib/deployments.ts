/** Which version of the app each tenant had, run by run: what `bin/rollback` goes back to. */
import { z } from "zod";
import { appImages } from "../../components/lib/images.ts";

const Deployment = z.object({
  /** When the run ended, ISO 8601. */
  at: z.string(),
  /** The version of the stack: of its worker, and of every tenant without one of its own. */
  stack: z.string(),
  /** By slug. */
  tenants: z.record(z.string(), z.string()),
});
const History = z.array(Deployment);

export type Deployment = z.output<typeof Deployment>;
/** Oldest first. */
export type History = readonly Deployment[];
/** Image ids by image name: `.state/<stack>/images.json`. */
export type ImageIds = Readonly<Record<string, string>>;

/** How many different states of a stack are remembered. */
const MOST_DEPLOYMENTS = 20;

/** @throws ZodError when the file is not ours */
export const parseHistory = (text: string): History => History.parse(JSON.parse(text));

/**
 * A version's tag can be built anew from other sources; the tag with the content's hash after it (bin/lib/images.sh) never changes.
 *
 * @returns the tag that stays, e.g. `2.0.0-3f2a9c1b7d21`, where there is one
 */
export function lasting(version: string, ids: ImageIds): string {
  const { app, front } = appImages(version);
  const candidates = Object.keys(ids).flatMap((name) => {
    const tag = name.startsWith(`${app}-`) ? name.slice(name.indexOf(":") + 1) : "";
    return /-[0-9a-f]{12}$/.test(tag) ? [tag] : [];
  });
  const same = (tag: string) => {
    const images = appImages(tag);
    return ids[images.app] === ids[app] && ids[images.front] === ids[front];
  };
  return candidates.find(same) ?? version;
}

/** @returns the history with one more state, or as it was when nothing has changed */
export function remember(history: History, now: Deployment): History {
  const last = history.at(-1);
  const unchanged =
    last !== undefined &&
    last.stack === now.stack &&
    JSON.stringify(Object.entries(last.tenants).sort()) ===
      JSON.stringify(Object.entries(now.tenants).sort());
  return unchanged ? history : [...history, now].slice(-MOST_DEPLOYMENTS);
}

/** A version that was left, and when it served last. */
export interface Earlier {
  readonly version: string;
  readonly at: string;
}

/**
 * @param wanted what is to run now; it may never have got ready, and then the newest deployment is the one to go back to
 * @param versionOf the version in question of a deployment, if it has one
 */
export function before(
  history: History,
  wanted: string,
  versionOf: (deployment: Deployment) => string | undefined,
): Earlier | undefined {
  for (const deployment of history.toReversed()) {
    const version = versionOf(deployment);
    if (version !== undefined && version !== wanted) return { version, at: deployment.at };
  }
  return undefined;
}
