package spec

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of a whole configuration.
const (
	maxFiles = 5000
	maxTotal = 64 << 20
)

// Load reads the configuration of a folder: schemas/<pack> and rules/<pack>.
// The folders schemas/meta and schemas/examples are no packs.
func Load(fsys fs.FS) (*Bundle, []Diagnostic) {
	files, unread := map[string][]byte{}, &findings{}
	for _, root := range []string{"schemas", "rules"} {
		err := fs.WalkDir(fsys, root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case len(files) > maxFiles:
				return fs.SkipAll
			case entry.IsDir() || place(path).role == roleIgnored:
				return nil
			}
			data, err := readFile(fsys, path)
			if err != nil {
				unread.error(Pos{File: path}, 0, "unreadable_file", err.Error(), "")
				return nil
			}
			files[path] = data
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			unread.error(Pos{File: root}, 0, "unreadable_file", err.Error(), "")
		}
	}
	b, diags := LoadFiles(files)
	return b, append(unread.list, diags...)
}

// readFile reads a file, but not much more than a file may be long.
func readFile(fsys fs.FS, path string) ([]byte, error) {
	f, err := fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxFileSize+1))
}

// LoadFiles reads a configuration from its files by path.
func LoadFiles(files map[string][]byte) (*Bundle, []Diagnostic) {
	l := &loader{
		given:   files,
		found:   &findings{},
		grammar: grammar{},
		packs:   map[string]*Pack{},
		bundle:  &Bundle{Files: map[string][]byte{}, trees: map[string]*node{}},
	}
	if l.fits() {
		for _, path := range slices.Sorted(maps.Keys(files)) {
			l.file(place(path))
		}
		l.complete()
		l.order()
		l.strayTexts()
		l.missingTexts()
	}
	l.bundle.Hash = hash(l.bundle)
	return l.bundle, l.found.done(files)
}

type loader struct {
	given   map[string][]byte
	found   *findings
	grammar grammar
	packs   map[string]*Pack
	bundle  *Bundle
}

// fits refuses a configuration of absurd size before anything is read.
func (l *loader) fits() bool {
	total := 0
	for _, data := range l.given {
		total += len(data)
	}
	if len(l.given) > maxFiles || total > maxTotal {
		l.found.error(Pos{}, 0, "configuration_too_large",
			fmt.Sprintf("%d files, %d MB; at most %d files and %d MB are read", len(l.given), total>>20, maxFiles, maxTotal>>20), "")
		return false
	}
	return true
}

// file reads one file into its pack.
func (l *loader) file(s source) {
	start := Pos{File: s.path}
	switch {
	case !fs.ValidPath(s.path): // "../x" would leave the folder that it is exported to
		l.found.error(start, 0, "bad_file_name", fmt.Sprintf("%q cannot be the name of this file", s.path), "a path below schemas or rules, without . and ..")
		return
	case s.role == roleIgnored:
		return
	case s.role == roleUnknown:
		l.found.warn(start, 0, "unknown_file", "this file is not part of a pack and is ignored", unknownFileHint(s.path))
		return
	case s.badName() != "":
		l.found.error(start, 0, "bad_file_name", fmt.Sprintf("%q cannot be the name of this file", s.path), s.badName())
		return
	case s.role == roleLater:
		l.found.error(start, 0, "not_yet", fmt.Sprintf("folder %q is reserved: it arrives with %s", s.key, laterFolders[s.key]), "remove the file for now",
			"word", s.key, "with", laterFolders[s.key])
		return
	}
	data := l.given[s.path]
	l.bundle.Files[s.path] = data
	if s.isJSON() {
		tree := parse(s.path, data, l.found)
		l.bundle.trees[s.path] = tree
		l.json(s, tree)
		return
	}
	l.rule(s, data)
}

func unknownFileHint(path string) string {
	switch {
	case strings.Contains(path, "/notify/"):
		return "messages are declared in notify.json"
	case strings.Contains(path, "/views/"):
		return `lists are declared in the type, under "views"`
	case strings.HasPrefix(path, "rules/"):
		return "a rule is <name>.expr with <name>.cases.json"
	}
	return "a pack holds pack.json, settings.json, numbers.json, notify.json, types/*.json, calendars/*.json, registers/*.json, seed/*.json, i18n/*.json"
}

// pack returns the pack of a key, which stands from its first file on.
func (l *loader) pack(key string) *Pack {
	if l.packs[key] == nil {
		l.packs[key] = &Pack{Key: key}
	}
	return l.packs[key]
}

// json reads a parsed file into its pack; a file that is not JSON is left out.
func (l *loader) json(s source, tree *node) {
	pack := l.pack(s.pack)
	if tree == nil {
		return
	}
	d := &decoder{grammar: l.grammar, found: l.found}
	switch s.role {
	case rolePack:
		pack.File = decode[PackFile](d, tree)
	case roleSettings:
		pack.Settings = decode[SettingsFile](d, tree).Settings
	case roleNumbers:
		pack.Numbers = decode[NumbersFile](d, tree).Numbers
	case roleNotify:
		pack.Messages = decode[NotifyFile](d, tree).Messages
	case roleType:
		d.partial, d.removes = partialTree(tree), tree.get("extends") != nil
		pack.Types.Set(s.key, decode[TypeFile](d, tree), tree.Pos)
	case roleRegister:
		pack.Registers.Set(s.key, decode[RegisterFile](d, tree), tree.Pos)
	case roleSeed:
		pack.Seeds.Set(s.key, decode[SeedFile](d, tree), tree.Pos)
	case roleCalendar:
		pack.Calendars.Set(s.key, decode[CalendarFile](d, tree), tree.Pos)
	case roleCases:
		rule := l.ruleFile(s)
		rule.Cases = decode[CasesFile](d, tree)
	case roleI18n:
		l.texts(pack, s.key, tree)
	}
}

// partialTree tells from the tree what isPartial tells from the decoded file.
func partialTree(tree *node) bool {
	abstract := tree.get("abstract")
	return tree.get("extends") != nil || tree.get("augments") != nil || abstract != nil && abstract.text == "true"
}

// rule reads an expression file.
func (l *loader) rule(s source, data []byte) {
	l.pack(s.pack)
	at := Pos{File: s.path, Line: 1, Col: 1}
	if !readable(s.path, data, l.found) {
		return
	}
	src := strings.TrimRight(string(data), " \t\r\n")
	if strings.TrimSpace(src) == "" {
		l.found.error(at, 1, "empty_expression", "the rule is empty", "")
		return
	}
	l.ruleFile(s).Source = Expr{Pos: at, Src: src}
}

func (l *loader) ruleFile(s source) *RuleFile {
	rules := &l.pack(s.pack).Rules
	if rule, ok := rules.Get(s.key); ok {
		return rule
	}
	rule := &RuleFile{}
	rules.Set(s.key, rule, Pos{File: s.path, Line: 1, Col: 1})
	return rule
}

// maxText bounds one translation.
const maxText = 10_000

// texts reads a file of translations: one object of path and text.
func (l *loader) texts(pack *Pack, language string, tree *node) {
	if tree.kind != objectNode {
		l.found.error(tree.Pos, tree.width, "wrong_type", fmt.Sprintf("the file must be an object, not %s", tree.kind), "")
		return
	}
	texts := map[string]string{}
	for _, m := range tree.members {
		switch {
		case m.key == "$schema" || m.key == "note":
		case m.value.kind != stringNode || utf8.RuneCountInString(m.value.text) > maxText:
			l.found.error(m.value.Pos, m.value.width, "wrong_type", fmt.Sprintf("%q must be a text, not %s", m.key, m.value.kind),
				`write paths in full: "types.payment.title": "Payment"`, "word", m.key, "wanted", "a text", "found", m.value.kind.String())
		default:
			texts[m.key] = m.value.text
		}
	}
	if pack.I18n == nil {
		pack.I18n = map[string]map[string]string{}
	}
	pack.I18n[language] = texts
}

// complete looks for what a pack must have beside its files.
func (l *loader) complete() {
	if len(l.packs) == 0 {
		l.found.error(Pos{File: "schemas"}, 0, "no_packs", "there is no pack here", "a pack is a folder schemas/<key> with a pack.json")
	}
	for _, key := range slices.Sorted(maps.Keys(l.packs)) {
		pack, path := l.packs[key], "schemas/"+key+"/pack.json"
		start := Pos{File: path}
		if _, written := l.bundle.Files[path]; !written {
			l.found.error(start, 0, "missing_file", fmt.Sprintf("pack %q has no pack.json", key), "", "file", path)
		}
		if pack.File == nil {
			pack.File = &PackFile{Pos: start}
		}
		l.completeRules(pack)
	}
}

// completeRules finds rules of which one half is missing. A rule without cases
// has no signature, so nobody could call it.
func (l *loader) completeRules(pack *Pack) {
	var whole Map[*RuleFile]
	for name, rule := range pack.Rules.All() {
		stem := "rules/" + pack.Key + "/" + name
		for _, other := range []string{stem + ".expr", stem + ".cases.json"} {
			if _, written := l.bundle.Files[other]; !written {
				l.found.error(Pos{File: pack.Rules.At(name).File}, 0, "missing_file", fmt.Sprintf("rule %q has no %s", name, other),
					"a rule is an expression and a signature with cases", "file", other)
			}
		}
		if rule.Source.Src != "" && rule.Cases != nil {
			whole.Set(name, rule, pack.Rules.At(name))
		}
	}
	pack.Rules = whole
}
