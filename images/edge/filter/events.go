package filter

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What happens to a container as a whole. Events of `docker exec` are not here: they tell the command.
var containerActions = []string{
	"create", "start", "restart", "stop", "die", "kill", "destroy", "pause", "unpause", "rename", "update", "health_status",
}

// events streams what happens to the edge's containers and to their networks.
func (f *Filter) events(w http.ResponseWriter, r *http.Request, call Call) {
	response, err := f.ask(r.Context(), http.MethodGet, call)
	if err != nil {
		engineFailed(w, err)
		return
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusMultipleChoices {
		fail(w, response.StatusCode, "the engine refused these filters")
		return
	}
	stream := http.NewResponseController(w)
	_ = stream.SetWriteDeadline(time.Time{}) // a quiet stream may last for ever; each write has its own limit
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusOK)
	encoder, decoder := json.NewEncoder(w), json.NewDecoder(response.Body)
	decoder.UseNumber()
	for err = stream.Flush(); err == nil; {
		var event any
		if decoder.Decode(&event) != nil {
			return
		}
		if !f.concerns(r, call.Version, event) {
			continue
		}
		_ = stream.SetWriteDeadline(time.Now().Add(writeTimeout))
		if err = encoder.Encode(shownEvent.of(event)); err == nil {
			err = stream.Flush()
		}
		_ = stream.SetWriteDeadline(time.Time{})
	}
}

// concerns tells whether an event is about a container of the edge. An event of a network names the container only: it is
// looked at. One that has gone meanwhile has had an event of its own.
func (f *Filter) concerns(r *http.Request, version string, event any) bool {
	action, _, _ := strings.Cut(text(event, "Action"), ":")
	switch text(event, "Type") {
	case "container":
		return slices.Contains(containerActions, action) && text(event, "Actor", "Attributes", f.key) == f.value
	case "network":
		if action != "connect" && action != "disconnect" {
			return false
		}
		id := text(event, "Actor", "Attributes", "container")
		if !fullID.MatchString(id) {
			return false
		}
		value, _, err := f.container(r.Context(), version, id)
		return err == nil && value != nil
	}
	return false
}
