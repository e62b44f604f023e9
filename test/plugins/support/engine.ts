/** The Docker engine as its own client shows it: what a plugin says is held against this. */
import { execFileSync, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** @returns what `docker …` printed @throws when it fails or takes over half a minute */
export function run(...command: string[]): string {
  return execFileSync("docker", command, { encoding: "utf8", timeout: 30_000, stdio: "pipe" }).trim();
}

/** The parts of `docker inspect` that the suite reads. */
export interface Inspection {
  readonly Id: string;
  readonly Name: string;
  readonly State: { readonly Running: boolean; readonly StartedAt: string };
  readonly Config: Readonly<Record<string, unknown>>;
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, Attachment>> };
}

export interface Attachment {
  readonly Aliases: readonly string[];
  readonly IPAddress: string;
}

/** @throws when the engine has none of that name */
export function inspect(kind: "container" | "image" | "network" | "volume", name: string): Inspection {
  const [found] = JSON.parse(run(kind, "inspect", name));
  return found;
}

/** One thing that happened to a container. */
export interface Event {
  readonly action: string;
  readonly name: string;
  readonly exitCode: string;
}

/**
 * Listens to what happens to containers while something else is done. Not `docker events --since` afterwards: the engine
 * remembers 256 events only, and every health check of every container is three.
 *
 * @param filter of the containers, as `docker ps --filter` takes it
 * @returns the events, in order
 */
export async function eventsDuring(filter: string, work: () => Promise<void>): Promise<Event[]> {
  const command = ["events", "--format", "{{json .}}", "--filter", "type=container", "--filter", filter];
  const listener = spawn("docker", command, { stdio: ["ignore", "pipe", "inherit"] });
  let lines = "";
  listener.stdout.on("data", (data) => {
    lines += data;
  });
  try {
    await work();
    await sleep(500); // the last events are on their way
  } finally {
    listener.kill();
  }
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ Action, Actor }) => ({
      action: Action,
      name: Actor.Attributes.name,
      exitCode: Actor.Attributes.exitCode ?? "",
    }));
}
