// Package money is exact amounts of money: decimal inside, minor units in
// storage, text in JSON. Never a float.
package money

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// ErrCurrency is returned when amounts of different currencies meet.
var ErrCurrency = errors.New("amounts of different currencies")

// Amount is a sum in a currency. An empty currency is neutral: it takes the
// currency of whatever it meets, so money('0') fits everywhere.
type Amount struct {
	Value    decimal.Decimal
	Currency string // ISO 4217
}

// digits are the currencies whose minor unit is not a hundredth (ISO 4217).
var digits = map[string]int32{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
}

// Digits is the number of decimal places of a currency.
func Digits(currency string) int32 {
	if d, ok := digits[currency]; ok {
		return d
	}
	return 2
}

// Uncommon lists the currencies whose places are not two, in order.
func Uncommon() []string { return slices.Sorted(maps.Keys(digits)) }

// IsCurrency reports whether text has the form of an ISO 4217 code.
func IsCurrency(text string) bool {
	if len(text) != 3 {
		return false
	}
	for _, c := range text {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}

// Parse reads "1234.50". More places than the currency has are an error: money
// is rounded where a rule says so, never on the way in.
func Parse(text, currency string) (Amount, error) {
	v, err := Number(text)
	if err != nil {
		return Amount{}, fmt.Errorf("%q is not an amount", text)
	}
	if !v.Equal(v.Truncate(Digits(currency))) {
		return Amount{}, fmt.Errorf("%q has more than %d decimal places", text, Digits(currency))
	}
	if v.Abs().GreaterThan(limit) {
		return Amount{}, fmt.Errorf("%q is too large", text)
	}
	return Amount{v, currency}, nil
}

// maxNumber is the longest number that is read.
const maxNumber = 40

// Number reads a plain decimal number. Powers of ten are refused: a few letters
// such as 1e999999999 would fill the memory as soon as they are compared.
func Number(text string) (decimal.Decimal, error) {
	text = strings.TrimSpace(text)
	if len(text) > maxNumber || strings.ContainsAny(text, "eE") {
		return decimal.Zero, fmt.Errorf("%.40q is not a plain number", text)
	}
	return decimal.NewFromString(text)
}

// limit keeps minor units exact in every JSON reader (2^53).
var limit = decimal.New(90_000_000_000_000, 0)

// FromMinor makes an amount of minor units: 150 tiyn → 1.50 KZT.
func FromMinor(units int64, currency string) Amount {
	return Amount{decimal.New(units, -Digits(currency)), currency}
}

// Minor gives the amount in minor units, rounded half away from zero.
func (a Amount) Minor() int64 {
	d := Digits(a.Currency)
	return a.Value.Round(d).Shift(d).IntPart()
}

// Round rounds half away from zero to the places of the currency.
func (a Amount) Round() Amount { return Amount{a.Value.Round(Digits(a.Currency)), a.Currency} }

// Add returns a + b.
func (a Amount) Add(b Amount) (Amount, error) {
	c, err := meet(a, b)
	return Amount{a.Value.Add(b.Value), c}, err
}

// Sub returns a − b.
func (a Amount) Sub(b Amount) (Amount, error) {
	c, err := meet(a, b)
	return Amount{a.Value.Sub(b.Value), c}, err
}

// Cmp orders two amounts of one currency.
func (a Amount) Cmp(b Amount) (int, error) {
	_, err := meet(a, b)
	return a.Value.Cmp(b.Value), err
}

// Mul multiplies by a number, exactly.
func (a Amount) Mul(n decimal.Decimal) Amount { return Amount{a.Value.Mul(n), a.Currency} }

func meet(a, b Amount) (string, error) {
	switch {
	case a.Currency == b.Currency || b.Currency == "":
		return a.Currency, nil
	case a.Currency == "":
		return b.Currency, nil
	}
	return "", fmt.Errorf("%w: %s and %s", ErrCurrency, a.Currency, b.Currency)
}

// Text is the plain decimal form with all places of the currency: "1234.50".
func (a Amount) Text() string { return a.Value.StringFixed(Digits(a.Currency)) }

// String adds the currency, for logs.
func (a Amount) String() string { return strings.TrimSpace(a.Text() + " " + a.Currency) }

// MarshalJSON writes the plain decimal as a string.
func (a Amount) MarshalJSON() ([]byte, error) { return json.Marshal(a.Text()) }
