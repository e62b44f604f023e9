import { describe, expect, test } from "vitest";
import { webEnvironment } from "../../app/contract.ts";
import { declaredChecks, parseDuration } from "../../bench/lib/declared-checks.ts";
import { healthFile } from "../../bench/lib/health-file.ts";

describe("durations", () => {
  test.each([
    { text: "5m0s", seconds: 300 },
    { text: "1h2m3s", seconds: 3723 },
    { text: "30s", seconds: 30 },
    { text: "2h", seconds: 7200 },
  ])("$text is $seconds s", ({ text, seconds }) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each(["", "5", "s", "1.5s", "5m 0s", "-1s", "3s2m"])("%j is refused", (text) => {
    expect(() => parseDuration(text)).toThrow("no duration");
  });
});

describe("the pairs", () => {
  const images = { web: "web", nginx: "nginx" };
  const check = { test: ["CMD", "true"], interval: "3s" };

  test("only the first ones are checked, and only what is to be", () => {
    const { services } = healthFile(images, 3, { web: check, pairs: 2 });
    const checked = Object.entries(services).filter(([, service]) => service.healthcheck !== undefined);
    expect(checked.map(([name]) => name)).toEqual(["web-1", "web-2"]);
    expect(services["web-1"]?.healthcheck).toEqual({ ...check, timeout: "10s", retries: 3 });
    expect(Object.keys(services).sort()).toEqual(
      ["nginx-1", "nginx-2", "nginx-3", "web-1", "web-2", "web-3"].sort(),
    );
  });

  test("web gets an environment that the app accepts", () => {
    const { services } = healthFile(images, 1, { pairs: 0 });
    expect(webEnvironment.safeParse(services["web-1"]?.environment).error).toBeUndefined();
  });
});

test("the checks are those of the program", async () => {
  const { web, nginx } = await declaredChecks();
  expect(web).toMatchObject({ test: ["CMD", "node", "-e", expect.stringContaining("/healthz")] });
  expect(nginx).toMatchObject({ test: ["CMD-SHELL", expect.stringMatching(/^rotate-logs; exec curl /)] });
  expect(Math.min(web.intervalSeconds, nginx.intervalSeconds)).toBeGreaterThanOrEqual(60);
});
