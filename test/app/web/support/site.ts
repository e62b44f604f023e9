import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StubApi } from "./stub-api.ts";

const path = (name: string) => fileURLToPath(new URL(`../../../../app/${name}`, import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** @returns the content security policy of the front's pages, as the tenant's nginx sends it without an asset host */
async function contentSecurityPolicy(): Promise<string> {
  const template = await readFile(path("nginx/templates/hosts.conf.template"), "utf8");
  const policy = /default\s+"(default-src 'none'; script-src [^"]+)"/.exec(template)?.[1];
  if (policy === undefined) throw new Error("hosts.conf.template has no policy for the front");
  return policy.replaceAll(/ \$\{ASSET_ORIGIN\}/g, "");
}

async function sendFile(
  response: ServerResponse,
  folder: string,
  pathname: string,
  policy: string,
): Promise<void> {
  const name = extname(pathname) === "" ? "/index.html" : pathname;
  const content = await readFile(join(folder, name));
  response.setHeader("content-type", TYPES[extname(name)] ?? "application/octet-stream");
  response.setHeader("content-security-policy", policy);
  response.end(content);
}

async function sendAnswer(request: IncomingMessage, response: ServerResponse, url: URL, api: StubApi) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  const isJson = request.headers["content-type"] === "application/json" && text !== "";
  const { status, body, file } = api.answer({
    method: request.method ?? "GET",
    path: url.pathname.slice("/api".length),
    query: url.searchParams,
    body: isJson ? JSON.parse(text) : {},
  });
  response.writeHead(status, { "content-type": file?.type ?? "application/json" });
  response.end(file?.content ?? (body && JSON.stringify(body)));
}

/**
 * Serves the built front as the tenant's nginx does, with `api` behind it.
 *
 * @param folder of the built front
 * @param path of the socket where it answers
 */
export async function startSite(folder: string, api: StubApi, path: string) {
  const policy = await contentSecurityPolicy();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    try {
      if (url.pathname.startsWith("/api/")) await sendAnswer(request, response, url, api);
      else await sendFile(response, folder, url.pathname, policy);
    } catch (error) {
      response.writeHead(404).end(String(error));
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
