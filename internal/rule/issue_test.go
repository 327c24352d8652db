package rule_test

import (
	"strings"
	"testing"

	"kontora/internal/rule"

	"github.com/google/go-cmp/cmp"
)

// finding is an issue as these tables write it: offset, length, code, hint.
type finding struct {
	from, length int
	code         string
	hint         string
}

func findings(issues []rule.Issue) []finding {
	var out []finding
	for _, i := range issues {
		out = append(out, finding{i.Offset, i.Length, i.Code, i.Hint})
	}
	return out
}

func TestIssues(t *testing.T) {
	t.Parallel()
	it := rule.RefTo("shop/customer")
	for _, c := range []struct {
		place rule.Place
		want  rule.Type
		src   string
		found finding
	}{
		// names
		{"check", boolean, "amout > 0", finding{0, 5, "unknown_field", `did you mean "amount"?`}},
		{"check", boolean, "qty > 0 and customer.nmae == 'x'", finding{21, 4, "unknown_field", `did you mean "name"?`}},
		{"check", boolean, "any(lines, .gud)", finding{12, 3, "unknown_field", `did you mean "good"?`}},
		{"check", boolean, "file.sise > 0", finding{5, 4, "unknown_field", `did you mean "size"?`}},
		{"check", boolean, "settings.limt > amount", finding{9, 4, "unknown_field", `did you mean "limit"?`}},
		{"check", boolean, "me.nane == 'x'", finding{3, 4, "unknown_field", `did you mean "name"?`}},
		{"check", boolean, "lenn(title) > 3", finding{0, 4, "unknown_function", `did you mean "len"?`}},
		{"check", boolean, "due < today()", finding{6, 5, "unknown_function", "today is a value: write it without brackets"}},
		{"check", boolean, "title == upper", finding{9, 5, "unknown_field", "upper is a function: write upper(…)"}},
		{"check", boolean, "groupBy(lines, .name) == nil", finding{0, 7, "unknown_function", ""}},
		{"check", boolean, "let qty = 1; qty > amount", finding{17, 1, "wrong_type", ""}},
		{"check", boolean, "let status = 1; true", finding{4, 6, "reserved", ""}},
		{"check", boolean, "any(lines, #index > 0)", finding{11, 1, "unsupported", ""}},
		// literals
		{"check", boolean, "status == 'drat'", finding{10, 6, "unknown_enum", `did you mean "draft"?`}},
		{"check", boolean, "'payd' != status", finding{0, 6, "unknown_enum", `did you mean "paid"?`}},
		{"check", boolean, "status in ['sent', 'qqqqqq']", finding{19, 8, "unknown_enum", "known: draft, sent, paid, lost"}},
		{"check", boolean, "status == (urgent ? 'sent' : 'pd')", finding{29, 4, "unknown_enum", "known: draft, sent, paid, lost"}},
		{"check", boolean, "status == priority", finding{7, 2, "unknown_enum", ""}},
		{"check", boolean, "due > '2026-02-30'", finding{6, 12, "bad_date", ""}},
		{"check", boolean, "created > '2026-02-01'", finding{10, 12, "date_instant", "write start_of_day('2026-02-01') or compare date(…)"}},
		{"check", boolean, "due + '3x' > today", finding{6, 4, "bad_span", ""}},
		{"check", boolean, "title matches '['", finding{14, 3, "bad_pattern", ""}},
		{"check", boolean, "title matches note", finding{14, 4, "wrong_arguments", ""}},
		{"value", cash("KZT"), "money('1,5', 'KZT')", finding{6, 5, "bad_money", ""}},
		{"value", cash("KZT"), "money('1.505', 'KZT')", finding{6, 7, "bad_money", ""}},
		{"value", cash("KZT"), "money('1', 'tenge')", finding{11, 7, "unknown_currency", ""}},
		{"value", num, "1e400", finding{4, 1, "syntax", ""}},
		{"value", num, "1e40", finding{0, 4, "number_out_of_range", ""}},
		{"people", people, "role('coord')", finding{5, 7, "unknown_role", ""}},
		{"check", boolean, "value('nothing', 'a') != nil", finding{6, 9, "unknown_type", ""}},
		{"check", boolean, "lookup('tax', {contry: 'KZ'}, due) != nil", finding{15, 6, "unknown_field", `did you mean "country"?`}},
		{"check", boolean, "lookup('tax', {country: 'KZ'}) != nil", finding{0, 30, "wrong_arguments", "add a date as the third argument"}},
		{"check", boolean, "lookup('order', {id: 'KZ'}) != nil", finding{7, 7, "wrong_arguments", ""}},
		{"value", instant, "at_time(due, '25:00')", finding{13, 7, "bad_time", ""}},
		// types
		{"check", boolean, "amount + 1 > amount", finding{7, 1, "wrong_type", "money(number, 'KZT') makes an amount"}},
		{"check", boolean, "amount > 1", finding{7, 1, "wrong_type", ""}},
		{"check", boolean, "amount", finding{0, 6, "wrong_type", "a condition compares something"}},
		{"check", boolean, "amount > price_usd", finding{7, 1, "currency_mismatch", ""}},
		{"check", boolean, "amount == price_usd", finding{7, 2, "currency_mismatch", ""}},
		{"value", anyType, "amount - price_usd", finding{7, 1, "currency_mismatch", ""}},
		{"value", cash("KZT"), "price_usd", finding{0, 9, "currency_mismatch", ""}},
		{"value", anyType, "amount * amount", finding{7, 1, "wrong_type", ""}},
		{"value", anyType, "urgent ? amount : price_usd", finding{18, 9, "currency_mismatch", ""}},
		{"value", anyType, "urgent ? 1 : 'a'", finding{13, 3, "wrong_type", "the branches or elements must be of one type"}},
		{"value", anyType, "[1, 'a']", finding{4, 3, "wrong_type", "the branches or elements must be of one type"}},
		{"check", boolean, "due < created", finding{4, 1, "date_instant", "date(…) gives the day of an instant, start_of_day(…) the instant of a day"}},
		{"check", boolean, "due == now", finding{4, 2, "date_instant", "date(…) gives the day of an instant, start_of_day(…) the instant of a day"}},
		{"value", anyType, "due + 3", finding{4, 1, "wrong_type", "write '3d' or days(n)"}},
		{"value", date, "created", finding{0, 7, "wrong_type", "date(…) gives the day of an instant"}},
		{"check", boolean, "qty == title", finding{4, 2, "wrong_type", ""}},
		{"check", boolean, "qty > nil", finding{4, 1, "wrong_type", "compare with == or !="}},
		{"check", boolean, "priority > 'low'", finding{0, 16, "wrong_type", "compare rank(…) of both"}},
		{"check", boolean, "urgent > false", finding{0, 14, "wrong_type", ""}},
		{"check", boolean, "customer == author", finding{9, 2, "wrong_type", ""}},
		{"check", boolean, "customer == 'c1'", finding{9, 2, "wrong_type", ""}},
		{"check", boolean, "lines == lines", finding{6, 2, "wrong_type", ""}},
		{"check", boolean, "extra == 'x'", finding{6, 2, "wrong_type", ""}},
		{"check", boolean, "title in 'abc'", finding{9, 5, "wrong_type", "write text contains part"}},
		{"check", boolean, "tags contains 'x'", finding{5, 8, "wrong_type", "write x in list"}},
		{"check", boolean, "qty in tags", finding{4, 2, "wrong_type", ""}},
		{"check", boolean, "lines.qty > 0", finding{6, 3, "wrong_type", "map(…, .qty) reads it of every element"}},
		{"check", boolean, "title.x == 1", finding{6, 1, "wrong_type", ""}},
		{"check", boolean, "sum(lines) > 0", finding{0, 10, "wrong_type", "name what is added: sum(rows, .amount)"}},
		{"check", boolean, "sum(lines, .name) == 'x'", finding{0, 17, "wrong_type", ""}},
		{"check", boolean, "any(title, true)", finding{4, 5, "wrong_type", ""}},
		{"check", boolean, "any(lines, .qty)", finding{11, 4, "wrong_type", "a condition compares something"}},
		{"check", boolean, "rank(title) > 1", finding{5, 5, "wrong_type", "only fields with enum have ranks"}},
		{"check", boolean, "present(title)", finding{8, 5, "wrong_type", "write x != nil"}},
		{"check", boolean, "not qty", finding{4, 3, "wrong_type", "a condition compares something"}},
		{"check", boolean, "(qty > 0) or title", finding{13, 5, "wrong_type", "a condition compares something"}},
		{"value", anyType, "-title", finding{1, 5, "wrong_type", ""}},
		{"value", anyType, "title + qty", finding{6, 1, "wrong_type", "texts are only joined with texts"}},
		{"value", anyType, "percent(amount, qty)", finding{0, 20, "wrong_type", ""}},
		{"value", anyType, "nil", finding{0, 3, "wrong_type", ""}},
		{"value", enum("low", "high"), "'lo'", finding{0, 4, "unknown_enum", `did you mean "low"?`}},
		{"value", enum("low", "high"), "status", finding{0, 6, "wrong_type", ""}},
		{"people", people, "customer", finding{0, 8, "wrong_type", "people are a person, role('…'), head(unit), members(unit), system, guest or a list of these"}},
		{"people", people, "[author, title]", finding{9, 5, "wrong_type", "people are a person, role('…'), head(unit), members(unit), system, guest or a list of these"}},
		// calls
		{"check", boolean, "len() > 0", finding{0, 5, "wrong_arguments", ""}},
		{"check", boolean, "title.trim() == 'x'", finding{0, 12, "unsupported", "write f(x) instead of x.f()"}},
		{"value", anyType, "convert(amount, 'USD', today)", finding{0, 29, "not_yet", ""}},
		{"check", boolean, "exceeds('budget', 'x')", finding{18, 3, "unknown_enum", "known: draft, sent, paid, lost"}},
		{"check", boolean, "exceeds('bugdet', 'paid')", finding{8, 8, "unknown_register", ""}},
		{"reactive", boolean, "exceeds('budget', 'paid')", finding{0, 25, "not_here", "what happens by time is a timer; what a person does is a transition"}},
		{"check", boolean, "balance('budget', {ordr: record}).left > 0", finding{19, 4, "unknown_dimension", "did you mean \"order\"?"}},
		{"check", boolean, "balance('budget', {who: record}).left > 0", finding{24, 6, "wrong_type", ""}},
		{"check", boolean, "balance('budget', {order: record}).lft > 0", finding{35, 3, "unknown_field", "did you mean \"left\"?"}},
		{"key", text, "balance('budget', {order: record}).left", finding{0, 34, "not_here", "only the record's own fields can be read here"}},
		// what is not part of the language
		{"value", anyType, "qty % 2", finding{4, 1, "unsupported", ""}},
		{"value", anyType, "qty ** 2", finding{4, 2, "unsupported", ""}},
		{"value", anyType, "1..5", finding{1, 2, "unsupported", ""}},
		{"value", anyType, "title[1:2]", finding{0, 10, "unsupported", ""}},
		{"value", anyType, "tags[0]", finding{0, 7, "unsupported", "first(…), last(…) and find(…) give one element"}},
		{"value", anyType, "{a: 1}", finding{0, 6, "unsupported", ""}},
		{"value", anyType, "1; 2", finding{0, 4, "unsupported", ""}},
		{"value", anyType, "tags | len()", finding{5, 1, "unsupported", "write f(x) instead of x | f()"}},
		{"value", anyType, "customer?.name", finding{8, 2, "unsupported", "a plain . is enough: a field of an empty reference is empty"}},
		{"check", boolean, "qty = 1", finding{4, 1, "unsupported", "write == to compare"}},
		// syntax
		{"check", boolean, "qty >", finding{4, 1, "syntax", "something is missing at the end"}},
		{"check", boolean, "(qty > 1", finding{7, 1, "syntax", "something is missing at the end"}},
		{"check", boolean, "due < 8wh", finding{7, 1, "syntax", "write spans of time as text: '8h'"}},
		{"check", boolean, "  ", finding{0, 0, "empty", ""}},
		{"check", boolean, "note ?? title == 'x'", finding{14, 2, "syntax", ""}},
		{"check", boolean, strings.Repeat("x", 4_001), finding{4_000, 1, "too_long", ""}},
		{"value", anyType, "1" + strings.Repeat("+1", 400), finding{501, 1, "too_many_nodes", "move a part into a named rule"}},
		{"value", anyType, strings.Repeat("-", 300) + "qty", finding{200, 103, "too_deep", ""}},
		{"check", boolean, "any(lines, any(lines, any(lines, any(lines, .good))))", finding{33, 17, "too_deep", "move a part into a computed field or a rule"}},
		// positions are characters, not bytes
		{"check", boolean, "title == 'Ω≈ç√' and amout > 0", finding{20, 5, "unknown_field", `did you mean "amount"?`}},
		// places
		{"reactive", boolean, "due < today", finding{6, 5, "not_here", "what happens by time is a timer; what a person does is a transition"}},
		{"reactive", boolean, "author == me", finding{10, 2, "not_here", "what happens by time is a timer; what a person does is a transition"}},
		{"reactive", boolean, "old.status == 'draft'", finding{0, 3, "not_here", "what happens by time is a timer; what a person does is a transition"}},
		{"people", people, "[me]", finding{1, 2, "not_here", "people are found from the record alone"}},
		{"people", people, "in_role('seller') ? author : system", finding{0, 17, "not_here", "people are found from the record alone"}},
		{"access", boolean, "customer.blocked", finding{9, 7, "not_here", "only the record's own fields can be read here"}},
		{"access", boolean, "due < today", finding{6, 5, "not_here", "only the record's own fields can be read here"}},
		{"access", boolean, "len(tasks) > 0", finding{4, 5, "not_here", "only the record's own fields can be read here"}},
		{"access", boolean, "value('tax', 'std') == nil", finding{0, 19, "not_here", "only the record's own fields can be read here"}},
		{"key", anyType, "customer.name", finding{9, 4, "not_here", "only the record's own fields can be read here"}},
		{"key", anyType, "round(qty)", finding{0, 10, "not_here", "only the record's own fields can be read here"}},
		{"check", boolean, "customer.manager.boss.boss.name == 'x'", finding{27, 4, "too_many_hops", "put a computed field in between"}},
		{"check", boolean, "it.name == 'x'", finding{0, 2, "not_here", ""}},
		// queries
		{"query", boolean, "split(it.name, ',') == nil", finding{0, 26, "not_in_query", queryHint}},
		{"query", boolean, "any(it.orders, .amount > .qty)", finding{23, 1, "wrong_type", ""}},
		{"check", boolean, "amount > 500000", finding{7, 1, "wrong_type", ""}},
		{"check", boolean, "amount in [1, 2]", finding{7, 2, "wrong_type", ""}},
		{"query", boolean, "it.name matches 'x'", finding{0, 19, "not_in_query", queryHint}},
		{"query", boolean, "it.manager.department.name == 'x'", finding{0, 26, "not_in_query", queryHint}},
		{"query", boolean, "qty > 1 and (let x = it.blocked; x)", finding{17, 17, "not_in_query", queryHint}},
		{"query", boolean, "len(map(it.orders, .qty)) > 1", finding{0, 25, "not_in_query", queryHint}},
		{"query", boolean, "any(it.orders, .total > amount)", finding{15, 15, "not_in_query", queryHint}},
		{"query", boolean, "it.since + '1d' > today", finding{0, 15, "not_in_query", queryHint}},
		{"query", boolean, "any(it.orders, .qty / 2 > 1)", finding{15, 8, "not_in_query", queryHint}},
	} {
		t.Run(string(c.place)+" "+c.src[:min(len(c.src), 60)], func(t *testing.T) {
			t.Parallel()
			e := env(c.place)
			if c.place == rule.PlaceQuery {
				e.It = &it
			}
			r, issues := rule.Compile(c.src, c.want, e)
			if r != nil {
				t.Fatal("compiled")
			}
			if diff := cmp.Diff([]finding{c.found}, findings(issues), cmp.AllowUnexported(finding{})); diff != "" {
				t.Errorf("(-want +got)\n%s%v", diff, issues)
			}
		})
	}
}

const queryHint = "queries know comparisons, and or not, in, + - *, ?:, contains startsWith endsWith, any all none count sum over related records"

func TestEveryIssueIsReported(t *testing.T) {
	t.Parallel()
	_, issues := rule.Compile("amout > 0 and status == 'drat' or titel == nil", boolean, env(rule.PlaceCheck))
	want := []finding{
		{0, 5, "unknown_field", `did you mean "amount"?`},
		{24, 6, "unknown_enum", `did you mean "draft"?`},
		{34, 5, "unknown_field", `did you mean "title"?`},
	}
	if diff := cmp.Diff(want, findings(issues), cmp.AllowUnexported(finding{})); diff != "" {
		t.Error(diff)
	}
}

func TestPlacesAllow(t *testing.T) {
	t.Parallel()
	it := rule.RefTo("shop/customer")
	for _, c := range []struct {
		place rule.Place
		want  rule.Type
		src   string
	}{
		{"access", boolean, "status == 'sent' and customer.id != nil or author == nil"},
		{"access", boolean, "upper(title) contains 'A' and customer != nil"},
		{"key", anyType, "[upper(trim(title)), first(map(lines, normalize_serial(.name)))]"},
		{"key", anyType, "customer.id"},
		{"reactive", boolean, "all(tasks, .state == 'done') and customer.manager.boss.name != nil"},
		{"people", people, "old.author"},
		{"people", people, "[author, helpers, role('seller', customer.unit), head(author.department)]"},
		{"form", boolean, "transition == 'send' and in_role('boss')"},
		{"query", boolean, "it.manager == author or it.since < today"},
		{"value", cash("USD"), "0"},
		{"value", date, "'2026-01-31'"},
		{"value", kind(rule.KindSpan), "'4h'"},
		{"value", enum("low", "high"), "urgent ? 'high' : 'low'"},
		{"value", rule.RefTo("*"), "record"},
		{"value", num, "nil"},
	} {
		t.Run(string(c.place)+" "+c.src, func(t *testing.T) {
			t.Parallel()
			e := env(c.place)
			if c.place == rule.PlaceQuery {
				e.It = &it
			}
			compile(t, c.src, c.want, e)
		})
	}
}

func TestReservedNames(t *testing.T) {
	t.Parallel()
	reserved := rule.ReservedNames()
	for _, name := range []string{"count", "first", "record", "me", "status", "in", "settings"} {
		if reserved[name] == "" {
			t.Errorf("%s is free", name)
		}
	}
	for _, name := range []string{"date", "phone", "parent", "head", "value", "amount"} {
		if reserved[name] != "" {
			t.Errorf("%s is reserved: %s", name, reserved[name])
		}
	}
}
