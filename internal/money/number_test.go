package money_test

import (
	"testing"

	"kontora/internal/money"
)

func TestNumberReadsPlainNumbersOnly(t *testing.T) {
	for _, text := range []string{"0", "-1.50", " 90071992547409.93 "} {
		if _, err := money.Number(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "1e3", "1E999999999", "1e-999999999", "NaN", "1,5", "00000000000000000000000000000000000000000000000001"} {
		if n, err := money.Number(text); err == nil {
			t.Errorf("%q was read as %s", text, n)
		}
	}
}
