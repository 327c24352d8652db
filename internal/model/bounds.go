package model

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"kontora/internal/rule"
	"kontora/internal/spec"
)

func (c *compiler) fileLimits(d *spec.FileDecl) *FileLimits {
	const most = 200 << 20
	limits := &FileLimits{Accept: d.Accept, Max: 20 << 20, Versions: d.Versions}
	if d.Versions && d.Many {
		c.fail(d.Pos, "versions_many", "versions are of one file: of several it would not be known which one a new one replaces. Give each document a field of its own, and enclosures another")
	}
	if d.Max != "" {
		max, ok := size(d.Max)
		if !ok || max > most {
			c.fail(d.Pos, "file_size", "%q is not a size up to 200MB, such as 20MB or 500KB", d.Max)
		}
		limits.Max = max
	}
	return limits
}

func size(text string) (int64, bool) {
	for suffix, unit := range map[string]int64{"KB": 1 << 10, "MB": 1 << 20} {
		if digits, ok := strings.CutSuffix(text, suffix); ok {
			n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 32)
			return n * unit, err == nil && n > 0
		}
	}
	return 0, false
}

// bounds reads the limits of a value, which are written as JSON.
func (c *compiler) bounds(f *Field, d *spec.FieldDecl) {
	if d.MinLength != nil {
		f.MinLength = *d.MinLength
	}
	f.MaxLength = 5_000
	if f.Format == "multiline" {
		f.MaxLength = 100_000
	}
	if d.MaxLength != nil {
		f.MaxLength = *d.MaxLength
	}
	if d.MinItems != nil {
		f.MinItems = *d.MinItems
	}
	if d.MaxItems != nil {
		f.MaxItems = *d.MaxItems
	}
	if d.Scale != nil {
		f.Scale = *d.Scale
		if f.Scale < 0 || f.Scale > 6 {
			c.fail(d.Pos, "scale", "x-scale is from 0 to 6")
		}
	}
	if d.Pattern != "" {
		pattern, err := regexp.Compile(d.Pattern)
		if err != nil {
			c.fail(d.Pos, "pattern", "%v", err)
		}
		f.pattern = pattern
	}
	c.limits(f, d)
	if d.Default != nil {
		f.Default, f.HasDefault = c.literal(f, *d.Default), true
	}
}

// limits reads the bounds of a value. Each is read without the others, so that
// they are only compared where both are known.
func (c *compiler) limits(f *Field, d *spec.FieldDecl) {
	bare := *f
	read := func(raw *spec.Raw) any {
		if raw == nil {
			return nil
		}
		if f.Many || f.Kind != Integer && f.Kind != Decimal && f.Kind != Money && f.Kind != Date && f.Kind != Instant {
			c.fail(raw.Pos, "bound_kind", "%q has no order, so nothing bounds it", f.Key)
			return nil
		}
		return c.literal(&bare, *raw)
	}
	f.Min, f.Max, f.Above, f.Below = read(d.Minimum), read(d.Maximum), read(d.Above), read(d.Below)
	low, high := f.Min, f.Max
	if low == nil {
		low = f.Above
	}
	if high == nil {
		high = f.Below
	}
	if low != nil && high != nil {
		if n, err := rule.Compare(low, high); err == nil && (n > 0 || n == 0 && (f.Above != nil || f.Below != nil)) {
			c.fail(d.Pos, "bounds_cross", "no value of %q lies within its bounds", f.Key)
		}
	}
	if f.MinLength > f.MaxLength || f.MaxItems > 0 && f.MinItems > f.MaxItems {
		c.fail(d.Pos, "bounds_cross", "no value of %q lies within its bounds", f.Key)
	}
}

// literal reads a JSON value as the field would take it from a client.
func (c *compiler) literal(f *Field, raw spec.Raw) any {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw.JSON))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		c.fail(raw.Pos, "literal", "%v", err)
		return nil
	}
	c.noteLiteral(f, raw)
	value, fl := f.Parse(v)
	if fl != nil {
		c.fail(raw.Pos, fl.Code, "%q does not take this value: %s", f.Key, fl.Error())
		return nil
	}
	c.warnPerson(f, raw.Pos, value)
	return value
}
