package spec

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFindings bounds what one file reports.
const maxFindings = 200

// HasErrors reports whether anything found stops a publish.
func HasErrors(diags []Diagnostic) bool {
	return slices.ContainsFunc(diags, func(d Diagnostic) bool { return d.Severity == SeverityError })
}

// Sort orders findings as one reads: by file, line and column.
func Sort(diags []Diagnostic) {
	slices.SortStableFunc(diags, func(a, b Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Code, b.Code),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// String is the finding in one line: file:line:col path: message — hint. A
// finding about a file as a whole has no line.
func (d Diagnostic) String() string {
	var b strings.Builder
	if d.File != "" {
		b.WriteString(d.File)
		if d.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", d.Line, d.Col)
		}
		if d.Path != "" {
			b.WriteString(" " + d.Path)
		}
		b.WriteString(": ")
	}
	if d.Severity == SeverityWarning {
		b.WriteString("warning: ")
	}
	b.WriteString(d.Message)
	if d.Hint != "" {
		b.WriteString(" — " + d.Hint)
	}
	return b.String()
}

// Print writes each finding with the line it is about and a caret line under
// the place.
func Print(w io.Writer, diags []Diagnostic) error {
	for _, d := range diags {
		if _, err := fmt.Fprintln(w, d.String()); err != nil {
			return err
		}
		if d.Source == "" || d.Col < 1 {
			continue
		}
		source, carets := underline(d)
		if _, err := fmt.Fprintf(w, "    %s\n    %s\n", source, carets); err != nil {
			return err
		}
	}
	return nil
}

// Widest line that Print shows whole, and what it keeps before the place of a
// longer one.
const (
	printWidth = 160
	printLead  = 60
)

// underline returns the source line, cut around the place if it is long, and
// the carets. Tabs are kept before the carets so that both lines move alike.
func underline(d Diagnostic) (source, carets string) {
	line := []rune(d.Source)
	at := min(d.Col-1, len(line))
	length := max(1, min(d.Length, len(line)-at))
	from, to := 0, len(line)
	if len(line) > printWidth {
		from = max(0, at-printLead)
		to = min(len(line), from+printWidth)
		length = min(length, max(1, to-at))
	}
	var lead strings.Builder
	for _, r := range line[from:at] {
		if r == '\t' {
			lead.WriteRune('\t')
		} else {
			lead.WriteRune(' ')
		}
	}
	return string(line[from:to]), lead.String() + strings.Repeat("^", length)
}

// findings collects what is found in the files of a configuration, at most
// maxFindings for each.
type findings struct {
	list  []Diagnostic
	count map[string]int
}

func (f *findings) add(d Diagnostic) {
	if f.count == nil {
		f.count = map[string]int{}
	}
	f.count[d.File]++
	switch n := f.count[d.File]; {
	case n <= maxFindings:
		f.list = append(f.list, d)
	case n == maxFindings+1:
		f.list = append(f.list, Diagnostic{
			Severity: SeverityError, Code: "too_many_findings", File: d.File, Line: d.Line, Col: d.Col,
			Message: fmt.Sprintf("more than %d findings in this file; the rest is not shown", maxFindings),
		})
	}
}

// error adds a finding that stops a publish. params are keys and values for the
// translation of the message.
func (f *findings) error(at Pos, length int, code, message, hint string, params ...any) {
	f.add(diagnostic(SeverityError, at, length, code, message, hint, params))
}

func (f *findings) warn(at Pos, length int, code, message, hint string, params ...any) {
	f.add(diagnostic(SeverityWarning, at, length, code, message, hint, params))
}

func diagnostic(s Severity, at Pos, length int, code, message, hint string, params []any) Diagnostic {
	d := Diagnostic{
		Severity: s, Code: code, Message: message, Hint: hint, Length: length,
		File: at.File, Line: at.Line, Col: at.Col, Path: at.Path,
	}
	if len(params) > 0 {
		d.Params = map[string]any{}
	}
	for i := 0; i+1 < len(params); i += 2 {
		d.Params[params[i].(string)] = params[i+1]
	}
	return d
}

// done returns everything found, sorted and with the source lines.
func (f *findings) done(files map[string][]byte) []Diagnostic {
	annotate(files, f.list)
	Sort(f.list)
	return f.list
}

// Annotate gives each finding that has none the source line it is about.
func (b *Bundle) Annotate(diags []Diagnostic) { annotate(b.Files, diags) }

// maxSourceLine keeps a whole file written in one line out of every finding.
const maxSourceLine = 2000

func annotate(files map[string][]byte, diags []Diagnostic) {
	lines := map[string][]string{}
	for i := range diags {
		d := &diags[i]
		data, ok := files[d.File]
		if !ok || d.Source != "" || len(data) > maxFileSize {
			continue
		}
		if lines[d.File] == nil {
			lines[d.File] = strings.Split(string(data), "\n")
		}
		if all := lines[d.File]; d.Line >= 1 && d.Line <= len(all) && len(all[d.Line-1]) <= maxSourceLine {
			d.Source = strings.Map(printable, strings.TrimRight(all[d.Line-1], "\r"))
		}
	}
}

// printable replaces what would move the carets or a terminal's state. A byte
// that is not UTF-8 becomes one mark, as it counts for one column.
func printable(r rune) rune {
	if r < ' ' && r != '\t' || r == 0x7f || r == '\ufeff' {
		return utf8.RuneError
	}
	return r
}
