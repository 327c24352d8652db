package script

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// source is the hooks of a folder in name order, joined into one program: the
// plugin itself would load several files in random order.
type source struct {
	dir    string
	files  []file
	text   string
	routes string // digest of the files that add routes
	digest string // of everything a handler may load
}

type file struct {
	name  string
	first int // line of the joined program on which it begins
}

func isHook(name string) bool {
	return strings.HasSuffix(name, ".pb.js") || strings.HasSuffix(name, ".pb.ts")
}

// readSource reads the hooks of a folder; one that is missing holds none.
func readSource(dir string) (*source, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read hooks: %w", err)
	}
	src := &source{dir: dir}
	routes := sha256.New()
	line := 1
	for _, e := range entries { // sorted by name
		if e.IsDir() || !isHook(e.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read hooks: %w", err)
		}
		if _, err := goja.Compile(e.Name(), string(data), false); err != nil {
			return nil, errors.New(placed(err))
		}
		src.files = append(src.files, file{e.Name(), line})
		part := string(data) + "\n;\n"
		src.text += part
		line += strings.Count(part, "\n")
		if strings.Contains(part, "routerAdd") || strings.Contains(part, "routerUse") {
			routes.Write(data)
		}
	}
	src.routes = hex.EncodeToString(routes.Sum(nil))
	src.digest, err = digest(dir)
	return src, err
}

// digest covers modules too: a handler may require them.
func digest(dir string) (string, error) {
	sum := sha256.New()
	err := walk(dir, func(path string, d fs.DirEntry) error {
		if ext := filepath.Ext(path); d.IsDir() || ext != ".js" && ext != ".ts" && ext != ".json" {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%s\x00%d\x00", path, len(data))
		sum.Write(data)
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// walk visits the folder without hidden parts and installed modules.
func walk(dir string, visit func(path string, d fs.DirEntry) error) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != dir && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		return visit(path, d)
	})
	if errors.Is(err, fs.ErrNotExist) { // no folder, or a file replaced just now
		return nil
	}
	return err
}

// place finds the file and the line of a line of the joined program.
func (s *source) place(line int) (name string, at int) {
	for _, f := range s.files {
		if f.first <= line {
			name, at = f.name, line-f.first+1
		}
	}
	return name, at
}

// joined is what the plugin calls every program that it runs.
var joined = regexp.MustCompile(`[^\s()]*pb\.js:(\d+):(\d+)`)

// located says where in the files something went wrong that the plugin reports
// in lines of the joined program.
func (s *source) located(message string) string {
	return joined.ReplaceAllStringFunc(message, func(at string) string {
		parts := joined.FindStringSubmatch(at)
		line, _ := strconv.Atoi(parts[1])
		name, own := s.place(line)
		return fmt.Sprintf("%s:%d:%s", name, own, parts[2])
	})
}

var syntaxError = regexp.MustCompile(`^SyntaxError: (.*?): Line (\d+):(\d+) (.*)$`)

// placed writes a syntax error as file:line:column, which editors understand.
func placed(err error) string {
	first, _, _ := strings.Cut(err.Error(), "\n")
	if m := syntaxError.FindStringSubmatch(first); m != nil {
		return fmt.Sprintf("%s:%s:%s: %s", m[1], m[2], m[3], m[4])
	}
	return first
}

// Files are the hooks as they stand in their folder, by path; none when it cannot
// be read.
func (s *Scripts) Files() map[string][]byte {
	out := map[string][]byte{}
	entries, err := os.ReadDir(s.o.Dir)
	if err != nil {
		return out
	}
	for _, e := range entries {
		if e.IsDir() || !isHook(e.Name()) {
			continue
		}
		if data, err := os.ReadFile(filepath.Join(s.o.Dir, e.Name())); err == nil {
			out["pb_hooks/"+e.Name()] = data
		}
	}
	return out
}
