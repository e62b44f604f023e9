package filter

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// show reads, shapes and answers.
func (f *Filter) show(w http.ResponseWriter, r *http.Request, call Call, shape func(any) any) {
	value, status, err := f.read(r.Context(), call)
	switch {
	case err != nil:
		engineFailed(w, err)
	case status >= http.StatusMultipleChoices:
		fail(w, status, text(value, "message"))
	default:
		answer(w, shape(value))
	}
}

func (f *Filter) info(w http.ResponseWriter, r *http.Request, call Call) {
	f.show(w, r, call, shownInfo.of)
}

func (f *Filter) networks(w http.ResponseWriter, r *http.Request, call Call) {
	f.show(w, r, call, shownNetwork.of)
}

// pass is for answers without anything to hide.
func (f *Filter) pass(w http.ResponseWriter, r *http.Request, call Call) {
	ctx, cancel := context.WithTimeout(r.Context(), callTimeout)
	defer cancel()
	response, err := f.ask(ctx, r.Method, call)
	if err != nil {
		engineFailed(w, err)
		return
	}
	defer response.Body.Close()
	for _, name := range []string{"Content-Type", "Api-Version", "Ostype", "Server"} {
		if value := response.Header.Get(name); value != "" {
			w.Header().Set(name, value)
		}
	}
	w.WriteHeader(response.StatusCode)
	_, _ = io.Copy(w, io.LimitReader(response.Body, mostBytes)) // a client that has gone needs no answer
}

func (f *Filter) list(w http.ResponseWriter, r *http.Request, call Call) {
	filters, err := withLabel(call.Query.Get("filters"), f.key+"="+f.value)
	if err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	call.Query.Set("filters", filters)
	f.show(w, r, call, func(value any) any {
		entries, _ := value.([]any)
		return shownEntry.of(slices.DeleteFunc(entries, func(entry any) bool { return text(entry, "Labels", f.key) != f.value }))
	})
}

// container inspects one that belongs to the edge; any other one is not there, as far as the caller can tell.
func (f *Filter) container(ctx context.Context, version, id string) (any, int, error) {
	value, status, err := f.read(ctx, Call{Version: version, Path: "/containers/" + id + "/json"})
	if err == nil && status < http.StatusMultipleChoices && text(value, "Config", "Labels", f.key) == f.value {
		return value, http.StatusOK, nil
	}
	if err == nil && status < http.StatusInternalServerError {
		status = http.StatusNotFound
	}
	return nil, status, err
}

// found is the container of a call, or nil after the failure has been answered.
func (f *Filter) found(w http.ResponseWriter, r *http.Request, call Call) any {
	value, status, err := f.container(r.Context(), call.Version, call.ID)
	switch {
	case err != nil:
		engineFailed(w, err)
	case value == nil:
		fail(w, status, "No such container: "+call.ID)
	}
	return value
}

func (f *Filter) inspect(w http.ResponseWriter, r *http.Request, call Call) {
	if value := f.found(w, r, call); value != nil {
		answer(w, withoutSecrets(value))
	}
}

func (f *Filter) hangUp(w http.ResponseWriter, r *http.Request, call Call) {
	value := f.found(w, r, call)
	if value == nil {
		return
	}
	if name := strings.TrimPrefix(text(value, "Name"), "/"); !slices.Contains(f.signalled, name) {
		log.Printf("refused a signal to %q", name)
		fail(w, http.StatusForbidden, "this container may not be signalled")
		return
	}
	// By the whole id: a name could be another container's by now.
	call.Path, call.Query = "/containers/"+text(value, "Id")+"/kill", url.Values{"signal": {"SIGHUP"}}
	ctx, cancel := context.WithTimeout(r.Context(), callTimeout)
	defer cancel()
	response, err := f.ask(ctx, http.MethodPost, call)
	if err != nil {
		engineFailed(w, err)
		return
	}
	response.Body.Close()
	w.WriteHeader(response.StatusCode)
}
