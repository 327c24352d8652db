package scenario

import (
	"context"
	"net/http"
	"strings"

	"kontora/internal/extract"
)

// runPaper prints a record and reads what the paper says, as a reader of PDF files
// does: spaces and line ends are one space each.
func runPaper(c *call) error {
	path, err := c.paperPath()
	if err != nil {
		return err
	}
	if err := c.ask(request{method: http.MethodGet, path: path}); err != nil || c.not {
		return err
	}
	text, err := extract.Text(context.Background(), "paper.pdf", c.last.raw)
	if err != nil {
		return err
	}
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")), " ")
	c.answer("paper", text)
	return nil
}

func runIssue(c *call) error {
	path, err := c.paperPath()
	if err != nil {
		return err
	}
	return c.ask(request{method: http.MethodPost, path: path, body: map[string]any{}})
}

func (c *call) paperPath() (string, error) {
	words, err := c.takes("name of the record", "print")
	if err != nil {
		return "", err
	}
	rec, err := c.record(words[0])
	if err != nil {
		return "", err
	}
	return "/api/kontora/prints/" + rec.typ.Slug + "/" + rec.id + "/" + words[1], c.end()
}
