package rule_test

import (
	"slices"
	"strings"
	"testing"

	"kontora/internal/rule"
)

var known = rule.Known{
	Roles:     map[string]string{"boss": "shop/boss", "seller": "shop/seller"},
	Types:     map[string]string{"tax": "shop/tax"},
	Registers: map[string]string{"budget": "shop/budget"},
	Ensures:   []string{"pack"},
}

// completeAt completes where | stands and writes down what is offered.
func completeAt(src string, want rule.Type, e rule.Env) (rule.Completion, []string) {
	caret := len([]rune(src[:strings.IndexByte(src, '|')]))
	done := rule.Complete(strings.Replace(src, "|", "", 1), caret, want, e, known)
	var labels []string
	for _, s := range done.Items {
		labels = append(labels, s.Label)
	}
	return done, labels
}

func TestCompletionOffersWhatMayStandThere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		place     rule.Place
		want      string // all of these, and
		never     string // none of these; * alone: nothing else
	}{
		{"fields, variables and functions by their beginning", "am|", rule.PlaceCheck, "amount", "*"},
		{"fields behind a dot", "customer.|", rule.PlaceCheck, "name blocked manager unit since", "amount me and"},
		{"fields behind the beginning of one", "customer.na|", rule.PlaceCheck, "name", "*"},
		{"two references on", "customer.manager.dep|", rule.PlaceCheck, "department", "*"},
		{"with the rest of it broken", "(amount > and customer.na|", rule.PlaceCheck, "name", "*"},
		{"with an unknown field elsewhere", "amuont > 5 and customer.na|", rule.PlaceCheck, "name", "*"},
		{"with a text that is not closed behind it", "customer.na| == 'abc", rule.PlaceCheck, "name", "*"},
		{"in the middle of a word", "customer.na|me == 'x'", rule.PlaceCheck, "name", "*"},
		{"of an element", "any(lines, .|", rule.PlaceCheck, "qty net good name", "amount"},
		{"of an element of an element", "any(tasks, any(.steps, .we|", rule.PlaceCheck, "weight", "*"},
		{"of an element further on", "any(tasks, .hours > 1 and .owner.na|", rule.PlaceCheck, "name", "*"},
		{"behind #", "all(lines, #.qt|", rule.PlaceCheck, "qty", "*"},
		{"of what a function gives", "first(lines).|", rule.PlaceCheck, "qty net", "amount"},
		{"of what is found", "find(tasks, .state == 'done').ow|", rule.PlaceCheck, "owner", "*"},
		{"measures of a register", "balance('budget', {order: record}).|", rule.PlaceCheck, "plan left share", "amount"},
		{"of a variable", "let c = customer; c.bl|", rule.PlaceCheck, "blocked", "*"},
		{"a variable itself", "let limit = 5; li|", rule.PlaceCheck, "limit lines", "*"},
		{"variables of a broken variable are left out", "let a = ; let bb = qty; b|", rule.PlaceCheck, "bb balance before", "*"},
		{"choices behind a comparison", "priority == '|", rule.PlaceCheck, "low normal high", "*"},
		{"choices without a quote", "priority == |", rule.PlaceCheck, "low normal high amount", ""},
		{"choices in a list", "priority in ['low', '|']", rule.PlaceCheck, "low normal high", "*"},
		{"states", "status != '|'", rule.PlaceCheck, "draft sent paid lost", "*"},
		{"choices of an element", "any(tasks, .state == '|", rule.PlaceCheck, "open done", "*"},
		{"choices of what was before", "old.priority == '|", rule.PlaceCheck, "low normal high", "*"},
		{"roles", "role('|", rule.PlacePeople, "boss seller", "*"},
		{"roles of a person", "has_role(author, '|')", rule.PlaceCheck, "boss seller", "*"},
		{"registers", "balance('|", rule.PlaceCheck, "budget", "*"},
		{"dimensions", "balance('budget', {|", rule.PlaceCheck, "order who", "*"},
		{"dimensions after one", "balance('budget', {order: record, |", rule.PlaceCheck, "order who", "*"},
		{"keys of a catalog", "lookup('tax', {|", rule.PlaceCheck, "country kind", "*"},
		{"types", "lookup('|", rule.PlaceCheck, "tax", "*"},
		{"states of exceeds", "exceeds('budget', '|", rule.PlaceCheck, "draft sent paid lost", "*"},
		{"ensures", "children('|", rule.PlaceCheck, "pack", "*"},
		{"settings", "settings.|", rule.PlaceCheck, "limit days", "*"},
		{"who asks", "me.|", rule.PlaceCheck, "name department boss roles org", "amount"},
		{"files", "file.|", rule.PlaceCheck, "name size type", "*"},
		{"no name of another place", "|", rule.PlaceReactive, "amount balance", "me now today old exceeds opened in_role"},
		{"nothing beyond the record in keys", "|", rule.PlaceKey, "amount title upper", "me now role sum lookup"},
		{"people", "|", rule.PlacePeople, "author helpers role head system guest", "me now balance"},
		{"operators behind a value", "amount |", rule.PlaceCheck, "and or in", "amount true"},
		{"nothing behind a text's dot", "title.|", rule.PlaceCheck, "", "*"},
		{"nothing in a free text", "title == '|", rule.PlaceCheck, "", "*"},
		{"nothing within a number", "qty > 12|", rule.PlaceCheck, "", "*"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, labels := completeAt(tt.src, anyType, env(tt.place))
			wanted := strings.Fields(tt.want)
			for _, w := range wanted {
				if !slices.Contains(labels, w) {
					t.Errorf("%s: %q is not offered among %v", tt.src, w, labels)
				}
			}
			for _, l := range labels {
				if slices.Contains(strings.Fields(tt.never), l) || tt.never == "*" && !slices.Contains(wanted, l) {
					t.Errorf("%s: %q is offered", tt.src, l)
				}
			}
		})
	}
}

func TestWhatIsOfferedReplacesTheWord(t *testing.T) {
	t.Parallel()
	tests := []struct {
		src, label, after string
	}{
		{"customer.na|me != nil", "name", "customer.name != nil"},
		{"priority == '|'", "low", "priority == 'low'"},
		{"priority == 'l|'", "low", "priority == 'low'"},
		{"priority == \"|\"", "low", `priority == "low"`},
		{"priority == |", "low", "priority == 'low'"},
		{"role('b|", "boss", "role('boss'"},
		{"su|", "sum", "sum("},
		{"title == 'Ёлка' and am|", "amount", "title == 'Ёлка' and amount"},
	}
	for _, tt := range tests {
		done, _ := completeAt(tt.src, anyType, env(rule.PlaceCheck))
		i := slices.IndexFunc(done.Items, func(s rule.Suggestion) bool { return s.Label == tt.label })
		if i < 0 {
			t.Errorf("%s: %s is not offered", tt.src, tt.label)
			continue
		}
		runes := []rune(strings.Replace(tt.src, "|", "", 1))
		if got := string(runes[:done.From]) + done.Items[i].Insert + string(runes[done.To:]); got != tt.after {
			t.Errorf("%s: %q, want %q", tt.src, got, tt.after)
		}
	}
}

func TestTextsAreCompletedWithinTheirBraces(t *testing.T) {
	t.Parallel()
	tests := []struct{ src, want string }{
		{"Сумма {am|", "amount"}, {"Сумма {am|} больше", "amount"}, {"{title}: {customer.na|}", "name"},
		{"Сумма am|", ""}, {"{{am|", ""}, {"{title} am|", ""}, {"{title}|", ""},
	}
	for _, tt := range tests {
		caret := len([]rune(tt.src[:strings.IndexByte(tt.src, '|')]))
		done := rule.CompleteText(strings.Replace(tt.src, "|", "", 1), caret, env(rule.PlaceText), known)
		got := ""
		for _, s := range done.Items {
			got += s.Label
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.src, got, tt.want)
		}
	}
}

// Whatever is written, completion answers and what it offers is within it.
func FuzzCompletion(f *testing.F) {
	for _, src := range []string{"any(lines, .|", "let x = (a; x.", "balance('budget', {", "a.b.c[1].", "'", "f((((", ")))", "{}{", "x in [", "#.", ".", "not in"} {
		f.Add(src, len(src))
	}
	f.Fuzz(func(t *testing.T, src string, caret int) {
		if len(src) > 200 {
			return
		}
		n := len([]rune(src))
		for _, done := range []rule.Completion{rule.Complete(src, caret, anyType, env(rule.PlaceCheck), known), rule.CompleteText(src, caret, env(rule.PlaceText), known)} {
			if done.From < 0 || done.From > done.To || done.To > n {
				t.Fatalf("%q: %d to %d", src, done.From, done.To)
			}
		}
	})
}
