import { describe, expect, it } from "vitest";
import * as formats from "../../tenants/formats.ts";

const table = {
  idFault: {
    accepts: ["phoenix_001", "abc", "a1_2_3", "a".repeat(40)],
    refuses: ["", "ab", "A_1", "1_a", "a__b", "a_", "a-b", "a".repeat(41)],
  },
  nameFault: {
    accepts: ["A", "Ñandú & Co.", "日本", "x".repeat(80), "😀".repeat(80)],
    refuses: ["", " a", "a ", "a\nb", "a\u2028b", "x".repeat(81)],
  },
  colorFault: {
    accepts: ["#000000", "#AbCdEf"],
    refuses: ["", "red", "#fff", "#1234567", "1f6feb", "#1f6feg", "#1f6feb;"],
  },
  networkFault: {
    accepts: [
      "203.0.113.7",
      "0.0.0.0/0",
      "10.1.2.3/32",
      "2001:db8::/32",
      "::1",
      "::ffff:192.0.2.1/128",
      "::/0",
    ],
    refuses: [
      "",
      "1.2.3",
      "1.2.3.4/33",
      "1.2.3.4/",
      "1.2.3.4/08",
      "01.2.3.4",
      "fe80::1%eth0",
      "::1/129",
    ].concat(["1.2.3.4 1; default 1", "1.2.3.4\n", "example.com", "1.2.3.4-1.2.3.9"]),
  },
  assetBaseFault: {
    accepts: ["https://cdn.example.com", "https://a.b-c.example:8443/x/Y_z-1"],
    refuses: [
      ...["", "http://cdn.example.com", "https://cdn", "https://cdn.example.com/", "https://CDN.example.com"],
      ...["https://u:p@cdn.example.com", "https://cdn.example.com?x", "https://cdn.example.com/a b"],
      ...[
        "https://cdn.example.com/';",
        "https://*.example.com",
        "https://cdn.example.com:99999",
        "//cdn.example",
      ],
      ...[
        "https://cdn.example.com; script-src *",
        "https://cdn.example.com/a//b",
        "https://cdn.example.com/..",
      ],
    ],
  },
  localeFault: {
    accepts: ["es", "en", "es-MX", "en-US", "es-419", "en-001"],
    refuses: ["", "fr", "fr-FR", "es_MX", "es-mx", "ES", "es-QQ", "es-999", "es-MX-x-a", "en-Latn-US"],
  },
  timeZoneFault: {
    accepts: ["UTC", "America/Phoenix", "America/Argentina/Buenos_Aires", "Etc/GMT+7"],
    refuses: ["", "utc", "Mars/Olympus", "+01:00", "America/", "america/phoenix", "../etc/passwd"],
  },
  logoFault: {
    accepts: ["/logo.svg", "/media/a/logo%20b.png", "https://cdn.example.com/l.svg?v=1"],
    refuses: [
      ...[
        "",
        "logo.svg",
        "//evil.example.com/l.svg",
        "http://example.com/l.svg",
        "javascript:alert(1)",
        "data:image/png;base64,x",
      ],
      ...[
        "/a/../../etc/passwd",
        "/a/%2e%2E/b",
        "/..",
        "/a\\..\\b",
        "/a b",
        "https://",
        "https://u:p@example.com/l.svg",
        `/${"a".repeat(501)}`,
      ],
    ],
  },
  versionFault: {
    accepts: ["2.0.0", "10.20.30", "2.0.0-qa", "2.1.0-rc.1"],
    refuses: [
      "",
      "2",
      "2.0",
      "v2.0.0",
      "02.0.0",
      "2.0.0+build",
      "2.0.0-",
      "latest",
      "2.0.0 ",
      `2.0.0-${"a".repeat(123)}`,
    ],
  },
  addressFault: {
    accepts: ["0.0.0.0", "172.18.0.8", "255.255.255.255"],
    refuses: ["", "1.2.3", "1.2.3.4.5", "1.2.3.4.", "256.1.1.1", "01.2.3.4", "1.2.3.4/16", "::1", "a.b.c.d"],
  },
} as const;

describe.each(Object.entries(table))("%s", (name, { accepts, refuses }) => {
  const fault = Object.entries(formats).find(([key]) => key === name)?.[1];
  const check = (value: string) => (typeof fault === "function" ? fault(value) : expect.fail(`no ${name}`));
  it.each([...accepts])("accepts %j", (value) => {
    expect(check(value)).toBeUndefined();
  });
  it.each([...refuses])("refuses %j", (value) => {
    expect(check(value)).toEqual({
      rule: expect.stringMatching(/^must/),
      remedy: expect.stringMatching(/\.$/),
    });
  });
});
