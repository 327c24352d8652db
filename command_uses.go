package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kontora/internal/model"
	"kontora/internal/spec"

	"github.com/spf13/cobra"
)

const thingHelp = `WHAT is type, field, state, transition, choice, role, rule, setting, calendar, register,
dimension, measure, series, section, group, message or ensure. KEY is pack/key, or
pack/type.key of what a type has, pack/type.field.choice of a choice.`

func (p *program) usesCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "uses WHAT KEY", Short: "List where a thing of the configuration is named", Args: cobra.ExactArgs(2),
		Long:    "List where a thing of the configuration is named: in files, expressions, texts, first\nrecords, translations; in scenarios and hooks by its word.\n\n" + thingHelp,
		Example: "  kontora uses state backoffice/payment.approval\n  kontora uses role backoffice/fin",
	}
	from := fromFlag(c)
	asJSON := c.Flags().Bool("json", false, "print the places as JSON")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		_, g, s, more, err := thingOf(*from, args[0], args[1])
		if err != nil {
			return err
		}
		uses := g.Uses(s, more)
		if *asJSON {
			return writeJSON(cmd.OutOrStdout(), map[string]any{"uses": uses, "whole": g.Whole()})
		}
		sayUses(cmd.OutOrStdout(), uses)
		if !g.Whole() {
			fmt.Fprintln(cmd.ErrOrStderr(), "the configuration has mistakes: there may be more places")
		}
		return nil
	}
	return markOffline(c)
}

func sayUses(w io.Writer, uses []model.Use) {
	for _, u := range uses {
		doubt := ""
		if !u.Sure {
			doubt = "?"
		}
		fmt.Fprintf(w, "%s:%d:%d %s%s %s\n", u.File, u.Line, u.Col, u.What, doubt, u.Path)
	}
}

// thingOf reads the configuration and finds a thing in it, and the files that
// stand beside it.
func thingOf(from, what, key string) (b *spec.Bundle, g *model.Graph, s model.Symbol, more map[string][]byte, err error) {
	root, err := configurationAt(from)
	if err != nil {
		return nil, nil, s, nil, err
	}
	b, _ = spec.Load(root)
	g = model.References(b)
	s, ok := g.Symbol(what, key)
	if !ok {
		return nil, nil, s, nil, fmt.Errorf("there is no %s %q", what, key)
	}
	return b, g, s, companions(root, from), nil
}

// companions are scenarios and hooks: they name things of a configuration without
// being part of it.
func companions(root fs.FS, from string) map[string][]byte {
	out := map[string][]byte{}
	add := func(fsys fs.FS, pattern string) {
		paths, err := fs.Glob(fsys, pattern)
		if err != nil {
			return
		}
		for _, path := range paths {
			if data, err := fs.ReadFile(fsys, path); err == nil {
				out[path] = data
			}
		}
	}
	add(root, "schemas/*/scenarios/*.txtar")
	beside := "."
	if from != "" {
		beside = filepath.Clean(from)
	}
	add(os.DirFS(beside), "pb_hooks/*.pb.js")
	add(os.DirFS(beside), "pb_hooks/*.pb.ts")
	return out
}

func (p *program) renameCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "rename WHAT KEY NEW", Short: "Give a thing of the configuration another key, wherever it is named", Args: cobra.ExactArgs(3),
		Long: "Give a thing of the configuration another key, in every file and expression, and let it\nremember the old one, so that nothing that is stored is lost. Without --write the places are\nlisted and nothing is changed. What may mean it and is not changed is listed, too: scenarios,\nhooks, a text that several types share.\n\n" +
			thingHelp + "\n\nWhat is stored under its key for ever cannot be renamed: settings, calendars, number series.",
		Example: "  kontora rename field backoffice/invoice.supplier_no number_of_supplier --from office --write",
	}
	from := fromFlag(c)
	write := c.Flags().Bool("write", false, "write the changed files")
	c.RunE = func(cmd *cobra.Command, args []string) error { return rename(cmd, *from, *write, args) }
	return markOffline(c)
}

func rename(cmd *cobra.Command, from string, write bool, args []string) error {
	b, g, s, more, err := thingOf(from, args[0], args[1])
	if err != nil {
		return err
	}
	if !g.Whole() {
		return fmt.Errorf("the configuration has mistakes: run kontora check and mend them first")
	}
	r, err := g.Rename(s, args[2], more)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	sayUses(out, r.Uses)
	if len(r.Left) > 0 {
		fmt.Fprintln(out, "\nnot changed, look at them:")
		sayUses(out, r.Left)
	}
	if len(r.Found) > 0 {
		if err := spec.Print(cmd.ErrOrStderr(), r.Found); err != nil {
			return err
		}
		return errReported
	}
	if !write {
		return nil
	}
	if !isFolder(from) {
		return fmt.Errorf("the packs of the program are not written to: say by --from where yours are")
	}
	return writeRenamed(from, r.After(b), r)
}

// writeRenamed writes the files that differ, and takes away those whose names do.
func writeRenamed(from string, files map[string][]byte, r *model.Renaming) error {
	for path, text := range r.Files {
		full := filepath.Join(from, filepath.FromSlash(path))
		if text == nil {
			if err := os.Remove(full); err != nil {
				return err
			}
			continue
		}
		if err := os.WriteFile(full, files[path], 0o644); err != nil {
			return err
		}
	}
	return nil
}
