package spec

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// missingTexts warns of a language that a pack speaks in part: what is not
// translated is shown as it was written. A pack without any translation speaks one
// language, and means it.
func (l *loader) missingTexts() {
	if HasErrors(l.found.list) {
		return
	}
	for _, p := range l.bundle.Packs {
		for _, language := range slices.Sorted(maps.Keys(p.I18n)) {
			var missing []string
			for _, path := range l.bundle.texts(p.Key) {
				if !says(p.I18n[language], path) {
					missing = append(missing, path)
				}
			}
			if len(missing) == 0 {
				continue
			}
			some := strings.Join(missing[:min(3, len(missing))], ", ")
			l.found.warn(Pos{File: TextsFile(p.Key, language), Line: 1, Col: 1}, 1, "untranslated",
				fmt.Sprintf("%d texts are not translated: %s", len(missing), some), "they are shown as they were written", "count", len(missing), "paths", some)
		}
	}
}

// says reports whether a translation stands at a path, in its long or short form.
func says(texts map[string]string, path string) bool {
	if texts[path] != "" || texts[path+".title"] != "" {
		return true
	}
	short, isTitle := strings.CutSuffix(path, ".title")
	return isTitle && texts[short] != ""
}

// Texts of a pack that people read: words of the grammar, and things that a bare
// text names.
var (
	textWords  = []string{"title", "plural", "description", "message", "passed", "body", "done"}
	namedPlain = regexp.MustCompile(`(^|\.)(states|roles|sla|x-labels)$|^notify$`)
	// ownLanguage is a text that reads alike everywhere: codes, names in Latin.
	ownLanguage = regexp.MustCompile(`^[\x00-\x7f]*$`)
)

// texts lists the paths of a pack's texts as translations write them.
func (b *Bundle) texts(pack string) []string {
	var out []string
	for _, file := range slices.Sorted(maps.Keys(b.trees)) {
		s := place(file)
		if s.pack != pack || b.trees[file] == nil {
			continue
		}
		prefix := ""
		switch s.role {
		case rolePack:
			prefix = "pack"
		case roleSettings, roleNumbers, roleNotify:
			prefix = string(s.role)
		case roleType:
			prefix = "types." + s.key
		case roleRegister:
			prefix = "registers." + s.key
		default:
			continue
		}
		textsIn(b.trees[file], prefix, &out)
	}
	return out
}

func textsIn(n *node, path string, out *[]string) {
	for _, m := range n.members {
		below := joinPath(path, m.key)
		switch {
		case path == "settings" && m.key == "settings", path == "numbers" && m.key == "numbers", path == "notify" && m.key == "messages":
			below = path
		case m.key == "note" || m.key == "$schema" || m.key == "default", (m.key == "set" || m.key == "append") && !strings.HasSuffix(path, "properties"):
			continue // values
		}
		isText := slices.Contains(textWords, m.key) || namedPlain.MatchString(path)
		if m.value.kind == stringNode {
			if isText && !ownLanguage.MatchString(m.value.text) {
				*out = append(*out, below)
			}
			continue
		}
		textsIn(m.value, below, out)
	}
	for i, item := range n.items {
		textsIn(item, indexPath(path, i), out)
	}
}
