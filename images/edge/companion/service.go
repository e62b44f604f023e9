package companion

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"time"

	"chalan-stack/images/edge/engine"
	"chalan-stack/images/edge/watch"
)

// Labels by which the two other containers are found; the second of each is the project's old name for it.
var (
	nginxLabels     = []string{"com.github.nginx-proxy.nginx", "com.github.jrcs.letsencrypt_nginx_proxy_companion.nginx_proxy"}
	dockerGenLabels = []string{"com.github.nginx-proxy.docker-gen", "com.github.jrcs.letsencrypt_nginx_proxy_companion.docker_gen"}
)

// groupFile is the Diffie-Hellman group of RFC 7919 that the image carries.
const groupFile = "/app/dhparam.pem"

// Service keeps the certificates of all running containers.
type Service struct {
	Client   *engine.Client
	Filters  engine.Filters
	Settings Settings
}

// Check tells what would make every pass useless.
func (s Service) Check(ctx context.Context) error {
	nginx, err := s.find(ctx, s.Settings.NginxContainer, nginxLabels)
	if err != nil {
		return fmt.Errorf("the engine does not answer: %w", err)
	}
	if len(nginx) == 0 {
		return fmt.Errorf("can't get nginx-proxy container ID: no running container has the label %s; label nginx with it, "+
			"or name it in NGINX_PROXY_CONTAINER, and let it run before this one", nginxLabels[0])
	}
	generators, err := s.find(ctx, s.Settings.DockerGen, dockerGenLabels)
	if err != nil {
		return err
	}
	if len(generators) == 0 {
		return fmt.Errorf("can't get docker-gen container id: no running container has the label %s; label docker-gen with it, "+
			"or name it in NGINX_DOCKER_GEN_CONTAINER", dockerGenLabels[0])
	}
	for _, directory := range []string{s.Settings.CertificateDir, s.Settings.WebRoot, s.Settings.Home} {
		if err := writeFile(filepath.Join(directory, ".companion-write-test"), nil, 0o600); err != nil {
			return fmt.Errorf("%s is not writable (%w): mount it as a volume with read and write access", directory, err)
		}
		os.Remove(filepath.Join(directory, ".companion-write-test"))
	}
	return nil
}

// find lists the running containers of a name or label. Those within DOCKER_CONTAINER_FILTERS win, so that two stacks
// on one engine leave each other alone.
func (s Service) find(ctx context.Context, name string, labels []string) ([]string, error) {
	if name != "" {
		return s.Client.RunningIDs(ctx, engine.Filters{"name": {"^/?" + name + "$"}})
	}
	for _, filters := range []engine.Filters{s.Filters, nil} {
		for _, label := range labels {
			if ids, err := s.Client.RunningIDs(ctx, filters.With("label", label)); err != nil || len(ids) > 0 {
				return ids, err
			}
		}
	}
	return nil, nil
}

// Pass brings every certificate up to date; with force it orders all of them anew. A certificate that fails is logged
// and does not stop the others; the first names of those are returned. Only one pass runs at a time, also across
// `docker exec`.
func (s Service) Pass(ctx context.Context, force bool) ([]string, error) {
	unlock, err := s.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	requests, err := s.requests(ctx)
	if err != nil {
		return nil, err
	}
	changed := s.provideGroup()
	var failures []string
	for _, request := range requests {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		updated, err := s.ensure(ctx, request, force)
		if err != nil {
			log.Printf("Error: certificate for %s: %v", strings.Join(request.Names, ", "), err)
			failures = append(failures, request.Names[0])
			continue
		}
		if updated && !s.Settings.ReloadOnce {
			s.reload(ctx)
		}
		changed = changed || (updated && s.Settings.ReloadOnce)
	}
	removed, err := s.Settings.unlink(requests)
	if err != nil {
		log.Printf("Error: links: %v", err)
	}
	if changed || removed {
		s.reload(ctx)
	}
	return failures, nil
}

func (s Service) requests(ctx context.Context) ([]Request, error) {
	containers, err := s.Client.Running(ctx, s.Filters)
	if err != nil {
		return nil, err
	}
	return Requests(containers, s.Settings), nil
}

func (s Service) lock() (func(), error) {
	file, err := os.OpenFile(filepath.Join(s.Settings.Home, ".lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return func() { file.Close() }, nil // closing releases the lock
}

// ensure issues or renews one certificate where it is due. Reports whether a file or link changed.
func (s Service) ensure(ctx context.Context, request Request, force bool) (bool, error) {
	if err := os.MkdirAll(filepath.Join(s.Settings.CertificateDir, request.Base()), 0o755); err != nil {
		return false, err
	}
	names := strings.Join(request.Names, ", ")
	if kept, leaf := s.Settings.loadIssued(request); kept != nil && !force {
		if due := renewalDate(leaf, request.RenewAfterDays); time.Now().Before(due) {
			log.Printf("Skipping %s. Next renewal time is %s", names, due.UTC().Format(time.RFC3339))
			return s.Settings.install(request, *kept)
		}
	}
	log.Printf("Creating/renewal %s certificates... (%s)", request.Base(), names)
	started := time.Now()
	certificate, err := s.Settings.issue(ctx, request)
	if err != nil {
		return false, err
	}
	if err := s.Settings.saveIssued(request, certificate); err != nil {
		return false, err
	}
	changed, err := s.Settings.install(request, certificate)
	log.Printf("Certificate for %s issued in %s", names, time.Since(started).Round(time.Millisecond))
	return changed, err
}

// provideGroup copies the Diffie-Hellman group beside the certificates once.
func (s Service) provideGroup() bool {
	target := filepath.Join(s.Settings.CertificateDir, "dhparam.pem")
	if _, err := os.Stat(target); err == nil || s.Settings.NoDHParam {
		return false
	}
	group, err := os.ReadFile(groupFile)
	if err == nil {
		err = writeFile(target, group, 0o644)
	}
	if err != nil {
		log.Printf("Error: %s: %v", target, err)
	}
	return err == nil
}

// reload makes docker-gen look at the certificates again, then nginx.
func (s Service) reload(ctx context.Context) {
	for _, target := range []struct {
		what, name string
		labels     []string
	}{{"docker-gen", s.Settings.DockerGen, dockerGenLabels}, {"nginx", s.Settings.NginxContainer, nginxLabels}} {
		ids, err := s.find(ctx, target.name, target.labels)
		for _, id := range ids {
			log.Printf("Reloading %s (container %.12s) with SIGHUP", target.what, id)
			err = errors.Join(err, s.Client.Kill(ctx, id, "SIGHUP"))
		}
		if err != nil {
			log.Printf("Error: cannot reload %s: %v", target.what, err)
		} else if len(ids) == 0 {
			log.Printf("Error: cannot reload %s: no running container of that kind", target.what)
		}
	}
}

// Run makes a pass now, whenever the containers' wishes change, and after each update interval, until ctx is done.
func (s Service) Run(ctx context.Context) {
	due := make(chan struct{}, 1)
	go watch.Debounce(ctx, s.Settings.Wait, watch.Stream(ctx, s.Client, []string{"start", "stop", "die"}), func() {
		select {
		case due <- struct{}{}:
		default:
		}
	})
	interval := time.NewTicker(s.Settings.UpdateInterval)
	defer interval.Stop()
	var last []Request
	for first := true; ; first = false {
		requests, err := s.requests(ctx)
		if err != nil {
			log.Printf("Error: %v", err)
		}
		if err == nil && (first || !reflect.DeepEqual(requests, last)) {
			last = requests
			failures, err := s.Pass(ctx, false)
			if err != nil && ctx.Err() == nil {
				log.Printf("Error: %v", err)
			}
			if len(failures) > 0 {
				log.Printf("Error: no certificate for %s; tried again in %s, when containers change, or by signal_le_service",
					strings.Join(failures, ", "), s.Settings.UpdateInterval)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-due:
		case <-interval.C:
			last = nil
		}
	}
}
