package api

import (
	"io"
	"mime/multipart"
	"net/http"
	"time"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/store"
)

// How often one address may ask within a minute, and how much it may send.
const (
	verifyAttempts = 10
	maxVerify      = 16 << 20
)

// verdict is what anybody may know of a signature: whether it holds, who signed
// and when. Nothing of the record.
type verdict struct {
	Verdict      string          `json:"verdict"`
	What         string          `json:"what,omitempty"` // that was changed
	Kind         string          `json:"kind"`           // simple, nep
	Version      int             `json:"version,omitempty"`
	Name         string          `json:"name"`
	Position     string          `json:"position,omitempty"`
	Organization string          `json:"organization,omitempty"`
	At           string          `json:"at"`
	Hash         string          `json:"hash"`
	Certificate  *certificateOut `json:"certificate,omitempty"`
	Ended        *signatureEnd   `json:"ended,omitempty"`
}

func verdictOf(v *engine.Verification) verdict {
	return verdict{
		Verdict: v.Verdict, What: v.What, Kind: v.Kind, Version: v.Version, Name: v.Name, Position: v.Position, Organization: v.Organization,
		At: moment(v.At), Hash: v.Hash, Certificate: certificateOf(v), Ended: endOf(v),
	}
}

// mayVerify counts the questions of an address.
func (a *asker) mayVerify() error {
	wait, ok := a.verified.take(a.re.RealIP(), verifyAttempts, a.now)
	if !ok {
		return fault.New(fault.Limit, "verify_too_often", fault.Params{"seconds": int(wait/time.Second) + 1})
	}
	return nil
}

// getVerify tells what the signature with a code is worth.
func getVerify(a *asker) (answer, error) {
	if err := a.mayVerify(); err != nil {
		return nil, err
	}
	s, err := store.SignatureByCode(a.re.App, a.re.Request.PathValue("code"))
	if err != nil {
		return nil, err
	}
	if s == nil || s.Code != a.re.Request.PathValue("code") {
		return nil, fault.New(fault.Missing, "signature_missing", nil)
	}
	v, err := a.e.Verify(a.re.App, s)
	if err != nil {
		return nil, err
	}
	return verdictOf(v), nil
}

// postVerify tells what a detached signature over content is worth: the parts
// "content" and "signature" of a form. What this installation knows of the
// signature, it adds.
func postVerify(a *asker) (answer, error) {
	if err := a.mayVerify(); err != nil {
		return nil, err
	}
	if err := a.re.Request.ParseMultipartForm(maxParts); err != nil {
		return nil, fault.New(fault.Invalid, "not_multipart", nil)
	}
	content, err := part(a.re.Request, "content")
	if err != nil {
		return nil, err
	}
	cms, err := part(a.re.Request, "signature")
	if err != nil {
		return nil, err
	}
	v, err := a.e.VerifyUpload(a.re.App, content, cms)
	if err != nil {
		return nil, err
	}
	return verdictOf(v), nil
}

func part(r *http.Request, name string) ([]byte, error) {
	f, _, err := r.FormFile(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "field_required", fault.Params{"title": name}).At(name)
	}
	defer func(f multipart.File) { _ = f.Close() }(f)
	return io.ReadAll(f)
}
