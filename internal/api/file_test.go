package api_test

import (
	"bytes"
	"mime/multipart"
	"strings"
	"testing"
)

func TestAFileKeepsTheNameThatPeopleGaveIt(t *testing.T) {
	o := open(t)
	const name = "Счёт № 118 от 17.03.2026.pdf"
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	json := `{"fields":{"title":"С файлом","supplier":"` + o.ids["supplier"] + `","department":"` + o.ids["org"] +
		`","amount":"5","currency":"KZT","pay_deadline":"2026-04-10","basis":"act","supplier_no":"9"}}`
	if err := form.WriteField("json", json); err != nil {
		t.Fatal(err)
	}
	part, err := form.CreateFormFile("invoice_file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte("%PDF-1.4\n")); err != nil {
		t.Fatal(err)
	}
	form.Close()
	made := o.ask("asel", "POST", "/api/kontora/backoffice_payment", body.String(), "Content-Type", form.FormDataContentType()).ok()
	id, stored := made.at("id").(string), made.at("card.row.values.invoice_file").(string)
	if stored == name {
		t.Fatal("stored under a name that a file system may not take")
	}
	info, _ := made.at("card.refs").(map[string]any)["file/"+stored].(map[string]any)
	if info["title"] != name || info["size"] != 9.0 || info["by"] != "users/"+o.ids["asel"] || info["at"] == nil {
		t.Error(info)
	}
	got := o.get("asel", "/api/files/backoffice_payment/"+id+"/"+stored).ok().header.Get("Content-Disposition")
	if want := `inline; filename="____ _ 118 __ 17.03.2026.pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82%20%E2%84%96%20118%20%D0%BE%D1%82%2017.03.2026.pdf`; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if list := o.get("asel", "/api/kontora/lists/backoffice_payment?columns=title,invoice_file").ok(); !strings.Contains(list.text, name) {
		t.Error(list.text)
	}
}
