/** What the suite starts in the engine: names, labels and addresses that collide with nothing, and their removal. */
import { spawnSync } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { BlockList } from "node:net";
import { resolve } from "node:path";
import type * as docker from "@pulumi/docker";
import { type Inspection, inspect, run } from "./engine.ts";

export const repository = resolve(import.meta.dirname, "../../..");

/** Any image with a POSIX shell would do; these two are the project's own. */
export const probeImage = "nginx:1.30.4-alpine";
export const databaseImage = "postgres:15.19-alpine";

const label = "tmp-plugins-run";

/** A set of resources in the engine that share a name prefix and a label, and are removed together. */
export class Probe implements Disposable {
  readonly name = `tmp-plugins-${randomBytes(4).toString("hex")}`;
  /** The id of the image, which is what the project's program gives to its containers. */
  readonly image = inspect("image", probeImage).Id;

  get labels(): { label: string; value: string }[] {
    return [{ label, value: this.name }];
  }

  /** What every container of the suite has; it obeys SIGTERM after half a second, with exit code 0. */
  get container(): docker.ContainerArgs {
    return {
      image: this.image,
      labels: this.labels,
      networkMode: "bridge",
      entrypoints: ["/bin/sh", "-c"],
      command: ["trap 'sleep 0.5; exit 0' TERM; while :; do sleep 0.1; done"],
      stopSignal: "SIGTERM",
      destroyGraceSeconds: 60,
    };
  }

  /** Containers of this probe, running or not, oldest first. */
  containers(): Inspection[] {
    const ids = run("ps", "--all", "--quiet", "--no-trunc", "--filter", this.filter)
      .split("\n")
      .filter(Boolean);
    return ids.reverse().map((id) => inspect("container", id));
  }

  get filter(): string {
    return `label=${label}=${this.name}`;
  }

  [Symbol.dispose](): void {
    // One after the other: containers that leave a network at the same moment can lock Docker 20.10 up (components/scripts/migrate).
    const remove = (list: string[], command: string[]) => {
      const ids = run(...list, "--quiet", "--filter", this.filter)
        .split("\n")
        .filter(Boolean);
      for (const id of ids) run(...command, id);
    };
    remove(["ps", "--all"], ["rm", "--force", "--volumes"]);
    remove(["network", "ls"], ["network", "rm"]);
    remove(["volume", "ls"], ["volume", "rm"]);
  }
}

/** A network of 254 addresses that no network of the engine touches. */
export interface Subnet {
  readonly cidr: string;
  readonly address: (host: number) => string;
}

/** @returns two different free networks out of 172.28.0.0/16; those of the other tests are above it */
export function freeSubnets(): [Subnet, Subnet] {
  const ids = run("network", "ls", "--quiet").split("\n");
  // Tells of those that are there, though one that another test has removed meanwhile makes it fail.
  const format = ["--format", "{{range .IPAM.Config}}{{.Subnet}} {{end}}"];
  const { stdout } = spawnSync("docker", ["network", "inspect", ...format, ...ids], { encoding: "utf8" });
  const taken = stdout.split(/\s+/).filter((cidr) => /^[0-9.]+\/\d+$/.test(cidr));
  const used = new BlockList();
  for (const cidr of taken) {
    const [address = "", bits] = cidr.split("/");
    used.addSubnet(address, Number(bits));
  }
  const start = randomInt(256);
  const free = Array.from({ length: 256 }, (_, index) => `172.28.${(start + index) % 256}`)
    .filter((prefix) => !used.check(`${prefix}.1`) && !used.check(`${prefix}.254`))
    .map((prefix) => ({ cidr: `${prefix}.0/24`, address: (host: number) => `${prefix}.${host}` }));
  const [first, second] = free;
  if (first === undefined || second === undefined) throw new Error("no free network in 172.28.0.0/16");
  return [first, second];
}
