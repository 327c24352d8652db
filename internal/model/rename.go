package model

import (
	"regexp"
	"slices"
	"strings"

	"kontora/internal/fault"
	"kontora/internal/rule"
	"kontora/internal/spec"
)

// Renaming is what renaming a thing does to the files of a configuration.
type Renaming struct {
	Files map[string]*string // path → new text; nil: the file is gone, its text stands under another name
	Uses  []Use              // the places that were changed
	Left  []Use              // places that may mean it, and were not touched
	Found []spec.Diagnostic  // mistakes that the configuration did not have before
}

// keeps says how a thing remembers what it was called, so that what is stored under
// the old key is found.
type keeps uint8

const (
	keepsNothing keeps = iota // nothing is stored under its key
	keepsFirst                // what is stored goes by the first key it ever had
	keepsAny                  // what is stored is moved from any earlier key
	keepsChoice               // in x-was of its field
)

var renamable = map[string]keeps{
	"type": keepsFirst, "field": keepsFirst, "register": keepsFirst, "dimension": keepsFirst, "measure": keepsFirst,
	"state": keepsAny, "role": keepsAny, "transition": keepsAny, "choice": keepsChoice,
	"rule": keepsNothing, "section": keepsNothing, "group": keepsNothing, "message": keepsNothing,
}

var (
	plainKey   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	quotedPart = regexp.MustCompile(`"[^"]*"`)
	choiceKey  = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
)

// Rename gives a thing another key, in every file and expression of the
// configuration, and lets it remember the old one. More are files in which the
// word is looked for but not changed.
func (g *Graph) Rename(s Symbol, to string, more map[string][]byte) (*Renaming, error) {
	if fl := g.mayRename(s, to); fl != nil {
		return nil, fl
	}
	r := &renamer{g: g, s: s, to: to, same: g.family(s), changes: map[string][]spec.Change{}, out: &Renaming{Files: map[string]*string{}}}
	r.places(more)
	r.remember()
	if err := r.write(); err != nil {
		return nil, err
	}
	r.check()
	return r.out, nil
}

func (g *Graph) mayRename(s Symbol, to string) *fault.Fault {
	kept, ok := renamable[s.What]
	switch {
	case !ok:
		return fault.New(fault.Invalid, "rename_stored", fault.Params{"what": s.What})
	case !g.Known(s) || g.isEngines(s):
		return fault.New(fault.Missing, "thing_unknown", fault.Params{"what": s.What, "key": s.Key})
	case s.What == "measure" && g.isDerived(s):
		kept = keepsNothing
	}
	if kept == keepsChoice && !choiceKey.MatchString(to) || kept != keepsChoice && !plainKey.MatchString(to) {
		return fault.New(fault.Invalid, "rename_key", fault.Params{"key": to})
	}
	if s.What == "field" || s.What == "measure" || s.What == "dimension" {
		if _, reserved := rule.ReservedNames()[to]; reserved {
			return fault.New(fault.Invalid, "rename_reserved", fault.Params{"key": to})
		}
	}
	for same := range g.family(s) {
		other := same.Called(to)
		if g.Known(other) || g.has(other) || other.What == "rule" && g.b.Files[strings.Replace(g.file(s), s.Word()+".expr", to+".expr", 1)] != nil {
			return fault.New(fault.Conflict, "rename_taken", fault.Params{"key": to})
		}
	}
	return nil
}

// isEngines reports a field that every record has.
func (g *Graph) isEngines(s Symbol) bool {
	t := g.c.m.byKey[s.Type]
	return s.What == "field" && t != nil && t.Field(s.Key) != nil && t.Field(s.Key).Engine
}

func (g *Graph) isDerived(s Symbol) bool {
	pack, name, _ := strings.Cut(s.Type, "/")
	if p := g.b.Pack(pack); p != nil {
		if f, ok := p.Registers.Get(name); ok && f != nil {
			return has(f.Derived.Keys(), s.Key)
		}
	}
	return false
}

// Called is the thing under another key.
func (s Symbol) Called(to string) Symbol {
	switch {
	case s.What == "choice":
		field, _, _ := strings.Cut(s.Key, ".")
		s.Key = field + "." + to
	default:
		s.Key = s.Key[:strings.LastIndex(s.Key, "/")+1] + to
	}
	return s
}

type renamer struct {
	g       *Graph
	s       Symbol
	to      string
	same    map[Symbol]bool
	changes map[string][]spec.Change
	out     *Renaming
}

func (r *renamer) change(at spec.Pos, length int, text string) {
	r.changes[at.File] = append(r.changes[at.File], spec.Change{At: at, Length: length, Text: text})
}

// places changes every place whose meaning is sure. A text that means this thing
// for one type and another's for another, such as a message that both send, is left.
func (r *renamer) places(more map[string][]byte) {
	foreign := map[spec.Pos]bool{}
	for _, n := range r.g.notes {
		if !r.same[n.Symbol] {
			foreign[here(n.at)] = true
		}
	}
	for _, u := range r.g.Uses(r.s, more) {
		at := spec.Pos{File: u.File, Line: u.Line, Col: u.Col}
		switch {
		case !u.Sure:
			r.out.Left = append(r.out.Left, u)
		case u.Length == 0: // the name of the file
			r.out.Uses = append(r.out.Uses, u)
		case foreign[at]:
			u.What, u.Sure = "shared", false
			r.out.Left = append(r.out.Left, u)
		case r.s.What == "choice" && strings.Contains(u.Path, ".x-was"): // written anew
		default:
			r.out.Uses = append(r.out.Uses, u)
			r.change(at, u.Length, r.to)
		}
	}
}

func here(at spec.Pos) spec.Pos {
	at.Path = ""
	return at
}

// write makes the changed files, under their new names.
func (r *renamer) write() error {
	moved := r.moved()
	for file := range moved {
		if _, changed := r.changes[file]; !changed {
			r.changes[file] = nil
		}
	}
	for file, changes := range r.changes {
		text, err := spec.Apply(r.g.b.Files[file], changes)
		if err != nil {
			return err
		}
		written := string(text)
		if to, is := moved[file]; is {
			r.out.Files[file] = nil
			file = to
		}
		r.out.Files[file] = &written
	}
	return nil
}

// moved are the files whose names are the key.
func (r *renamer) moved() map[string]string {
	file := r.g.file(r.s)
	if file == "" {
		return nil
	}
	rename := func(ending string) (string, string) {
		stem := strings.TrimSuffix(strings.TrimSuffix(file, ".expr"), ".json")
		return stem + ending, stem[:strings.LastIndex(stem, "/")+1] + r.to + ending
	}
	endings := []string{".json"}
	if r.s.What == "rule" {
		endings = []string{".expr", ".cases.json"}
	}
	out := map[string]string{}
	for _, ending := range endings {
		from, to := rename(ending)
		if _, there := r.g.b.Files[from]; there {
			out[from] = to
		}
	}
	return out
}

// After is the whole configuration as it will be.
func (r *Renaming) After(b *spec.Bundle) map[string][]byte {
	files := map[string][]byte{}
	for path, text := range b.Files {
		files[path] = text
	}
	for path, text := range r.Files {
		if text == nil {
			delete(files, path)
		} else {
			files[path] = []byte(*text)
		}
	}
	return files
}

// check compiles what came out and tells of mistakes that were not there before.
func (r *renamer) check() {
	before := map[string]int{}
	for _, d := range r.g.found() {
		before[said(d)]++
	}
	for _, d := range CheckAll(r.out.After(r.g.b)) {
		if before[said(d)]--; before[said(d)] < 0 {
			r.out.Found = append(r.out.Found, d)
		}
	}
}

// said is a finding without the names in it. Of warnings only the kind counts: they
// may tell of as much in other words.
func said(d spec.Diagnostic) string {
	if d.Severity == spec.SeverityWarning {
		return d.Code
	}
	return d.Code + " " + quotedPart.ReplaceAllString(d.Message, "…")
}

// CheckAll lists everything found in the files of a configuration.
func CheckAll(files map[string][]byte) []spec.Diagnostic {
	b, found := spec.LoadFiles(files)
	if spec.HasErrors(found) {
		return found
	}
	_, more := Compile(b)
	return append(slices.Clone(found), more...)
}
