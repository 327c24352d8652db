package rule

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// NormalizePhone gives a number in the international form +77012345678; a
// number without a country code is read as one of the country. It is not ok
// when no such number can exist.
func NormalizePhone(text, country string) (string, bool) {
	number, err := phonenumbers.Parse(text, strings.ToUpper(country))
	if err != nil || !phonenumbers.IsValidNumber(number) {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}
