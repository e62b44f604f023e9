// companion obtains and renews certificates for nginx-proxy. Under the names force_renew, signal_le_service and
// cert_status it is the command that `docker exec` runs; under any other, the service itself.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"chalan-stack/images/edge/companion"
	"chalan-stack/images/edge/engine"
)

func main() {
	log.SetFlags(log.LstdFlags)
	settings, err := companion.ReadSettings(os.Getenv)
	if err != nil {
		log.Fatalf("Error: %v", err)
	}
	host := os.Getenv("DOCKER_HOST")
	if host == "" {
		host = "unix:///var/run/docker.sock"
	}
	client, err := engine.New(host)
	if err != nil {
		log.Fatalf("Error: %v", err)
	}
	service := companion.Service{
		Client: client, Settings: settings, Filters: engine.ParseFilters(os.Getenv("DOCKER_CONTAINER_FILTERS")),
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT)
	defer stop()
	switch filepath.Base(os.Args[0]) {
	case "cert_status":
		err = settings.Status(os.Stdout)
	case "force_renew":
		_, err = service.Pass(ctx, true) // as in the project it stands in for, failing names are logged and no error
	case "signal_le_service":
		_, err = service.Pass(ctx, false)
	default:
		if err = service.Check(ctx); err == nil {
			service.Run(ctx)
		}
	}
	if err != nil {
		log.Fatalf("Error: %v", err)
	}
}
