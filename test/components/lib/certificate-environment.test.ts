import { expect, test } from "vitest";
import { certificateEnvironment } from "../../../components/lib/certificate-environment.ts";

const names = ["a.example.com", "www.a.example.com", "api.a.example.com"];

test("every name gets a certificate of its own, from the edge's authority", () => {
  expect(certificateEnvironment(names, { authority: "", held: [] })).toEqual({
    ACME_HOST: names.join(","),
    LETSENCRYPT_HOST: names.join(","),
    ACME_SINGLE_DOMAIN_CERTS: "true",
  });
});

test("a stack with an authority of its own asks that one", () => {
  expect(certificateEnvironment(names, { authority: "https://ca.example/dir", held: [] })).toMatchObject({
    ACME_CA_URI: "https://ca.example/dir",
  });
});

test("a held name is not asked for; with all names held nothing is", () => {
  const held = ["www.a.example.com", "elsewhere.example.com"];
  expect(certificateEnvironment(names, { authority: "", held })).toMatchObject({
    ACME_HOST: "a.example.com,api.a.example.com",
    LETSENCRYPT_HOST: "a.example.com,api.a.example.com",
  });
  expect(certificateEnvironment(names, { authority: "https://ca.example/dir", held: names })).toEqual({});
});
