package exchange

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// ReadNumber reads a number as people write it: «1 234,50», "1,234.50", «12 %»,
// «100 ₸»; also as a workbook keeps it. False for anything that is none.
func ReadNumber(text string) (decimal.Decimal, bool) {
	text = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00A0', '\u202F', '\u2009', '\'', '%', '₸', '₽', '$', '€':
			return -1
		case '\u2212', '\u2013':
			return '-'
		}
		return r
	}, text)
	comma, dot := strings.Count(text, ","), strings.Count(text, ".")
	switch {
	case comma == 1 && dot <= 1 && strings.Index(text, ",") > strings.Index(text, "."): // 1.234,50 and 1234,50
		text = strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	case comma == 1 && dot > 1 && strings.Index(text, ",") > strings.LastIndex(text, "."): // 1.234.567,00
		text = strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	case comma >= 1 && dot == 1 && strings.LastIndex(text, ",") < strings.Index(text, "."): // 1,234.50
		text = strings.ReplaceAll(text, ",", "")
	case comma > 0 || dot > 1:
		return decimal.Decimal{}, false
	}
	if text == "" || len(text) > 40 {
		return decimal.Decimal{}, false
	}
	mantissa, power, raised := strings.Cut(strings.ToUpper(text), "E")
	if strings.Trim(mantissa, "0123456789.-") != "" || raised && (len(power) > 4 || strings.Trim(power, "0123456789+-") != "") {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	if err != nil || d.Exponent() < -40 || d.Exponent() > 40 {
		return decimal.Decimal{}, false
	}
	if d.Exponent() < -maxPlaces { // 0.30000000000000004, as a workbook counts
		d = d.Round(maxPlaces)
	}
	return d, true
}

// maxPlaces is how many places after the point mean something.
const maxPlaces = 10

var days = []string{"02.01.2006", "2.1.2006", "02.01.06", "2006-01-02", "02/01/2006", "2006.01.02"}

// ReadDay reads a day: 29.11.2026, 2026-11-29, or the number by which a workbook
// knows it.
func ReadDay(text string) (time.Time, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), " г.")
	for _, layout := range days {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	if at, ok := ReadMoment(text, time.UTC); ok {
		return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC), true
	}
	return time.Time{}, false
}

var moments = []string{momentLayout, "02.01.2006 15:04", "02.01.2006, 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"}

// ReadMoment reads an instant by the clock of a zone.
func ReadMoment(text string, zone *time.Location) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, true
	}
	for _, layout := range append(moments, days...) {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at, true
		}
	}
	serial, ok := ReadNumber(text)
	if !ok || serial.LessThan(decimal.NewFromInt(1)) || serial.GreaterThan(decimal.NewFromInt(2_958_465)) || strings.ContainsAny(text, " ,") {
		return time.Time{}, false
	}
	at, err := excelize.ExcelDateToTime(serial.InexactFloat64(), false)
	if err != nil {
		return time.Time{}, false
	}
	at = at.Round(time.Second)
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), at.Second(), 0, zone), true
}

// ReadFlag reads a yes or a no.
func ReadFlag(text string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "1", "да", "yes", "true", "истина", "+", "иә", "x", "х":
		return true, true
	case "0", "нет", "no", "false", "ложь", "-", "жоқ":
		return false, true
	}
	return false, false
}

// ReadText takes a text as it is. A workbook writes long numbers with a power of
// ten: they are written out.
func ReadText(text string) string {
	mantissa, _, raised := strings.Cut(text, "E+")
	if !raised || strings.Trim(mantissa, "0123456789.-") != "" {
		return text
	}
	if d, ok := ReadNumber(text); ok {
		return d.String()
	}
	return text
}
