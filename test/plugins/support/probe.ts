/** What the suite starts in the engine: names, labels and addresses that collide with nothing, and their removal. */
import { randomBytes } from "node:crypto";
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
  readonly #thirdOctet: number;

  /** @param thirdOctet of the networks 172.31.x.0/24 that this test file may use; 8 per file */
  constructor(thirdOctet: number) {
    this.#thirdOctet = thirdOctet;
  }

  /** The id of the image, which is what the project's program gives to its containers. */
  readonly image = inspect("image", probeImage).Id;

  get labels(): { label: string; value: string }[] {
    return [{ label, value: this.name }];
  }

  /** @param index 0 to 7 */
  subnet(index: number): { address: (host: number) => string; cidr: string } {
    const prefix = `172.31.${this.#thirdOctet + index}`;
    return { address: (host) => `${prefix}.${host}`, cidr: `${prefix}.0/24` };
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
      destroyGraceSeconds: 10,
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
    const remove = (list: string[], command: string[]) => {
      const ids = run(...list, "--quiet", "--filter", this.filter)
        .split("\n")
        .filter(Boolean);
      if (ids.length > 0) run(...command, ...ids);
    };
    remove(["ps", "--all"], ["rm", "--force", "--volumes"]);
    remove(["network", "ls"], ["network", "rm"]);
    remove(["volume", "ls"], ["volume", "rm"]);
  }
}
