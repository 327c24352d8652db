package api

import (
	"net/http"

	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/store"
)

// signaturesAnswer is every signature that a record ever had, the newest first.
type signaturesAnswer struct {
	Signatures []signature        `json:"signatures"`
	Refs       map[string]refInfo `json:"refs"`
}

type signature struct {
	Id           string          `json:"id"`
	Code         string          `json:"code"` // of the page where anybody may verify it
	Route        string          `json:"route"`
	Step         string          `json:"step"`
	Title        string          `json:"title"` // of the step
	Round        int             `json:"round"`
	Version      int             `json:"version"`
	Kind         string          `json:"kind"` // simple, nep
	By           *string         `json:"by"`
	Behalf       *string         `json:"behalf,omitempty"`
	Name         string          `json:"name"` // as it was then
	Position     string          `json:"position,omitempty"`
	Organization string          `json:"organization,omitempty"`
	At           string          `json:"at"`
	Hash         string          `json:"hash"`
	Certificate  *certificateOut `json:"certificate,omitempty"`
	Verdict      string          `json:"verdict"`
	What         string          `json:"what,omitempty"` // that was changed: content, file, signature, record, event
	Ended        *signatureEnd   `json:"ended,omitempty"`
	Content      bool            `json:"content"` // the asker may read what was signed
}

type certificateOut struct {
	Serial    string `json:"serial"`
	NotBefore string `json:"notBefore"`
	NotAfter  string `json:"notAfter"`
	Revoked   string `json:"revoked,omitempty"`
}

type signatureEnd struct {
	At      string `json:"at"`
	Reason  string `json:"reason"` // changed, taken_back, returned
	Version int    `json:"version,omitempty"`
}

func getSignatures(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	list, err := store.SignaturesOf(a.re.App, rec.Type.StableId, rec.Id)
	if err != nil {
		return nil, err
	}
	refs := a.references()
	out := signaturesAnswer{Signatures: []signature{}}
	for i := len(list) - 1; i >= 0; i-- {
		v, err := a.e.Verify(a.re.App, list[i])
		if err != nil {
			return nil, err
		}
		out.Signatures = append(out.Signatures, a.signature(v, rec, rights, refs))
	}
	out.Refs, err = refs.resolve()
	return out, err
}

func (a *asker) signature(v *engine.Verification, rec *flow.Record, rights flow.Rights, refs *references) signature {
	out := signature{
		Id: v.Id, Code: v.Code, Route: v.Route, Step: v.Step, Title: v.Step, Round: v.Round, Version: v.Version, Kind: v.Kind, By: refs.person(v.Signer),
		Name: v.Name, Position: v.Position, Organization: v.Organization, At: moment(v.At), Hash: v.Hash,
		Certificate: certificateOf(v), Verdict: v.Verdict, What: v.What, Ended: endOf(v), Content: readsSigned(v.Signature, rec, rights),
	}
	if d := rec.Type.Facts.Approval(v.Route); d != nil && d.Step(v.Step) != nil {
		out.Title = a.words().step(rec.Type, d, v.Step)
	}
	if v.Behalf != "" {
		out.Behalf = refs.person(v.Behalf)
	}
	return out
}

func certificateOf(v *engine.Verification) *certificateOut {
	if v.Certificate == "" {
		return nil
	}
	return &certificateOut{v.Certificate, moment(v.NotBefore), moment(v.NotAfter), moment(v.Revoked)}
}

func endOf(v *engine.Verification) *signatureEnd {
	if v.Ended == nil {
		return nil
	}
	return &signatureEnd{moment(v.Ended.At), v.Ended.Reason, v.Ended.Version}
}

// readsSigned reports whether somebody may read everything that was signed; a
// part of it would not be what was signed.
func readsSigned(s *store.Signature, rec *flow.Record, rights flow.Rights) bool {
	left := len(topNames(s))
	for _, f := range rec.Type.Fields {
		if s.Names[f.StableId] == "" {
			continue
		}
		if left--; !rights.Reads(f) {
			return false
		}
	}
	return left == 0
}

// topNames are the fields that were signed, without the columns of tables.
func topNames(s *store.Signature) (names []string) {
	for id := range s.Names {
		if !isColumn(id) {
			names = append(names, id)
		}
	}
	return names
}

func isColumn(id string) bool {
	for _, r := range id {
		if r == '.' {
			return true
		}
	}
	return false
}

// getSignatureFile gives out a signature as a file: content.json is what was
// signed, byte for byte; content.json.p7s the detached signature over it; content
// the same as people read it.
func getSignatureFile(a *asker) (answer, error) {
	rec, rights, err := a.record()
	if err != nil {
		return nil, err
	}
	missing := fault.New(fault.Missing, "file_missing", nil)
	s, err := store.SignatureByCode(a.re.App, a.re.Request.PathValue("signature"))
	if err != nil {
		return nil, err
	}
	if s == nil || s.Record != rec.Id || s.Type != rec.Type.StableId {
		return nil, missing
	}
	h := a.re.Response.Header()
	h.Set("Cache-Control", "no-store")
	switch name := a.re.Request.PathValue("file"); {
	case (name == "content.json" || name == "content") && !readsSigned(s, rec, rights):
		return nil, fault.New(fault.Denied, "signed_hidden", nil)
	case name == "content":
		return a.signedContent(s, rec)
	case name == "content.json":
		content, err := store.ContentOf(a.re.App, s.Hash)
		if err != nil {
			return nil, err
		}
		h.Set("Content-Disposition", `attachment; filename="content.json"`)
		return nil, a.re.Blob(http.StatusOK, "application/json; charset=utf-8", content)
	case name == "content.json.p7s" && len(s.Value) > 0:
		h.Set("Content-Disposition", `attachment; filename="content.json.p7s"`)
		return nil, a.re.Blob(http.StatusOK, "application/pkcs7-signature", s.Value)
	}
	return nil, missing
}
