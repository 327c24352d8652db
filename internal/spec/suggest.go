package spec

import "fmt"

// Nearest returns the candidate that a mistyped word most likely means, or ""
// when none is close. The first of equally near ones wins.
func Nearest(word string, candidates []string) string {
	best, least := "", max(1, min(3, len([]rune(word))/3))+1
	for _, c := range candidates {
		if c == "x-"+word {
			return c
		}
		if d := distance(word, c); d < least && d < len([]rune(c)) {
			best, least = c, d
		}
	}
	return best
}

// DidYouMean is the hint for a mistyped word; "" when nothing is close.
func DidYouMean(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return ""
}

// maxSuggested bounds the words that are compared; no key is longer.
const maxSuggested = 80

// distance is the number of single-character edits between two words, where
// two neighbours exchanged count as one.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > maxSuggested || len(y) > maxSuggested {
		return maxSuggested
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		older, old, row := rows[(i+2)%3], rows[i%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			change := old[j-1]
			if x[i-1] != y[j-1] {
				change++
			}
			row[j] = min(old[j]+1, row[j-1]+1, change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
	}
	return rows[(len(x)+1)%3][len(y)]
}
