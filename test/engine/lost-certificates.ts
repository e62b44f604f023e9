/** The certificates' volume has lost what it held: nginx has it in memory, and one command brings it back. */
import { describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { command, underLoad } from "./support/load.ts";
import { docker, full, idOf, minutes, stack } from "./support/stack.ts";

const FOLDER = "/etc/nginx/certs";

export function lostCertificatesTests(): void {
  describe.runIf(full)("the edge's certificates are lost", () => {
    test("everybody is served on, and bin/certificates brings the same ones back", {
      timeout: minutes(6),
    }, async () => {
      const inside = (role: string, ...words: string[]) => docker("exec", idOf(role), ...words);
      const held = () => inside("proxy", "sh", "-c", `cat ${FOLDER}/*.crt | sha256sum`);
      const before = held();

      const failures = await underLoad(async () => {
        inside("companion", "sh", "-c", `rm -rf ${FOLDER}/*`);
        await command("bin/certificates", "renew", stack);
        await until("the certificates are back", () => held() === before);
      });

      expect(failures).toEqual([]);
      inside("proxy", "nginx", "-t", "-q");
    });
  });
}
