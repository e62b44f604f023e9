// docker-gen keeps nginx's configuration equal to what the running containers ask for (nginx-proxy's split mode).
package main

import (
	"context"
	"errors"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"chalan-stack/images/edge/engine"
	"chalan-stack/images/edge/proxy"
	"chalan-stack/images/edge/watch"
)

const configuration = "/etc/nginx/conf.d/default.conf"

// The debounce of docker-gen in nginx-proxy's image.
var window = watch.Window{Min: 100 * time.Millisecond, Max: 500 * time.Millisecond}

type generator struct {
	client   *engine.Client
	settings proxy.Settings
	filters  engine.Filters
	label    string
	ownID    string
}

func main() {
	log.SetFlags(log.LstdFlags)
	client, err := engine.New(or(os.Getenv("DOCKER_HOST"), "unix:///tmp/docker.sock"))
	if err != nil {
		log.Fatal(err)
	}
	g := generator{
		client:   client,
		settings: proxy.ReadSettings(os.Getenv, proxy.Files{Root: "/"}),
		filters:  engine.ParseFilters(os.Getenv("DOCKER_CONTAINER_FILTERS")),
		label:    or(os.Getenv("NGINX_CONTAINER_LABEL"), proxy.LabelPrefix+"nginx"),
		ownID:    engine.OwnID(),
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT)
	defer stop()
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)

	due := make(chan struct{}, 1)
	ask := func() {
		select {
		case due <- struct{}{}:
		default:
		}
	}
	actions := []string{"start", "stop", "die", "health_status", "connect", "disconnect"}
	go watch.Debounce(ctx, window, watch.Stream(ctx, client, actions), ask)
	for {
		select {
		case <-ctx.Done():
			log.Print("Received a signal to stop")
			return
		case <-hangup:
			log.Print("Received signal: hangup")
		case <-due:
		}
		if err := g.generate(ctx); err != nil && ctx.Err() == nil {
			// The last good file stays. Without a retry a missed change would wait for the next event.
			log.Printf("cannot render: %v; trying again in 1s", err)
			time.AfterFunc(time.Second, ask)
		}
	}
}

// generate renders once, and signals nginx only if the text changed.
func (g generator) generate(ctx context.Context) error {
	containers, err := g.client.Running(ctx, g.filters)
	if err != nil {
		return err
	}
	reach, labelled := proxy.NginxReach(containers, g.label, g.ownID)
	if !labelled {
		log.Printf("no running container has the label %s: nginx's networks are unknown", g.label)
	}
	changed, err := replaceFile(configuration, proxy.Render(g.settings, containers, reach))
	if err != nil {
		return err
	}
	if !changed {
		log.Printf("Contents of %s did not change. Skipping notification", configuration)
		return nil
	}
	log.Printf("Generated '%s' from %d containers", configuration, len(containers))
	return g.notify(ctx)
}

// notify reloads the nginx containers that rendering looks at, and none of another stack on the same engine.
func (g generator) notify(ctx context.Context) error {
	ids, err := g.client.RunningIDs(ctx, g.filters.With("label", g.label))
	if err != nil {
		return err
	}
	for _, id := range ids {
		log.Printf("Sending container '%.12s' signal 'SIGHUP'", id)
		if killErr := g.client.Kill(ctx, id, "SIGHUP"); killErr != nil {
			err = errors.Join(err, killErr)
		}
	}
	if err != nil {
		log.Printf("Error sending signal: %v", err) // not rendered again for it: nginx's own start brings the file in
	}
	return nil
}

// replaceFile writes the text in one step, so that nginx never reads half of it. Reports whether it was different.
func replaceFile(path, text string) (bool, error) {
	if old, err := os.ReadFile(path); err == nil && string(old) == text {
		return false, nil
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".docker-gen-*")
	if err != nil {
		return false, err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.WriteString(text)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Close())
	if err != nil {
		return false, err
	}
	return true, os.Rename(temporary.Name(), path)
}

func or(value, fallback string) string {
	if value != "" {
		return value
	}
	return fallback
}
