import { parse, stringify } from "yaml";
import { z } from "zod";

/** The stack of the benchmarks: made for one run, and taken away after it. */
export const BENCH_STACK = "test-benchb";

const StackFile = z.looseObject({ config: z.record(z.string(), z.unknown()) });
const Edge = z.looseObject({});

/**
 * The stack file for the benchmarks: the `local` stack's with names, networks and ports of its own, so that it runs beside it. The
 * networks are none that the engine hands out by itself (172.17.0.0 to 172.31.0.0, 192.168.0.0).
 *
 * @param local text of Pulumi.local.yaml
 * @param tenantsFile who its tenants are
 */
export function benchStackFile(local: string, tenantsFile = "tenants/local.yaml"): string {
  const { config, ...rest } = StackFile.parse(parse(local));
  const part = (key: string) => Edge.parse(config[`chalan:${key}`]);
  const changes = {
    "chalan:tenantsFile": tenantsFile,
    "chalan:names": { prefix: `chalan-${BENCH_STACK}`, suffix: "1" },
    "chalan:edge": {
      ...part("edge"),
      network: `chalan-${BENCH_STACK}-edge`,
      subnet: "10.220.0.0/20",
      httpPort: 29080,
      httpsPort: 29443,
    },
    "chalan:subnets": { data: "10.220.16.0/20", apps: "10.220.32.0/20" },
    "chalan:database": { ...part("database"), port: 29432 },
    "chalan:pgadmin": { ...part("pgadmin"), port: 29050 },
    "chalan:localAuthority": { managementPort: 29000 },
  };
  return stringify({ ...rest, config: { ...config, ...changes } });
}
