import fc from "fast-check";
import { expect, test } from "vitest";
import { addressOf, upperHalf } from "../../tenants/addresses.ts";

test.for([
  ["172.18.0.0/16", 2, "172.18.0.2"],
  ["172.18.0.0/16", 253, "172.18.0.253"],
  ["10.0.0.0/12", 16, "10.0.0.16"],
] as const)("host %2$i of %1$s is %3$s", ([subnet, host, expected]) => {
  expect(addressOf(subnet, host)).toBe(expected);
});

test.for([
  ["172.18.0.0/16", "172.18.128.0/17"],
  ["172.16.0.0/12", "172.24.0.0/13"],
  ["10.1.2.0/24", "10.1.2.128/25"],
  ["10.1.4.0/22", "10.1.6.0/23"],
] as const)("the upper half of %s is %s", ([subnet, expected]) => {
  expect(upperHalf(subnet)).toBe(expected);
});

test("no fixed address is ever in the upper half", () => {
  const number = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  fc.assert(
    fc.property(fc.integer({ min: 12, max: 22 }), fc.integer({ min: 2, max: 254 }), (prefix, host) => {
      const subnet = `10.64.0.0/${prefix}`;
      const [start = ""] = upperHalf(subnet).split("/");
      expect(number(addressOf(subnet, host))).toBeLessThan(number(start));
    }),
  );
});
