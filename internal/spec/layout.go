package spec

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// role is what a file is for, told from its place in the folders.
type role string

const (
	rolePack     role = "pack"
	roleSettings role = "settings"
	roleNumbers  role = "numbers"
	roleNotify   role = "notify"
	roleType     role = "type"
	roleRegister role = "register"
	roleSeed     role = "seed"
	roleI18n     role = "i18n"
	roleRule     role = "rule"
	roleCases    role = "cases"
	roleCalendar role = "calendar"
	roleLater    role = "later"   // a folder whose engine part does not exist yet
	roleIgnored  role = "ignored" // not part of the configuration, and rightly there
	roleUnknown  role = "unknown"
)

// source is a file of the configuration.
type source struct {
	path string
	role role
	pack string
	key  string // of the type, seed, rule or language; the folder of a later one
}

var packFiles = map[string]role{
	"pack.json": rolePack, "settings.json": roleSettings, "numbers.json": roleNumbers, "notify.json": roleNotify,
}

var packFolders = map[string]role{"types": roleType, "registers": roleRegister, "seed": roleSeed, "i18n": roleI18n, "calendars": roleCalendar}

// laterFolders are reserved, with what they arrive with.
var laterFolders = map[string]string{
	"intake": "intake", "connectors": "connectors",
	"automations": "automations", "prints": "prints",
}

// skippedFolders of schemas/ are no packs: the generated grammar, example
// configurations, which are loaded from their own root, and demonstration data.
var skippedFolders = []string{"meta", "examples", "demo"}

// place tells what a file is for.
func place(file string) source {
	s := source{path: file, role: roleUnknown}
	parts := strings.Split(file, "/")
	name := parts[len(parts)-1]
	switch {
	case len(parts) < 2 || parts[0] != "schemas" && parts[0] != "rules":
		s.role = roleIgnored
	case strings.HasPrefix(name, ".") || strings.EqualFold(name, "README.md"):
		s.role = roleIgnored
	case len(parts) == 2:
	case slices.Contains(skippedFolders, parts[1]):
		s.role = roleIgnored
	case parts[0] == "rules":
		s.pack = parts[1]
		s.placeRule(parts[2:])
	default:
		s.pack = parts[1]
		s.placeSchema(parts[2:])
	}
	return s
}

func (s *source) placeSchema(parts []string) {
	if r, ok := packFiles[parts[0]]; ok && len(parts) == 1 {
		s.role = r
		return
	}
	if len(parts) < 2 {
		return
	}
	if _, later := laterFolders[parts[0]]; later {
		s.role, s.key = roleLater, parts[0]
		return
	}
	if parts[0] == "scenarios" {
		s.role = roleIgnored
		return
	}
	r, ok := packFolders[parts[0]]
	if key, isJSON := strings.CutSuffix(parts[1], ".json"); ok && isJSON && len(parts) == 2 {
		s.role, s.key = r, key
	}
}

func (s *source) placeRule(parts []string) {
	if len(parts) != 1 {
		return
	}
	if key, ok := strings.CutSuffix(parts[0], ".expr"); ok {
		s.role, s.key = roleRule, key
	} else if key, ok := strings.CutSuffix(parts[0], ".cases.json"); ok {
		s.role, s.key = roleCases, key
	}
}

func (s source) isJSON() bool { return path.Ext(s.path) == ".json" }

var (
	fileKeys     = regexp.MustCompile(plainKeys)
	seedKeys     = regexp.MustCompile(`^[a-z0-9][a-z0-9_]*$`)
	languageKeys = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$`)
)

// badName tells what is wrong with the name of a file; "" when nothing is.
func (s source) badName() string {
	switch {
	case !fileKeys.MatchString(s.pack):
		return "the folder of a pack is its key: lower-case Latin letters, digits and _, beginning with a letter"
	case s.role == roleI18n && !languageKeys.MatchString(s.key):
		return "the name is a language: en.json, kk.json"
	case s.role == roleSeed && !seedKeys.MatchString(s.key):
		return "the name is lower-case Latin letters, digits and _"
	case (s.role == roleType || s.role == roleCalendar || s.role == roleRegister || s.role == roleRule || s.role == roleCases) && !fileKeys.MatchString(s.key):
		return "the name is the key: lower-case Latin letters, digits and _, beginning with a letter"
	}
	return ""
}
