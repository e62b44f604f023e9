# shellcheck shell=bash
# Made-up business for the tenants of `local`, so that there is something to see and somebody to sign in as.

# tenants_seed: fills every tenant that has nothing yet; a tenant that has contracts stays as it is.
tenants_seed() {
  docker ps --quiet --filter "label=chalan.stack=$STACK" --filter label=chalan.role=web |
    xargs -r -P 2 -I {} timeout 120 docker exec {} node /srv/chalanpro/dist/server/main.js seed
}
