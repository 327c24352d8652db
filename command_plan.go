package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"kontora/internal/designer"
	"kontora/internal/model"

	"github.com/spf13/cobra"
)

func (p *program) planCommand() *cobra.Command {
	c := &cobra.Command{Use: "plan", Short: "Say what publishing a configuration would change, and for how many records", Args: cobra.NoArgs}
	from := fromFlag(c)
	url := c.Flags().String("url", "", "compare with the server at this address instead of the data folder")
	key := c.Flags().String("key", "", "API key for --url")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		_, m, err := readConfiguration(*from, cmd.ErrOrStderr())
		if err != nil {
			return err
		}
		if *url != "" {
			live, err := remoteModel(cmd.Context(), *url, *key)
			if err != nil {
				return err
			}
			return sayDifferences(cmd.OutOrStdout(), model.Diff(live, m), false)
		}
		if err := p.open(); err != nil {
			return err
		}
		return p.sayPlan(cmd.OutOrStdout(), m)
	}
	return markOffline(c)
}

func (p *program) sayPlan(w io.Writer, m *model.Model) error {
	impacts, err := designer.Plan(p.app, p.engine.Model(), m)
	if err != nil {
		return err
	}
	for _, i := range impacts {
		fmt.Fprintln(w, i)
	}
	if len(impacts) > 0 {
		return exitChanges
	}
	fmt.Fprintln(w, "no difference")
	return nil
}

// maxConfiguration bounds what a server may send.
const maxConfiguration = 64 << 20

// remoteModel fetches and compiles the configuration that a server runs.
func remoteModel(ctx context.Context, url, key string) (*model.Model, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(url, "/")+"/api/kontora/config", nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", url, res.Status)
	}
	var live struct {
		Files map[string]string `json:"files"`
	}
	if err := json.NewDecoder(io.LimitReader(res.Body, maxConfiguration)).Decode(&live); err != nil {
		return nil, fmt.Errorf("read the configuration of %s: %w", url, err)
	}
	files := map[string][]byte{}
	for path, text := range live.Files {
		files[path] = []byte(text)
	}
	return compileFiles(files)
}
