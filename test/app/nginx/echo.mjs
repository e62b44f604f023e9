// A web container of the test: tells who answered and what it was given.
import { createServer } from "node:http";
import { hostname } from "node:os";

const server = createServer((request, response) => {
  let bytes = 0;
  request.on("data", (chunk) => {
    bytes += chunk.length;
  });
  request.on("end", () => {
    const { method, url, headers } = request;
    response.writeHead(200, {
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
    response.end(JSON.stringify({ instance: hostname(), method, url, headers, bytes }));
  });
});
server.listen(8000);
process.on("SIGTERM", () => process.exit(0));
