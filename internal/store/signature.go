package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

// Signature is one signature under one version of a record, as it was made.
type Signature struct {
	Id, Code     string // the code is public: it leads to the verdict and to nothing else
	At           time.Time
	Type, Record string // type by stable id
	Route, Step  string
	Round        int
	Version      int
	Revision     int64  // of the record, as the signer had it before them
	Signer       string // id of a person
	Behalf       string // of whoever is away, in whose place they signed
	Name         string // of the signer, as everything below: at that time
	Position     string
	Organization string
	Kind         string // simple, nep
	Certificate  string // its serial number; "" for a simple one
	NotBefore    time.Time
	NotAfter     time.Time
	Hash         string            // SHA-256 of the content
	Covered      string            // hash by which the vote counts
	Names        map[string]string // by which the content calls fields
	Value        []byte            // detached CMS; empty for a simple one
	Ended        *SignatureEnd     // nil while it stands
}

// SignatureEnd says that a signature no longer stands, and why.
type SignatureEnd struct {
	Signature string
	At        time.Time
	Reason    string // changed, taken_back, returned
	Version   int    // changed: the version that put an end to it; 0 when none is counted
	By        string
}

// Reasons for which a signature ends.
const (
	EndChanged   = "changed"
	EndTakenBack = "taken_back"
	EndReturned  = "returned"
)

const signatureColumns = `id, code, at, type, record, route, step, round, version, revision, signer, behalf, name, position, organization,
	kind, certificate, not_before, not_after, hash, covered, names, value`

func (s *Signature) values() ([]any, error) {
	names, err := jsonText(s.Names)
	if err != nil {
		return nil, err
	}
	return []any{s.Id, s.Code, instantText(s.At), s.Type, s.Record, s.Route, s.Step, s.Round, s.Version, s.Revision, s.Signer, s.Behalf,
		s.Name, s.Position, s.Organization, s.Kind, s.Certificate, spareInstant(s.NotBefore), spareInstant(s.NotAfter), s.Hash, s.Covered, names, append([]byte{}, s.Value...)}, nil
}

// Seal is the hash over everything in the line; the history keeps it.
func (s *Signature) Seal() (string, error) {
	values, err := s.values()
	if err != nil {
		return "", err
	}
	return link(values), nil
}

// SumOf is the hash by which content is known.
func SumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// AddSignature keeps a signature and what it is about.
func AddSignature(tx core.App, s *Signature, content []byte) error {
	values, err := s.values()
	if err != nil {
		return err
	}
	if _, err := exec(tx, `INSERT INTO k_contents (hash, content) VALUES (?, ?) ON CONFLICT DO NOTHING`, s.Hash, content); err != nil {
		return fmt.Errorf("keep signed content: %w", err)
	}
	if _, err := exec(tx, `INSERT INTO k_signatures (`+signatureColumns+`) VALUES `+tuples(1, len(values)), values...); err != nil {
		return fmt.Errorf("keep signature: %w", err)
	}
	return nil
}

// EndSignature notes that a signature no longer stands.
func EndSignature(tx core.App, e SignatureEnd) error {
	_, err := exec(tx, `INSERT INTO k_signature_ends (signature, at, reason, version, by) VALUES (?, ?, ?, ?, ?)`,
		e.Signature, instantText(e.At), e.Reason, e.Version, e.By)
	return err
}

// SignaturesOf lists the signatures of a record, the oldest first.
func SignaturesOf(app core.App, typ, record string) ([]*Signature, error) {
	return signatures(app, `WHERE s.record = ? AND s.type = ? ORDER BY s.at, s.rowid`, record, typ)
}

// StandingSignatures lists those of them that still stand.
func StandingSignatures(app core.App, typ, record string) ([]*Signature, error) {
	return signatures(app, `WHERE s.record = ? AND s.type = ? AND e.signature IS NULL ORDER BY s.at, s.rowid`, record, typ)
}

// SignatureByCode finds a signature by its public code, or by its id; nil when
// there is none.
func SignatureByCode(app core.App, code string) (*Signature, error) {
	return firstSignature(signatures(app, `WHERE s.code = ? OR s.id = ?`, code, code))
}

// SignaturesOver lists the signatures over content with that hash.
func SignaturesOver(app core.App, hash string) ([]*Signature, error) {
	return signatures(app, `WHERE s.hash = ? ORDER BY s.at, s.rowid`, hash)
}

// SignaturesAfter lists signatures by id, from after one, for whoever walks all.
func SignaturesAfter(app core.App, id string, limit int) ([]*Signature, error) {
	return signatures(app, `WHERE s.id > ? ORDER BY s.id LIMIT ?`, id, limit)
}

func firstSignature(list []*Signature, err error) (*Signature, error) {
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

func signatures(app core.App, tail string, args ...any) ([]*Signature, error) {
	rows, err := query(app, `SELECT s.id, s.code, s.at, s.type, s.record, s.route, s.step, s.round, s.version, s.revision, s.signer, s.behalf,
		s.name, s.position, s.organization, s.kind, s.certificate, s.not_before, s.not_after, s.hash, s.covered, s.names, s.value,
		e.at, e.reason, e.version, e.by FROM k_signatures s LEFT JOIN k_signature_ends e ON e.signature = s.id `+tail, args...)
	if err != nil {
		return nil, fmt.Errorf("read signatures: %w", err)
	}
	list := make([]*Signature, len(rows))
	for i, row := range rows {
		if list[i], err = readSignature(row); err != nil {
			return nil, fmt.Errorf("read signature %s: %w", text(row[0]), err)
		}
	}
	return list, nil
}

func readSignature(row []any) (*Signature, error) {
	s := &Signature{
		Id: text(row[0]), Code: text(row[1]), Type: text(row[3]), Record: text(row[4]), Route: text(row[5]), Step: text(row[6]),
		Round: int(number(row[7])), Version: int(number(row[8])), Revision: number(row[9]), Signer: text(row[10]), Behalf: text(row[11]),
		Name: text(row[12]), Position: text(row[13]), Organization: text(row[14]), Kind: text(row[15]), Certificate: text(row[16]),
		Hash: text(row[19]), Covered: text(row[20]),
	}
	s.Value = []byte(text(row[22]))
	if err := json.Unmarshal([]byte(text(row[21])), &s.Names); err != nil {
		return nil, err
	}
	var err [4]error
	s.At, err[0] = spareTime(text(row[2]))
	s.NotBefore, err[1] = spareTime(text(row[17]))
	s.NotAfter, err[2] = spareTime(text(row[18]))
	if row[23] != nil {
		s.Ended = &SignatureEnd{Signature: s.Id, Reason: text(row[24]), Version: int(number(row[25])), By: text(row[26])}
		s.Ended.At, err[3] = spareTime(text(row[23]))
	}
	return s, errors.Join(err[:]...)
}

// ContentOf reads signed content by its hash; nil when it is gone.
func ContentOf(app core.App, hash string) ([]byte, error) {
	row, err := one(app, `SELECT content FROM k_contents WHERE hash = ?`, hash)
	if err != nil || row == nil {
		return nil, err
	}
	return []byte(text(row[0])), nil
}

// SealedSignatures lists, from after a line of history, the lines that tell of
// a signature: its id and its seal.
func SealedSignatures(app core.App, seq int64, limit int) (list []SealedSignature, err error) {
	rows, err := query(app, `SELECT seq, id, diff FROM k_events WHERE seq > ? AND action = ? AND diff LIKE '%"seal"%' ORDER BY seq LIMIT ?`, seq, string(flow.CastVote), limit)
	if err != nil {
		return nil, fmt.Errorf("read seals: %w", err)
	}
	for _, row := range rows {
		h, err := HappenedOf(&Event{Diff: text(row[2])})
		if err != nil || h == nil {
			return nil, err
		}
		one := SealedSignature{Seq: number(row[0]), Event: text(row[1])}
		one.Signature, _ = h.Data["signature"].(string)
		one.Seal, _ = h.Data["seal"].(string)
		list = append(list, one)
	}
	return list, nil
}

// SealedSignature is what the history keeps of a signature.
type SealedSignature struct {
	Seq                    int64
	Event, Signature, Seal string
}

// SealOf is the seal that the history of a record keeps for a signature; "" when
// it tells of none. sound reports whether the line that keeps it is as it was
// written: its own hash holds, and the line after it continues from it.
func SealOf(app core.App, s *Signature) (seal string, sound bool, err error) {
	rows, err := query(app, `SELECT `+eventColumns+` FROM k_events WHERE record = ? AND action = ? AND diff LIKE '%"seal"%'`, s.Record, string(flow.CastVote))
	if err != nil {
		return "", false, fmt.Errorf("read seal of %s: %w", s.Id, err)
	}
	for _, row := range rows {
		e := readEvent(row)
		h, err := HappenedOf(e)
		if err != nil {
			return "", false, err
		}
		if h == nil || h.Data["signature"] != s.Id {
			continue
		}
		seal, _ = h.Data["seal"].(string)
		sound, err = e.isSound(app)
		return seal, sound, err
	}
	return "", false, nil
}

// isSound looks at one line of history and at what continues from it, without
// walking the chain.
func (e *Event) isSound(app core.App) (bool, error) {
	if e.digest() != e.Hash {
		return false, nil
	}
	next, err := one(app, `SELECT prev_hash FROM k_events WHERE seq = ?`, e.Seq+1)
	if err != nil {
		return false, err
	}
	if next != nil {
		return text(next[0]) == e.Hash, nil
	}
	end, err := headOf(app, chainEvents)
	return end == head{e.Seq, e.Hash}, err
}

// spareInstant writes an instant, "" for none.
func spareInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return instantText(t)
}

func spareTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return parseInstant(text)
}
