package api_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"kontora/internal/engine"
	"kontora/internal/flow"
)

func (o *office) search(who, words string) reply {
	o.t.Helper()
	return o.get(who, "/api/kontora/search?q="+url.QueryEscape(words)).ok()
}

// read has waiting files and comments read, as the server does behind the requests.
func (o *office) read() {
	o.t.Helper()
	if _, err := o.e.ReadWaiting(context.Background()); err != nil {
		o.t.Fatal(err)
	}
}

// withTexts makes a payment with a file that its watchers see, one that they do not, and
// a comment; returns the addresses of the files by the word that is in each.
func withTexts(o *office) map[string]string {
	made := o.upload("olga", "POST", "/api/kontora/backoffice_payment", `{"fields": {"title": "С текстами", "department": "{org}",
		"supplier": "{supplier}", "amount": "3", "currency": "KZT", "pay_deadline": "2026-04-01", "basis": "act"}}`,
		attachment{"files", "опись зебры.txt", "Перечень: в вольере стоят антилопы и гну, всё по списку."},
		attachment{"files", "broken.docx", "PK\x03\x04 никакой не документ"},
		attachment{"invoice_file", "scan.pdf", onePage("Invoice for giraffes")}).ok()
	o.ids["told"] = made.at("id").(string)
	o.set("backoffice_payment", "{told}", map[string]any{"watchers": []any{o.ids["stepan"]}})
	o.ask("olga", "POST", "/api/kontora/comments/backoffice_payment/{told}", map[string]any{"text": "Бегемота привезут в среду"}).ok()
	files := "/api/files/backoffice_payment/{told}/"
	return map[string]string{"антилопа": files + made.at("card.row.values.files.0").(string), "зебра": files + made.at("card.row.values.files.0").(string),
		"broken": files + made.at("card.row.values.files.1").(string), "giraffe": files + made.at("card.row.values.invoice_file").(string)}
}

// onePage is a PDF of one line.
func onePage(line string) string {
	stream := "BT /F1 12 Tf 72 720 Td (" + line + ") Tj ET"
	out, at := "%PDF-1.4\n", []int{}
	for i, p := range []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(stream), stream), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"} {
		at = append(at, len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, p)
	}
	start := len(out)
	out += "xref\n0 6\n0000000000 65535 f \n"
	for _, n := range at {
		out += fmt.Sprintf("%010d 00000 n \n", n)
	}
	return out + fmt.Sprintf("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", start)
}

func TestFilesAndCommentsAreFoundByWhatTheySay(t *testing.T) {
	o := open(t)
	withTexts(o)
	if n := o.search("olga", "антилопа").size("hits"); n != 0 {
		t.Error("found before it was read")
	}
	o.read()
	for words, want := range map[string]foundThere{
		"антилопами": {"file", "опись зебры.txt", "антилопы"}, "гну вольер": {"file", "опись зебры.txt", "вольере"}, "антил": {"file", "опись зебры.txt", "антилопы"},
		"зебр": {"file", "опись зебры.txt", ""}, "giraffe": {"file", "scan.pdf", "giraffes"}, "бегемоты": {"comment", "", "Бегемота"},
	} {
		r := o.search("olga", words)
		if r.size("hits") != 1 || r.at("hits.0.id") != o.ids["told"] || r.at("hits.0.found.0.kind") != want.kind || want.title != "" && r.at("hits.0.found.0.title") != want.title {
			t.Errorf("%s: %s", words, r.text)
			continue
		}
		marked := ""
		for i := range r.size("hits.0.found.0.snippet") {
			if r.at(fmt.Sprintf("hits.0.found.0.snippet.%d.hit", i)) == true && marked == "" {
				marked = r.at(fmt.Sprintf("hits.0.found.0.snippet.%d.text", i)).(string)
			}
		}
		if marked != want.marked {
			t.Errorf("%s: %q is pointed out in %s", words, marked, r.text)
		}
	}
}

type foundThere struct{ kind, title, marked string }

// Whoever may not open a file, or read a comment, does not find it either: neither the
// record, nor a snippet, nor that there is more.
func TestSearchTellsNothingHidden(t *testing.T) {
	o := open(t)
	words := withTexts(o)
	o.read()
	seen, hidden := 0, 0
	for _, who := range []string{"olga", "asel", "boss", "admin", "stepan", "outside"} {
		for word, address := range words {
			may := o.get(who, address).status == 200
			r := o.search(who, word)
			if got := r.size("hits") > 0; got != may || !may && r.text != `{"hits":[],"more":false}`+"\n" && r.text != `{"hits":[],"more":false}` {
				t.Errorf("%s looks for %s: may open it %v, %s", who, word, may, r.text)
			}
			if may {
				seen++
			} else {
				hidden++
			}
		}
		may := o.get(who, "/api/kontora/comments/backoffice_payment/{told}").status == 200
		if got := o.search(who, "бегемот").size("hits") > 0; got != may {
			t.Errorf("%s finds the comment: %v, may read it: %v", who, got, may)
		}
	}
	if o.get("stepan", words["giraffe"]).status == 200 || o.get("stepan", words["зебра"]).status != 200 {
		t.Error("the watcher should see one file and not the other: the test proves nothing of fields")
	}
	if seen == 0 || hidden == 0 {
		t.Error(seen, hidden)
	}
}

// Words of a cell, a file, a comment or a record that somebody may not read change
// nothing in what they are answered: no hit, no snippet, no count, no "more".
func TestHiddenWordsChangeNoAnswer(t *testing.T) {
	o := open(t)
	withTexts(o)
	o.ids["plain"] = o.make("backoffice_payment", map[string]any{"title": "Обычная заявка", "department": o.ids["org"], "supplier": o.ids["supplier"], "amount": "4",
		"currency": "KZT", "pay_deadline": "2026-04-01", "basis": "act", "assignee": o.ids["asel"]})
	o.read()
	// Where each word is put, and what somebody opens who may read it.
	type put struct{ word, read string }
	puts := []put{
		{"кенгуру", "/api/kontora/card/backoffice_payment/{told}"}, // a cell that some see
		{"wombat", "/api/kontora/card/backoffice_payment/{told}"},  // the name of a file in a field that some see
		{"коала", "/api/kontora/comments/backoffice_payment/{told}"},
		{"ехидна", "/api/kontora/card/backoffice_payment/{plain}"}, // in a record that is archived then
		{"утконос", "/api/kontora/card/base_counterparty/{supplier}"},
	}
	people := []string{"olga", "asel", "boss", "admin", "stepan", "outside"}
	ask := func(who, word string) string {
		word = url.QueryEscape(word)
		all := ""
		for _, path := range []string{"/api/kontora/search?q=", "/api/kontora/lists/backoffice_payment?q=", "/api/kontora/lists/backoffice_payment?archived=true&q=", "/api/kontora/counts/backoffice_payment?q=",
			"/api/kontora/counts/backoffice_payment?group=status&q=", "/api/kontora/lists/base_counterparty?q=", "/api/kontora/counts/base_counterparty?q=", "/api/kontora/options/backoffice_payment?field=supplier&q="} {
			all += o.get(who, path+word).text
		}
		return all
	}
	before := map[string]string{}
	for _, who := range people {
		for _, p := range puts {
			before[who+p.word] = ask(who, p.word)
		}
	}
	o.set("backoffice_payment", "{told}", map[string]any{"supplier_no": "кенгуру 7"})
	o.upload("olga", "PATCH", "/api/kontora/backoffice_payment/{told}", `{"fields": {}}`, attachment{"invoice_file", "wombat.pdf", onePage("A wombat again")}).ok()
	o.ask("olga", "POST", "/api/kontora/comments/backoffice_payment/{told}", map[string]any{"text": "И коала"}).ok()
	o.set("backoffice_payment", "{plain}", map[string]any{"title": "Заявка про ехидну"})
	o.set("base_counterparty", "{supplier}", map[string]any{"note": "Утконос и его родня"})
	o.read()
	found, kept := 0, 0
	judge := func() {
		t.Helper()
		for _, who := range people {
			for _, p := range puts {
				stem := strings.TrimRight(p.word, "аун")
				r := o.get(who, p.read)
				may := r.status == 200 && strings.Contains(strings.ToLower(r.text), stem)
				switch changed := ask(who, p.word) != before[who+p.word]; {
				case changed && !may:
					t.Errorf("%s may not read %s and is answered otherwise: %s", who, p.word, ask(who, p.word))
				case changed:
					found++
				case !may:
					kept++
				}
			}
		}
	}
	judge()
	if found < 8 || kept < 8 {
		t.Errorf("found %d times, kept %d times: this proves nothing", found, kept)
	}
	archive(o, "backoffice_payment", "plain")
	if r := o.search("olga", "ехидна"); r.size("hits") != 0 || r.at("more") != false {
		t.Errorf("what is archived is found: %s", r.text)
	}
	if n := o.get("olga", "/api/kontora/counts/backoffice_payment?q="+url.QueryEscape("ехидна")).ok().at("count"); n != 0.0 {
		t.Errorf("what is archived is counted: %v", n)
	}
}

// archive puts a record away as the engine.
func archive(o *office, slug, name string) {
	o.t.Helper()
	typ, err := o.e.TypeOf(slug)
	if err == nil {
		_, err = o.e.Do(o.app, engine.Input{Command: flow.Command{Kind: flow.Archive, Type: typ, Id: o.ids[name], Actor: flow.Actor{System: true}}})
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// What was replaced or taken away, edited or archived is not found any more.
func TestWhatIsGoneIsNotFound(t *testing.T) {
	o := withLegal(open(t))
	o.paper("первая.txt", "страус")
	o.read()
	if n := o.search("olga", "страус").size("hits"); n != 1 {
		t.Fatal(n)
	}
	o.upload("olga", "PATCH", document+"/{paper}", `{"fields": {}}`, attachment{"file", "вторая.txt", "пингвин"}).ok()
	o.read()
	if a, b := o.search("olga", "страус").size("hits"), o.search("olga", "пингвин").size("hits"); a != 0 || b != 1 {
		t.Errorf("the replaced version is found %d times, the new one %d", a, b)
	}
	o.ask("olga", "DELETE", "/api/collections/backoffice_document/records/{paper}", nil)
	if r := o.search("olga", "пингвин"); r.size("hits") != 0 {
		t.Error(r.text)
	}
}

// A title comes before a mention, whichever is newer.
func TestTitlesComeFirst(t *testing.T) {
	o := withLegal(open(t))
	named := o.upload("olga", "POST", document, `{"fields": {"kind": "contract", "title": "Аренда жирафника"}}`, attachment{"file", "a.txt", "x"}).ok().at("id")
	o.upload("olga", "POST", document, `{"fields": {"kind": "contract", "title": "Другое"}}`, attachment{"file", "b.txt", "смета жирафника"}).ok()
	o.read()
	r := o.search("olga", "жирафник")
	if r.size("hits") != 2 || r.at("hits.0.id") != named || !strings.Contains(r.text, `"kind":"file"`) {
		t.Error(r.text)
	}
}
