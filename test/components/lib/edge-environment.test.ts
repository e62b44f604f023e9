import { expect, test } from "vitest";
import {
  companionEnvironment,
  filterEnvironment,
  generatorEnvironment,
  routeEnvironment,
} from "../../../components/lib/edge-environment.ts";

const edge = {
  network: "nginx-proxy",
  subnet: "172.18.0.0/16",
  bindAddress: "0.0.0.0",
  httpPort: 80,
  httpsPort: 443,
  email: "owner@example.com",
  authority: "https://acme.example.com/directory",
};

test("the generator refuses plain text, spoofed addresses and other stacks' containers", () => {
  expect(generatorEnvironment(edge)).toMatchInlineSnapshot(`
    {
      "DHPARAM_SKIP": "true",
      "DOCKER_CONTAINER_FILTERS": "label=chalan.edge=nginx-proxy,name=^/?[a-z]",
      "DOCKER_HOST": "unix:///run/engine/docker.sock",
      "ENABLE_HTTP_ON_MISSING_CERT": "false",
      "HTTPS_PORT": "443",
      "HTTP_PORT": "80",
      "NGINX_CONTAINER_LABEL": "chalan.proxy.nginx-proxy",
      "NON_GET_REDIRECT": "308",
      "SSL_POLICY": "Mozilla-Intermediate",
      "TRUST_DEFAULT_CERT": "false",
      "TRUST_DOWNSTREAM_PROXY": "false",
    }
  `);
});

test("the companion issues name by name from the stack's authority", () => {
  expect(companionEnvironment(edge)).toMatchInlineSnapshot(`
    {
      "ACME_CA_URI": "https://acme.example.com/directory",
      "ACME_RENEW_AFTER": "30",
      "DEFAULT_EMAIL": "owner@example.com",
      "DEFAULT_KEY_SIZE": "ec-256",
      "DOCKER_CONTAINER_FILTERS": "label=chalan.edge=nginx-proxy,name=^/?[a-z]",
      "DOCKER_GEN_WAIT": "2s:10s",
      "DOCKER_HOST": "unix:///run/engine/docker.sock",
      "NGINX_DOCKER_GEN_CONTAINER": "nginx-proxy-generator-1",
      "NGINX_PROXY_CONTAINER": "nginx-proxy",
      "RELOAD_NGINX_ONLY_ONCE": "true",
    }
  `);
});

test("an authority of one's own is trusted by its file", () => {
  expect(companionEnvironment(edge, "/etc/authority/ca.pem")).toMatchObject({
    CA_BUNDLE: "/etc/authority/ca.pem",
  });
});

test("a container is routed under all its names, and binds browsers to HTTPS in prod only", () => {
  const names = ["a.example.com", "www.a.example.com"];
  const route = { VIRTUAL_HOST: "a.example.com,www.a.example.com", VIRTUAL_PORT: "80" };
  expect(routeEnvironment(names, 80, "prod")).toEqual(route);
  expect(routeEnvironment(names, 80, "qa")).toEqual({ ...route, HSTS: "off" });
  expect(routeEnvironment(names, 80, "local")).toEqual({ ...route, HSTS: "off" });
});

test("the filter shows the edge's containers, and lets the proxy and the generator be hung up", () => {
  expect(filterEnvironment(edge)).toEqual({
    EDGE_LABEL: "chalan.edge=nginx-proxy",
    SIGNALLED: "nginx-proxy,nginx-proxy-generator-1",
  });
});
