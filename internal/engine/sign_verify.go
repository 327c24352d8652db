package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// The verdicts on a signature.
const (
	VerdictValid     = "valid"
	VerdictWithdrawn = "withdrawn"           // by a later version, or by whoever signed
	VerdictChanged   = "changed"             // the document is not what was signed
	VerdictRevoked   = "certificate_revoked" // before it was made
	VerdictExpired   = "certificate_expired" // before it was made, or not valid yet
	VerdictUnknown   = "certificate_unknown" // of nobody whom this installation trusts
)

// Verification is what is found out about a signature.
type Verification struct {
	*store.Signature
	Verdict string
	What    string    // of a document that was changed: content, file, signature, record, event
	Revoked time.Time // of the certificate, even later than the signature
}

// Verify tells what a signature is worth now: by what is stored, as of when it
// was made.
func (e *Engine) Verify(app core.App, s *store.Signature) (*Verification, error) {
	out := &Verification{Signature: s, Verdict: VerdictValid}
	content, err := store.ContentOf(app, s.Hash)
	if err != nil {
		return nil, err
	}
	if out.What, err = untouched(app, s, content); err != nil || out.What != "" {
		out.Verdict = VerdictChanged
		return out, err
	}
	if s.Kind == SignNep {
		if err := e.judge(app, out, content); err != nil || out.Verdict != VerdictValid {
			return out, err
		}
	}
	if s.Ended != nil {
		out.Verdict = VerdictWithdrawn
		return out, nil
	}
	if out.What, err = e.unlike(app, s, content); out.What != "" {
		out.Verdict = VerdictChanged
	}
	return out, err
}

// untouched tells what of a stored signature is not as it was written; "" when
// everything is.
func untouched(app core.App, s *store.Signature, content []byte) (string, error) {
	if store.SumOf(content) != s.Hash {
		return "content", nil
	}
	kept, sound, err := store.SealOf(app, s)
	if err != nil {
		return "", err
	}
	if !sound {
		return "event", nil
	}
	seal, err := s.Seal()
	if err == nil && seal != kept {
		return "signature", nil
	}
	return "", err
}

func (e *Engine) judge(app core.App, out *Verification, content []byte) error {
	if e.signatory == nil {
		out.Verdict = VerdictUnknown
		return nil
	}
	j, err := e.signatory.Judge(app, content, out.Value, out.At)
	if err != nil {
		return err
	}
	if out.Verdict, out.Revoked = j.Verdict, j.Revoked; out.Verdict == VerdictChanged {
		out.What = "signature"
	}
	return nil
}

// unlike tells what of a record is not as it was signed; "" when everything is.
func (e *Engine) unlike(app core.App, s *store.Signature, signed []byte) (string, error) {
	t := byStableId(e.Model(), s.Type)
	if t == nil {
		return "record", nil
	}
	snap, err := e.Snapshot(app)
	if err != nil {
		return "", err
	}
	rec, err := snap.Load(t, s.Record)
	if err != nil || rec == nil {
		return "record", err
	}
	var was struct {
		Type   string `json:"type"`
		Number any    `json:"number"`
	}
	if err := json.Unmarshal(signed, &was); err != nil {
		return "content", nil
	}
	as := &flow.SignedContent{Type: was.Type, Record: s.Record, Route: s.Route, Number: was.Number, Version: s.Version, Names: s.Names}
	for _, f := range rec.Type.Fields {
		if s.Names[f.StableId] != "" {
			as.Fields = append(as.Fields, f)
		}
	}
	now, err := e.content(app, rec, sums{}, as)
	if isGone(err) {
		return "file", nil
	}
	if err != nil {
		return "", fmt.Errorf("recompute what %s signs: %w", s.Id, err)
	}
	return difference(signed, now), nil
}

// difference names what differs in two contents: a file whose bytes are others
// under the same name, or anything else.
func difference(signed, now []byte) string {
	if bytes.Equal(signed, now) {
		return ""
	}
	type file struct{ Field, Name, Sha256 string }
	var was, is struct{ Files []file }
	if json.Unmarshal(signed, &was) != nil || json.Unmarshal(now, &is) != nil || len(was.Files) != len(is.Files) {
		return "content"
	}
	for i, f := range was.Files {
		if g := is.Files[i]; f.Field == g.Field && f.Name == g.Name && f.Sha256 != g.Sha256 {
			return "file"
		}
	}
	return "content"
}

// SignatureFlaw is the first signature that is not as it was made, or whose
// document is not.
type SignatureFlaw struct {
	Signature, Type, Record string
	What                    string // content, file, signature, record, event, certificate, missing
}

func (f *SignatureFlaw) String() string {
	if f.What == "missing" {
		return fmt.Sprintf("signature %s, of which history tells, is gone", f.Signature)
	}
	return fmt.Sprintf("signature %s of %s/%s: the %s is not as it was signed", f.Signature, f.Type, f.Record, f.What)
}

// VerifySignatures checks every signature with what it is about, and that none
// of which history tells is gone. It returns how many are sound, and the first
// that is not.
func (e *Engine) VerifySignatures() (count int, bad *SignatureFlaw, err error) {
	for id := ""; ; {
		list, err := store.SignaturesAfter(e.app, id, 200)
		if err != nil || len(list) == 0 {
			if err == nil {
				bad, err = e.unkept()
			}
			return count, bad, err
		}
		for _, s := range list {
			id = s.Id
			v, err := e.Verify(e.app, s)
			if err != nil {
				return count, nil, err
			}
			if !slices.Contains([]string{VerdictValid, VerdictWithdrawn}, v.Verdict) {
				what := v.What
				if what == "" {
					what = "certificate"
				}
				return count, &SignatureFlaw{s.Id, s.Type, s.Record, what}, nil
			}
			count++
		}
	}
}

// unkept finds a signature of which history tells and that is not there.
func (e *Engine) unkept() (*SignatureFlaw, error) {
	for seq := int64(0); ; {
		told, err := store.SealedSignatures(e.app, seq, 500)
		if err != nil || len(told) == 0 {
			return nil, err
		}
		for _, one := range told {
			seq = one.Seq
			s, err := store.SignatureByCode(e.app, one.Signature)
			if err != nil {
				return nil, err
			}
			if s == nil {
				return &SignatureFlaw{Signature: one.Signature, What: "missing"}, nil
			}
		}
	}
}

// VerifyUpload tells what a detached signature over content is worth that
// somebody has brought along.
func (e *Engine) VerifyUpload(app core.App, content, cms []byte) (*Verification, error) {
	known, err := store.SignaturesOver(app, store.SumOf(content))
	if err != nil {
		return nil, err
	}
	for _, s := range known {
		if bytes.Equal(s.Value, cms) {
			return e.Verify(app, s)
		}
	}
	out := &Verification{Signature: &store.Signature{Kind: SignNep, Hash: store.SumOf(content)}, Verdict: VerdictUnknown}
	if e.signatory == nil {
		return out, nil
	}
	j, err := e.signatory.Judge(app, content, cms, time.Time{})
	if err != nil {
		return nil, err
	}
	out.Verdict, out.Revoked, out.At, out.Certificate = j.Verdict, j.Revoked, j.At, j.Certificate
	out.NotBefore, out.NotAfter = j.NotBefore, j.NotAfter
	out.Name, out.Position, out.Organization = j.Name, j.Position, j.Organization
	return out, nil
}
