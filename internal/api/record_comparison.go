package api

import (
	"strings"

	"kontora/internal/model"
)

// pocketSigns are PocketBase's operators in the language of conditions; ~ is
// written by like. A ? before one asks for any of several values.
var pocketSigns = map[string]string{
	"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "~": "", "!~": "",
}

var pocketMirrored = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}

// comparison writes one comparison. Several values are asked one by one: all
// must fit, or with ? any.
func (w *pocketWriter) comparison(n pocketNode) (string, error) {
	left, err := w.side(n.left)
	if err != nil {
		return "", err
	}
	right, err := w.side(n.right)
	if err != nil {
		return "", err
	}
	sign, isAny := strings.CutPrefix(n.sign, "?")
	if right.list != nil {
		if left.list != nil || pocketMirrored[sign] == "" {
			return "", w.wrong(n.right, "unsupported")
		}
		left, right, sign = right, left, pocketMirrored[sign]
	}
	switch {
	case left.list == nil:
		return w.compare(left, sign, right)
	case left.isWhole && right.isEmpty() && (sign == "=" || sign == "!="):
		return left.from + " " + pocketSigns[sign] + " nil", nil
	}
	return w.several(left, sign, right, isAny)
}

// several writes a test of the elements of a list.
func (w *pocketWriter) several(left pocketSide, sign string, right pocketSide, isAny bool) (string, error) {
	test, err := w.compare(left, sign, right)
	if err != nil {
		return "", err
	}
	if isAny || sign == "~" && left.isWhole { // tags ~ "a" is how PocketBase's clients look into a list
		return "any(" + left.from + ", " + test + ")", nil
	}
	all := "all(" + left.from + ", " + test + ")"
	if sign == "!=" || sign == "!~" {
		return all, nil
	}
	return "len(" + left.from + ") > 0 and " + all, nil
}

// compare writes a test of one value.
func (w *pocketWriter) compare(left pocketSide, sign string, right pocketSide) (string, error) {
	if sign == "~" || sign == "!~" {
		return w.like(left, sign, right)
	}
	f := left.field
	if f == nil {
		f = right.field
	}
	l, err := w.value(left, f, right.isEmpty())
	if err != nil {
		return "", err
	}
	r, err := w.value(right, f, left.isEmpty())
	if err != nil {
		return "", err
	}
	if f != nil && f.Kind == model.Bool && r == "false" && (sign == "=" || sign == "!=") {
		sign, r = negated[sign], "true" // PocketBase's own flags are never empty: what is not set is false
	}
	return l + " " + pocketSigns[sign] + " " + r, nil
}

var negated = map[string]string{"=": "!=", "!=": "="}

// like is "contains", whatever the case of letters; % at one end only means
// beginning or end.
func (w *pocketWriter) like(left pocketSide, sign string, right pocketSide) (string, error) {
	if left.field == nil && !left.isId {
		return "", w.wrong(left.operand, "unsupported")
	}
	subject, err := w.value(left, left.field, false)
	if err != nil {
		return "", err
	}
	test, part := "contains", ""
	if right.operand.kind == operandName {
		if part, err = w.value(right, right.field, false); err != nil {
			return "", err
		}
	} else {
		text := right.operand.text
		starts, ends := strings.HasPrefix(text, "%"), strings.HasSuffix(text, "%")
		if text = strings.Trim(text, "%"); strings.Contains(text, "%") {
			return "", w.wrong(right.operand, "unsupported")
		}
		switch part = quoted(text); {
		case starts && !ends:
			test = "endsWith"
		case ends && !starts:
			test = "startsWith"
		}
	}
	out := "lower(" + subject + ") " + test + " lower(" + part + ")"
	if sign == "!~" {
		return subject + " == nil or not (" + out + ")", nil
	}
	return out, nil
}
