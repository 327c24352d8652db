package spec_test

import (
	"testing"

	"kontora/internal/spec"
)

func TestSameDesigners(t *testing.T) {
	t.Parallel()
	base := `{"title": "П", "roles": {"a": {"title": "А", "design": true}, "b": {"title": "Б", "design": ["p"]}, "c": "В"}}`
	for text, want := range map[string]bool{
		base: true,
		`{"title": "Другой", "roles": {"c": {"title": "В", "design": false}, "b": {"title": "Бе", "design": ["p"]}, "a": {"title": "А", "design": true}, "d": "Д"}}`: true,
		`{"title": "П", "roles": {"a": {"title": "А", "design": true}, "b": {"title": "Б", "design": ["p", "q"]}, "c": "В"}}`:                                        false,
		`{"title": "П", "roles": {"a": {"title": "А", "design": true}, "b": {"title": "Б", "design": true}, "c": "В"}}`:                                              false,
		`{"title": "П", "roles": {"a": {"title": "А", "design": true}, "c": "В"}}`:                                                                                   false,
		`{"title": "П", "roles": {"a": {"title": "А", "design": true}, "b": {"title": "Б", "design": ["p"]}, "c": {"title": "В", "owner": true}}}`:                   false,
		`{"title": "П"}`: false,
		`{`:              true,
	} {
		if spec.SameDesigners([]byte(base), []byte(text)) != want || spec.SameDesigners([]byte(text), []byte(base)) != want {
			t.Errorf("%s: want %t", text, want)
		}
	}
}
