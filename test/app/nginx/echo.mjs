// A web container of the test: tells who answered and what it was given, streams events, and echoes what a WebSocket says.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { hostname } from "node:os";

const server = createServer((request, response) => {
  const { method, url, headers } = request;
  if (url === "/api/events") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("data: first\n\n");
    // The rest only when the client has said that it has the first.
    process.once("SIGUSR2", () => response.end("data: last\n\n"));
    return;
  }
  let bytes = 0;
  request.on("data", (chunk) => {
    bytes += chunk.length;
  });
  request.on("end", () => {
    response.writeHead(url === "/api/failure" ? 500 : 200, {
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    });
    response.end(JSON.stringify({ instance: hostname(), method, url, headers, bytes }));
  });
});

// RFC 6455, for one short text frame at a time: the client's are masked, the server's are not.
server.on("upgrade", ({ headers }, socket) => {
  const accept = createHash("sha1")
    .update(`${headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("data", (frame) => {
    if ((frame[0] & 0x0f) === 8) return socket.end(Buffer.from([0x88, 0]));
    const mask = frame.subarray(2, 6);
    const text = frame.subarray(6, 6 + (frame[1] & 0x7f)).map((byte, index) => byte ^ mask[index % 4]);
    socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
  });
  socket.on("error", () => {});
});

server.listen(8000);
process.on("SIGTERM", () => process.exit(0));
