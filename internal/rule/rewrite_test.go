package rule

import "testing"

func TestRewrite(t *testing.T) {
	now := Renames{
		Field: func(path []string, name string) string {
			if len(path) == 0 && name == "due" || len(path) == 1 && path[0] == "firm" && name == "town" {
				return "new_" + name
			}
			return name
		},
		Value: func(path []string, value string) string {
			if len(path) == 1 && path[0] == "status" && value == "sent" {
				return "ready"
			}
			return value
		},
	}
	for text, want := range map[string]string{
		`it.due < today and it.firm.town == 'due'`:                           `it.new_due < today and it.firm.new_town == 'due'`,
		`it.town == "sent" or it.due.due == nil`:                             `it.town == "sent" or it.new_due.due == nil`,
		`it.status == 'sent' and it.name == 'sent' and 'sent' in it.tags`:    `it.status == "ready" and it.name == 'sent' and 'sent' in it.tags`,
		`(it.status in ["new", "sent"] or it.status != "sent") and due == 1`: `(it.status in ["new", "ready"] or it.status != "ready") and due == 1`,
		`it.имя == "Ёж" and it.due == nil`:                                   `it.имя == "Ёж" and it.new_due == nil`,
		`it.`:                                                                `it.`, `it.status in`: `it.status in`, `"it.due`: `"it.due`, ``: ``,
	} {
		if got := Rewrite(text, now); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}
