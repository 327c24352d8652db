package money

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// gender is that of a noun that is counted.
type gender int

const (
	masculine gender = iota
	feminine
)

// noun is what is counted, as it stands behind one, two and five.
type noun struct {
	one, two, five string
	gender         gender
}

// fit is the form that stands behind a number: 21 рубль, 22 рубля, 11 рублей.
func (n noun) fit(count int64) string {
	switch tens, ones := count/10%10, count%10; {
	case tens == 1 || ones == 0 || ones > 4:
		return n.five
	case ones == 1:
		return n.one
	}
	return n.two
}

func unchanging(word string, g gender) noun { return noun{word, word, word, g} }

// coins are how amounts are told in Russian: the unit and its hundredth.
var coins = map[string][2]noun{
	"RUB": {{"рубль", "рубля", "рублей", masculine}, {"копейка", "копейки", "копеек", feminine}},
	"BYN": {{"белорусский рубль", "белорусских рубля", "белорусских рублей", masculine}, {"копейка", "копейки", "копеек", feminine}},
	"KZT": {unchanging("тенге", masculine), unchanging("тиын", masculine)},
	"KGS": {{"сом", "сома", "сомов", masculine}, {"тыйын", "тыйына", "тыйынов", masculine}},
	"UZS": {{"сум", "сума", "сумов", masculine}, {"тийин", "тийина", "тийинов", masculine}},
	"UAH": {{"гривна", "гривны", "гривен", feminine}, {"копейка", "копейки", "копеек", feminine}},
	"USD": {{"доллар США", "доллара США", "долларов США", masculine}, {"цент", "цента", "центов", masculine}},
	"EUR": {unchanging("евро", masculine), {"цент", "цента", "центов", masculine}},
	"CNY": {{"юань", "юаня", "юаней", masculine}, {"фынь", "фыня", "фыней", masculine}},
	"TRY": {{"турецкая лира", "турецкие лиры", "турецких лир", feminine}, {"куруш", "куруша", "курушей", masculine}},
}

var (
	units = [2][10]string{
		{"", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"},
		{"", "одна", "две", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"},
	}
	teens    = [10]string{"десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать"}
	tenfold  = [10]string{"", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"}
	hundreds = [10]string{"", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"}
	thirds   = []noun{
		{}, {"тысяча", "тысячи", "тысяч", feminine}, {"миллион", "миллиона", "миллионов", masculine}, {"миллиард", "миллиарда", "миллиардов", masculine},
	}
)

// tooMuch is the first whole number that has no words here.
const tooMuch = 1_000_000_000_000

// count writes a whole number below tooMuch in words.
func count(n int64, g gender) string {
	if n == 0 {
		return "ноль"
	}
	var words []string
	for power := len(thirds) - 1; power >= 0; power-- {
		part := n
		for range power {
			part /= 1000
		}
		if part %= 1000; part == 0 {
			continue
		}
		of := g
		if power > 0 {
			of = thirds[power].gender
		}
		words = append(words, hundreds[part/100])
		switch tens, ones := part/10%10, part%10; tens {
		case 1:
			words = append(words, teens[ones])
		default:
			words = append(words, tenfold[tens], units[of][ones])
		}
		if power > 0 {
			words = append(words, thirds[power].fit(part))
		}
	}
	return strings.Join(strings.FieldsFunc(strings.Join(words, " "), func(r rune) bool { return r == ' ' }), " ")
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// InWords writes an amount as papers of Russian, Belarusian and Kazakh accounting
// do: «Триста шестьдесят белорусских рублей 00 копеек». A currency without words
// here stands as its code.
func (a Amount) InWords() (string, error) {
	v := a.Round().Value
	sign := ""
	if v.IsNegative() {
		sign, v = "минус ", v.Neg()
	}
	whole := v.Truncate(0)
	if whole.GreaterThanOrEqual(decimal.New(tooMuch, 0)) {
		return "", fmt.Errorf("%s is too large to be told in words", a)
	}
	n := whole.IntPart()
	digits := Digits(a.Currency)
	part := v.Sub(whole).Shift(digits).IntPart()
	named, known := coins[a.Currency]
	if !known {
		named[0] = unchanging(a.Currency, masculine)
	}
	text := sign + count(n, named[0].gender) + " " + named[0].fit(n)
	switch {
	case known:
		text += fmt.Sprintf(" %02d %s", part, named[1].fit(part))
	case digits > 0:
		text += fmt.Sprintf(" %0*d/%s", digits, part, decimal.New(1, digits))
	}
	return capital(strings.TrimSpace(text)), nil
}

// CountInWords writes a whole number in words: «Три».
func CountInWords(n decimal.Decimal) (string, error) {
	sign := ""
	if n.IsNegative() {
		sign, n = "минус ", n.Neg()
	}
	if !n.IsInteger() || n.GreaterThanOrEqual(decimal.New(tooMuch, 0)) {
		return "", fmt.Errorf("%s is no whole number that has words", n)
	}
	return capital(sign + count(n.IntPart(), masculine)), nil
}
