package model_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"kontora/internal/model"
	"kontora/internal/money"
	"kontora/internal/rule"

	"github.com/shopspring/decimal"
)

func TestParse(t *testing.T) {
	t.Parallel()
	id := "abcdefghij12345"
	text := func(format string) *model.Field {
		return &model.Field{Key: "f", Kind: model.Text, Format: format, MaxLength: 10}
	}
	choice := &model.Field{Key: "f", Kind: model.Enum, Enum: []model.EnumValue{{Key: "a"}, {Key: "b"}}}
	choices := *choice
	choices.Many, choices.MaxItems = true, 3
	number := &model.Field{Key: "f", Kind: model.Decimal, Scale: 2}
	whole := &model.Field{Key: "f", Kind: model.Integer, Min: decimal.NewFromInt(1)}
	tenge := &model.Field{Key: "f", Kind: model.Money, Currency: "KZT", Above: money.Amount{}}
	words := &model.Field{Key: "f", Kind: model.Texts, Many: true, MaxLength: 3, MaxItems: 5}
	one := &model.Field{Key: "f", Kind: model.Ref, Target: "p/x", Exact: true}
	anything := &model.Field{Key: "f", Kind: model.Ref, Target: "*"}
	tests := []struct {
		field *model.Field
		in    any
		want  string // the value as JSON, or the code of the refusal
	}{
		{text(""), "  a  ", `"a"`},
		{text(""), "   ", `null`},
		{text(""), "a\x00b", "not_text"},
		{text(""), true, "not_text"},
		{text(""), strings.Repeat("я", 11), "too_long"},
		{text("email"), "A@B.kz", `"a@b.kz"`},
		{text("email"), "Ann <a@b.kz>", "not_email"},
		{text("uri"), "javascript:alert(1)", "not_link"},
		{text("phone"), "+7 701 234 56 78", "too_long"},
		{choice, "a", `"a"`},
		{choice, "c", "not_choice"},
		{choice, 1, "not_choice"},
		{&choices, []any{"a", "b", "a"}, `["a","b"]`},
		{&choices, "a", `["a"]`},
		{&choices, []any{}, `null`},
		{&choices, []any{"a", "b", "a", "b"}, "too_many_items"},
		{number, json.Number("1.25"), `"1.25"`},
		{number, "1.255", "too_many_places"},
		{number, "1e2", "not_number"},
		{number, "9999999999", "number_too_large"},
		{number, "", `null`},
		{whole, json.Number("1.5"), "not_whole"},
		{whole, json.Number("0"), "too_small"},
		{tenge, "10.5", `"10.50"`},
		{tenge, "0", "not_above"},
		{tenge, "1.001", "not_amount"},
		{tenge, "90000000000001", "number_too_large"},
		{words, []any{"a", "a", " "}, `["a","a"]`},
		{words, []any{"abcd"}, "too_long"},
		{one, id, `"` + id + `"`},
		{one, "p/x/" + id, "not_reference"},
		{anything, "p/x/" + id, `"` + id + `"`},
		{anything, id, "not_reference"},
		{&model.Field{Key: "f", Kind: model.Bool}, "true", `true`},
		{&model.Field{Key: "f", Kind: model.Bool}, 1, "not_yes_no"},
		{&model.Field{Key: "f", Kind: model.Date}, "2026-02-30", "not_date"},
		{&model.Field{Key: "f", Kind: model.Instant}, "2026-02-03 10:00:00.000Z", `"2026-02-03 10:00:00.000Z"`},
		{&model.Field{Key: "f", Kind: model.Instant}, "2026-02-03 10:00:00", "not_instant"},
		{&model.Field{Key: "f", Kind: model.Geo}, map[string]any{"lon": "181", "lat": 1}, "not_place"},
		{&model.Field{Key: "f", Kind: model.Inverse}, "x", "field_not_writable"},
	}
	for _, tt := range tests {
		v, fl := tt.field.Parse(tt.in)
		got := ""
		if fl != nil {
			got = fl.Code
		} else {
			out, err := json.Marshal(model.JSONValue(v))
			if err != nil {
				t.Fatal(err)
			}
			got = string(out)
			if again := tt.field.Validate(v); again != nil {
				t.Errorf("%v is read and not valid: %v", tt.in, again)
			}
		}
		if got != tt.want {
			t.Errorf("%s %v is %s, want %s", tt.field.Kind, tt.in, got, tt.want)
		}
	}
}

func TestValidateKnowsGoTypes(t *testing.T) {
	t.Parallel()
	for kind, value := range map[model.FieldKind]any{
		model.Text: 1, model.Integer: int64(1), model.Money: decimal.NewFromInt(1), model.Bool: "true", model.Date: "2026-01-01",
		model.Instant: "2026-01-01", model.Ref: "abcdefghij12345", model.File: "a.pdf",
	} {
		f := &model.Field{Key: "f", Kind: kind}
		if fl := f.Validate(value); fl == nil || fl.Code != "bad_value" {
			t.Errorf("%s takes %T: %v", kind, value, fl)
		}
		if fl := f.Validate(nil); fl != nil {
			t.Errorf("%s does not take null", kind)
		}
	}
	many := &model.Field{Key: "f", Kind: model.Ref, Many: true}
	if fl := many.Validate(rule.Reference{}); fl == nil {
		t.Error("one reference where a list is wanted")
	}
	if got := fmt.Sprint(many.JSON(nil)); got != "[]" {
		t.Errorf("an empty list is written as %s", got)
	}
}
