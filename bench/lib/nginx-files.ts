/** A proxy that is written by hand. */
export interface MinimalProxy {
  readonly name: string;
  /** Where it answers HTTPS. */
  readonly port: number;
  /** `address:port` */
  readonly backend: string;
  /** Path of the certificate and its key, without `.crt` and `.key`. */
  readonly certificate: string;
}

/** conf.d/default.conf of a server that answers everything with one page, and writes no log. */
export const backendConfiguration = (port: number, page: string): string => `server {
    listen ${port};
    access_log off;
    default_type text/plain;
    return 200 "${page}";
}
`;

/** conf.d/default.conf of a reverse proxy as nginx's own guide writes one: HTTPS, connections to the backend kept, the client's address told. */
export const minimalConfiguration = ({
  name,
  port,
  backend,
  certificate,
}: MinimalProxy): string => `upstream backend {
    server ${backend};
    keepalive 16;
}
server {
    listen ${port} ssl;
    server_name ${name};
    ssl_certificate ${certificate}.crt;
    ssl_certificate_key ${certificate}.key;
    location / {
        proxy_pass http://backend;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
    }
}
`;
