// socket-filter gives docker-gen and the ACME companion of one edge a socket that can do what they need and no more.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"chalan-stack/images/edge/filter"
)

const (
	engineSocket = "/var/run/docker.sock"
	ownSocket    = "/run/engine/docker.sock"
	nobody       = 65534
)

func main() {
	log.SetFlags(0)
	if err := serve(); err != nil {
		log.Fatalf("Error: %v", err)
	}
}

func serve() error {
	handler, err := filter.New(engineSocket, os.Getenv("EDGE_LABEL"), strings.Split(os.Getenv("SIGNALLED"), ","))
	if err != nil {
		return err
	}
	// What a killed process left; the volume is shared with the two that may use the socket, so anybody in it may.
	if err := os.Remove(ownSocket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	listener, err := net.Listen("unix", ownSocket)
	if err != nil {
		return err
	}
	if err := os.Chmod(ownSocket, 0o666); err != nil {
		return err
	}
	if err := dropRights(); err != nil {
		return fmt.Errorf("giving up root's rights: %w", err)
	}
	server := &http.Server{
		Handler: handler, MaxHeaderBytes: 16 << 10,
		// Not ReadTimeout: it would end event streams. No body is ever read.
		ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	log.Printf("listening as user %d, group %d", os.Getuid(), os.Getgid())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// dropRights makes the process a nobody in the group of the engine's socket. Where only its owner may use the socket
// (a rootless engine), the process stays what it is.
func dropRights() error {
	info, err := os.Stat(engineSocket)
	if err != nil {
		return err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if !known || os.Getuid() != 0 || info.Mode().Perm()&0o060 != 0o060 {
		return nil
	}
	return errors.Join(syscall.Setgroups(nil), syscall.Setgid(int(owner.Gid)), syscall.Setuid(nobody))
}
