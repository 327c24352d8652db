package money

import (
	"testing"

	"github.com/shopspring/decimal"
)

func TestInWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ amount, currency, want string }{
		{"0", "RUB", "Ноль рублей 00 копеек"},
		{"1.01", "RUB", "Один рубль 01 копейка"},
		{"2.22", "RUB", "Два рубля 22 копейки"},
		{"11.11", "RUB", "Одиннадцать рублей 11 копеек"},
		{"21.89", "RUB", "Двадцать один рубль 89 копеек"},
		{"112.14", "RUB", "Сто двенадцать рублей 14 копеек"},
		{"1000", "RUB", "Одна тысяча рублей 00 копеек"},
		{"2002", "RUB", "Две тысячи два рубля 00 копеек"},
		{"21021", "RUB", "Двадцать одна тысяча двадцать один рубль 00 копеек"},
		{"1000000", "RUB", "Один миллион рублей 00 копеек"},
		{"5000011", "KZT", "Пять миллионов одиннадцать тенге 00 тиын"},
		{"360", "BYN", "Триста шестьдесят белорусских рублей 00 копеек"},
		{"60", "BYN", "Шестьдесят белорусских рублей 00 копеек"},
		{"1", "BYN", "Один белорусский рубль 00 копеек"},
		{"3.01", "BYN", "Три белорусских рубля 01 копейка"},
		{"142.05", "USD", "Сто сорок два доллара США 05 центов"},
		{"1.21", "EUR", "Один евро 21 цент"},
		{"1.5", "UAH", "Одна гривна 50 копеек"},
		{"-7.5", "RUB", "Минус семь рублей 50 копеек"},
		{"1234567.89", "KZT", "Один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь тенге 89 тиын"},
		{"999999999999.99", "RUB", "Девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять рублей 99 копеек"},
		{"12.30", "GBP", "Двенадцать GBP 30/100"},
		{"12", "JPY", "Двенадцать JPY"},
	} {
		got, err := Amount{decimal.RequireFromString(c.amount), c.currency}.InWords()
		if err != nil || got != c.want {
			t.Errorf("%s %s: %q, %v, want %q", c.amount, c.currency, got, err, c.want)
		}
	}
	if text, err := (Amount{decimal.New(1_000_000_000_000, 0), "RUB"}).InWords(); err == nil {
		t.Errorf("a trillion has words: %q", text)
	}
}

// The half of a kopek goes away from zero, as everywhere.
func TestInWordsRounds(t *testing.T) {
	t.Parallel()
	if got, err := (Amount{decimal.RequireFromString("0.995"), "RUB"}).InWords(); err != nil || got != "Один рубль 00 копеек" {
		t.Error(got, err)
	}
}

func TestCountInWords(t *testing.T) {
	t.Parallel()
	for n, want := range map[string]string{"0": "Ноль", "1": "Один", "3": "Три", "22": "Двадцать два", "1001": "Одна тысяча один"} {
		if got, err := CountInWords(decimal.RequireFromString(n)); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", n, got, err, want)
		}
	}
	if got, err := CountInWords(decimal.RequireFromString("1.5")); err == nil {
		t.Errorf("half a thing has words: %q", got)
	}
}
