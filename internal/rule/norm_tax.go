package rule

import "strings"

// ValidTaxId checks the digits of a taxpayer's number: RU ИНН of a firm (10) or
// a person (12), BY УНП (9), KZ БИН or ИИН (12). Numbers of other countries are
// not known here and are never valid.
func ValidTaxId(text, country string) bool {
	id := strings.TrimSpace(text)
	switch strings.ToUpper(country) {
	case "RU":
		return validInn(id)
	case "BY":
		return validUnp(id)
	case "KZ":
		return validBin(id)
	}
	return false
}

var (
	innWeights10 = []int{2, 4, 10, 3, 5, 9, 4, 6, 8}
	innWeights11 = []int{7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	innWeights12 = []int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
)

// validInn follows the order of the tax service: one check digit for firms, two
// for persons, remainders of 11 and then of 10.
func validInn(id string) bool {
	d, ok := digitsOf(id)
	if !ok || strings.HasPrefix(id, "00") {
		return false
	}
	switch len(d) {
	case 10:
		return weigh(d, innWeights10)%11%10 == d[9]
	case 12:
		return weigh(d, innWeights11)%11%10 == d[10] && weigh(d, innWeights12)%11%10 == d[11]
	}
	return false
}

// unpLetters are the second letters of a person's УНП; their places are the digits
// that they count for. First letters count as in base 36.
const (
	unpFirst   = "ABCEHKM"
	unpLetters = "ABCEHKMOPT"
)

var unpWeights = []int{29, 23, 19, 17, 13, 7, 5, 3}

// validUnp checks nine characters: digits for firms, two letters first for
// persons. A remainder of 10 is never issued.
func validUnp(id string) bool {
	id = strings.ToUpper(id)
	if len(id) != 9 {
		return false
	}
	d := make([]int, 9)
	rest, ok := digitsOf(id[2:])
	if !ok {
		return false
	}
	copy(d[2:], rest)
	if head, ok := digitsOf(id[:2]); ok {
		if head[0] == 0 {
			return false
		}
		copy(d, head)
	} else {
		first, second := strings.IndexByte(unpFirst, id[0]), strings.IndexByte(unpLetters, id[1])
		if first < 0 || second < 0 {
			return false
		}
		d[0], d[1] = 10+int(id[0]-'A'), second
	}
	return weigh(d, unpWeights)%11 == d[8]
}

var (
	binWeights = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}
	binAgain   = []int{3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2}
)

// validBin weighs twelve digits; when the remainder is 10 they are weighed again
// in another order, and a second 10 is never issued.
func validBin(id string) bool {
	d, ok := digitsOf(id)
	if !ok || len(d) != 12 {
		return false
	}
	check := weigh(d, binWeights) % 11
	if check == 10 {
		check = weigh(d, binAgain) % 11
	}
	return check == d[11] && strings.Trim(id, "0") != ""
}

// ValidSnils checks a RU insurance number with or without its separators: nine
// digits weighed 9 to 1, remainder of 101, 100 counts as 0. Numbers up to
// 001-001-998 were issued without a check and pass.
func ValidSnils(text string) bool {
	id := strings.NewReplacer("-", "", " ", "").Replace(text)
	d, ok := digitsOf(id)
	if !ok || len(d) != 11 || strings.Trim(id[:9], "0") == "" {
		return false
	}
	if id[:9] <= "001001998" {
		return true
	}
	sum := 0
	for i := range 9 {
		sum += d[i] * (9 - i)
	}
	return sum%101%100 == d[9]*10+d[10]
}

func digitsOf(s string) ([]int, bool) {
	d := make([]int, len(s))
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return nil, false
		}
		d[i] = int(s[i] - '0')
	}
	return d, len(d) > 0
}

// weigh multiplies digits by weights and adds them up.
func weigh(digits, weights []int) int {
	sum := 0
	for i, w := range weights {
		sum += digits[i] * w
	}
	return sum
}
