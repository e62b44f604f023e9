package watch

import (
	"context"
	"log"
	"time"

	"chalan-stack/images/edge/engine"
)

// reconnectDelay is the pause before the event stream is opened again.
const reconnectDelay = time.Second

// Stream feeds one tick into the returned channel for each event of the given actions, and one whenever the stream
// was (re)opened, since events may have been missed. It goes on until ctx is done.
func Stream(ctx context.Context, client *engine.Client, actions []string) <-chan struct{} {
	ticks := make(chan struct{}, 1)
	tick := func() {
		select {
		case ticks <- struct{}{}:
		default: // one is already waiting
		}
	}
	go func() {
		for ctx.Err() == nil {
			err := client.Events(ctx, actions, tick, func(engine.Event) { tick() })
			if ctx.Err() != nil {
				return
			}
			log.Printf("event stream of the engine ended (%v); trying again in %s", err, reconnectDelay)
			select {
			case <-ctx.Done():
			case <-time.After(reconnectDelay):
			}
		}
	}()
	return ticks
}
