package exchange

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Kind is what the cells of a column hold.
type Kind int

// Kinds of columns, with the Go type of their cells; nil is an empty cell of any.
const (
	Text   Kind = iota // string
	Number             // decimal.Decimal
	Money              // decimal.Decimal, written with Digits places
	Day                // time.Time, midnight
	Moment             // time.Time; the clock of its own zone is written
	Flag               // bool
)

// Column is one column of a sheet.
type Column struct {
	Title  string
	Kind   Kind
	Digits int32 // places after the decimal point; of Money
}

// Words are what a sheet says in its reader's language.
type Words struct{ Yes, No string }

// Layouts of days and instants in text, as Russian and Kazakh spreadsheets read
// them.
const (
	dayLayout    = "02.01.2006"
	momentLayout = "02.01.2006 15:04:05"
)

// Neutral makes a text harmless that a spreadsheet might take for a formula, by
// an apostrophe before it. A text that begins so already gets one more: Plain
// gives back exactly what was written.
func Neutral(text string) string {
	if runs(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Plain takes back what Neutral did.
func Plain(text string) string {
	if rest, quoted := strings.CutPrefix(text, "'"); quoted && runs(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return text
}

func runs(text string) bool { return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) }

// Said is a cell as a csv file says it: a decimal comma, days as 29.11.2026.
func (c Column) Said(v any, words Words) string {
	switch x := v.(type) {
	case string:
		return Neutral(x)
	case decimal.Decimal:
		return strings.Replace(c.digits(x), ".", ",", 1)
	case time.Time:
		if c.Kind == Day {
			return x.Format(dayLayout)
		}
		return x.Format(momentLayout)
	case bool:
		if x {
			return words.Yes
		}
		return words.No
	}
	return ""
}

func (c Column) digits(d decimal.Decimal) string {
	if c.Kind == Money && -d.Exponent() <= c.Digits {
		return d.StringFixed(c.Digits)
	}
	return d.String()
}
