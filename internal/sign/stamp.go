package sign

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"

	"kontora/internal/sign/pki"
)

// Stamps is an authority of trusted time (RFC 3161).
type Stamps struct {
	URL    string              // "" for none
	Roots  []*x509.Certificate // that its certificate must lead to
	Client *http.Client        // nil is http.DefaultClient
}

const maxStamp = 1 << 20 // bytes of an answer

// Stamp attaches a trusted timestamp to a signature; without an authority of time
// the signature is given back as it is. It asks another server: never call it
// within a transaction.
func (s *Service) Stamp(ctx context.Context, cms []byte) ([]byte, error) {
	if s.o.Stamps.URL == "" {
		return cms, nil
	}
	question, nonce, err := pki.StampQuestion(cms)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.o.Stamps.URL, bytes.NewReader(question))
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	req.Header.Set("Content-Type", "application/timestamp-query")
	client := s.o.Stamps.Client
	if client == nil {
		client = http.DefaultClient
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxStamp))
	if err != nil {
		return nil, fmt.Errorf("timestamp: %w", err)
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("timestamp: the server answered %d", res.StatusCode)
	}
	return pki.Stamped(cms, answer, nonce, s.o.Stamps.Roots)
}
