import { describe, expect, it } from "vitest";
import { pinFault, subnetFault } from "../../tenants/addresses.ts";

describe("subnetFault", () => {
  it.each(["172.18.0.0/16", "10.0.0.0/8", "192.168.1.0/24", "192.168.1.8/29", "172.28.128.0/17"])(
    "accepts %s",
    (subnet) => {
      expect(subnetFault(subnet)).toBeUndefined();
    },
  );
  it.each([
    "",
    "172.18.0.0",
    "172.18.0.1/16",
    "172.18.0.0/7",
    "172.18.0.0/30",
    "172.18.0/16",
    "172.18.0.0/16/1",
    "172.18.0.0/+9",
  ])("refuses %j", (subnet) => {
    expect(subnetFault(subnet)).toBeDefined();
  });
});

describe("pinFault", () => {
  const edge = { name: "edge", subnet: "172.18.0.0/16" };
  it.each(["172.18.0.8", "172.18.0.15", "172.18.0.18", "172.18.1.4", "172.18.127.255"])(
    "accepts %s",
    (address) => {
      expect(pinFault(address, edge)).toBeUndefined();
    },
  );
  it.each(["172.18.0.0", "172.18.0.1", "172.18.128.0", "172.17.0.8", "172.19.0.8", "10.0.0.1"])(
    "refuses %s: outside",
    (address) => {
      expect(pinFault(address, edge)?.rule).toMatch(/not in the part/);
    },
  );
  it.each(["172.18.0.2", "172.18.0.7", "172.18.0.16", "172.18.0.253"])(
    "refuses %s: a shared service's",
    (address) => {
      expect(pinFault(address, edge)?.rule).toMatch(/shared service/);
    },
  );
  it("names the range in the remedy", () => {
    expect(pinFault("10.0.0.1", { ...edge, subnet: "192.168.1.0/24" })?.remedy).toContain(
      "from 192.168.1.2 to 192.168.1.127",
    );
  });
});
