package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"kontora/internal/designer"
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

// remote is a running server, reached with an API key; lang is the language in
// which it is to answer, English if nothing is said.
type remote struct{ url, key, lang string }

// keyVariable holds the key when --key is not given: what stands on a command
// line is seen by everybody on the machine.
const keyVariable = "KONTORA_KEY"

// remoteFlags adds --url and --key to a command.
func remoteFlags(c *cobra.Command, url string) *remote {
	r := &remote{}
	c.Flags().StringVar(&r.url, "url", "", url)
	c.Flags().StringVar(&r.key, "key", "", "API key for --url (default: $"+keyVariable+")")
	return r
}

func (r *remote) given() bool { return r.url != "" }

// maxConfiguration bounds what a server may send, patience how long it may take.
const (
	maxConfiguration = 64 << 20
	patience         = 5 * time.Minute
)

// liveConfiguration is the configuration that a server runs.
type liveConfiguration struct {
	Revision int64             `json:"revision"`
	Hash     string            `json:"hash"`
	Files    map[string]string `json:"files"`
}

// bytes are the files as the compiler reads them.
func (l *liveConfiguration) bytes() map[string][]byte {
	files := map[string][]byte{}
	for path, text := range l.Files {
		files[path] = []byte(text)
	}
	return files
}

// configuration fetches what the server runs; no files when nothing is
// installed.
func (r *remote) configuration(ctx context.Context) (*liveConfiguration, error) {
	live := &liveConfiguration{}
	return live, r.ask(ctx, http.MethodGet, "", nil, live)
}

// model compiles it; nil when nothing is installed.
func (l *liveConfiguration) model() (*model.Model, error) {
	if len(l.Files) == 0 {
		return nil, nil
	}
	return compileFiles(l.bytes())
}

// edit is what POST /api/kontora/config takes: path → text, null to delete.
type edit struct {
	Files map[string]*string `json:"files"`
	Note  string             `json:"note"`
	Base  string             `json:"base"`
	Moves engine.Moves       `json:"moves,omitempty"`
}

// planned is what the server says of a publication before it is made.
type planned struct {
	Diagnostics []spec.Diagnostic `json:"diagnostics"`
	designer.Report
	Refused *fault.Fault `json:"refused"`
}

type publication struct {
	Revision    int64             `json:"revision"`
	Hash        string            `json:"hash"`
	Diagnostics []spec.Diagnostic `json:"diagnostics"`
}

// publish puts wanted in the place of what the server runs. What somebody else
// has published in between is not written over: the server refuses.
func (r *remote) publish(ctx context.Context, live *liveConfiguration, wanted map[string][]byte, note string, moves engine.Moves) (*publication, error) {
	e := changed(live, wanted)
	e.Note, e.Moves = note, moves
	out := &publication{}
	return out, r.ask(ctx, http.MethodPost, "", e, out)
}

// plan asks the server what publishing would change, and for how many records.
func (r *remote) plan(ctx context.Context, live *liveConfiguration, wanted map[string][]byte, moves engine.Moves) (*planned, error) {
	e := changed(live, wanted)
	e.Moves = moves
	out := &planned{}
	return out, r.ask(ctx, http.MethodPost, "/plan", e, out)
}

// changed are the files that differ.
func changed(live *liveConfiguration, wanted map[string][]byte) edit {
	e := edit{Files: map[string]*string{}, Base: live.Hash}
	for path := range live.Files {
		if _, stays := wanted[path]; !stays {
			e.Files[path] = nil
		}
	}
	for path, data := range wanted {
		text := string(data)
		if was, there := live.Files[path]; !there || was != text {
			e.Files[path] = &text
		}
	}
	return e
}

// ask sends a request to the route of the configuration.
func (r *remote) ask(ctx context.Context, method, path string, body, into any) error {
	key := r.key
	if key == "" {
		key = os.Getenv(keyVariable)
	}
	if key == "" {
		return errors.New("--url needs an API key: --key, or the variable " + keyVariable)
	}
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(r.url, "/")+"/api/kontora/config"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Language", cmp.Or(r.lang, "en"))
	client := http.Client{Timeout: patience}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer := json.NewDecoder(io.LimitReader(res.Body, maxConfiguration))
	switch res.StatusCode {
	case http.StatusOK:
		if err := answer.Decode(into); err != nil {
			return fmt.Errorf("read the answer of %s: %w", r.url, err)
		}
		return nil
	case http.StatusNoContent: // nothing is installed
		return nil
	}
	return r.refusal(res.Status, answer)
}

// refusal says why the server refused, each part on its own line.
func (r *remote) refusal(status string, answer *json.Decoder) error {
	var said struct {
		Message string       `json:"message"`
		Fault   *fault.Fault `json:"fault"`
	}
	if answer.Decode(&said) != nil || said.Fault == nil {
		return fmt.Errorf("%s answers %s", r.url, status)
	}
	return fmt.Errorf("%s answers %s: %s\n  %s", r.url, status, said.Message, strings.TrimSpace(sayError(said.Fault)))
}
