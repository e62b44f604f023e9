/**
 * What the edge's nginx is told beside docker-gen's file, by the two ways that nginx-proxy documents for it: an own file in conf.d for
 * what must be known before the host is, and vhost.d/default for every host. No tenant has a file here.
 */

/**
 * Connections per worker, of clients and to tenants together. The image's 1,024 would be used up by 500 open WebSockets; with this many
 * the memory that the container may take is the bound.
 */
const CONNECTIONS = 4096;

/** Open files per worker: its connections, and what else is open. Named, as an engine's default can be 1,024. */
export const EDGE_FILES = 2 * CONNECTIONS;

/**
 * Starts nginx with the image's own nginx.conf but for that number, which nothing in conf.d can change. The file system is read-only; `nginx
 * -t` and `-s reload` read the image's file, which has the same conf.d and process id.
 */
export const EDGE_COMMAND = [
  "sh",
  "-ec",
  `sed 's/worker_connections .*/worker_connections ${CONNECTIONS};/' /etc/nginx/nginx.conf >/run/nginx.conf; exec nginx -c /run/nginx.conf -g 'daemon off;'`,
];

/** How long a connection of a client is kept without a request: over the pauses of somebody who reads, not over a coffee. */
const IDLE_SECONDS = 20;

/** conf.d: before a request has a host. */
export const EDGE_HTTP = `server_tokens off;
# A reload leaves idle connections of clients alone for as long as they could be idle anyway (keepalive_timeout in vhost.d/default); else
# their next request may be reset. No longer: until then the workers of before the reload stay, and a deploy waits for them; and where
# connections run out nginx may not take these (docs of ngx_http_core_module).
keepalive_min_timeout ${IDLE_SECONDS}s;
reset_timedout_connection on;
client_header_timeout 10s;
# The curves of Mozilla's "intermediate", and first the hybrid one that current browsers offer.
ssl_ecdh_curve X25519MLKEM768:X25519:prime256v1:secp384r1;
`;

/** vhost.d/default: in every host. */
export const EDGE_HOST = `# Above the limit of the tenants' nginx, whose answer says more than this nginx's page.
client_max_body_size 11m;
client_body_timeout 30s;
# Here, because the image's nginx.conf has its own (65 s) where conf.d is included, and a second one there is refused.
keepalive_timeout ${IDLE_SECONDS}s;
send_timeout 30s;
# A container that is gone must not hold a request for a minute.
proxy_connect_timeout 3s;
proxy_send_timeout 30s;
# Between two reads: a stream of events or a WebSocket lives on as long as it says something within a minute.
proxy_read_timeout 75s;
# The tenant's nginx buffers for its web; here an event must go on at once.
proxy_buffering off;
proxy_buffer_size 16k;
proxy_buffers 8 16k;
`;
