package api_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"strings"
	"testing"
)

// attachment is a file to be sent in a field.
type attachment struct{ field, name, content string }

// upload sends a body with files.
func (o *office) upload(who, method, path, body string, files ...attachment) reply {
	o.t.Helper()
	var sent bytes.Buffer
	form := multipart.NewWriter(&sent)
	if err := form.WriteField("json", o.named(body)); err != nil {
		o.t.Fatal(err)
	}
	for _, f := range files {
		part, err := form.CreateFormFile(f.field, f.name)
		if err == nil {
			_, err = part.Write([]byte(f.content))
		}
		if err != nil {
			o.t.Fatal(err)
		}
	}
	form.Close()
	return o.ask(who, method, path, sent.String(), "Content-Type", form.FormDataContentType())
}

// picture is a PNG of some size.
func picture(t *testing.T, width, height int) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			img.Set(x, y, color.NRGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// bomb is a PNG of a few bytes that says it unpacks to gigabytes.
func bomb(t *testing.T) string {
	t.Helper()
	small := []byte(picture(t, 1, 1))
	binary.BigEndian.PutUint32(small[16:], 60_000) // width and height of the header
	binary.BigEndian.PutUint32(small[20:], 60_000)
	binary.BigEndian.PutUint32(small[29:], crc32.ChecksumIEEE(small[12:29]))
	return string(small)
}

func TestPicturesAreServedSmallToThoseWhoSeeThem(t *testing.T) {
	o := open(t)
	whole := picture(t, 600, 300)
	made := o.upload("olga", "POST", "/api/kontora/backoffice_payment", `{"fields": {"title": "С картинками", "department": "{org}",
		"supplier": "{supplier}", "amount": "3", "currency": "KZT", "pay_deadline": "2026-04-01", "basis": "act"}}`,
		attachment{"files", "stamp.png", whole}, attachment{"files", "bomb.png", bomb(t)}, attachment{"files", "note.txt", "plain"},
		attachment{"invoice_file", "scan.png", whole}).ok()
	o.ids["drawn"] = made.at("id").(string)
	o.set("backoffice_payment", "{drawn}", map[string]any{"watchers": []any{o.ids["stepan"]}})
	address := map[string]string{}
	for i := range 3 {
		name := made.at("card.row.values.files." + string(rune('0'+i))).(string)
		address[strings.SplitN(name, "_", 2)[0]] = "/api/files/backoffice_payment/{drawn}/" + name
	}
	scan := "/api/files/backoffice_payment/{drawn}/" + made.at("card.row.values.invoice_file").(string)

	for size, want := range map[string]image.Point{"100x100": {100, 100}, "320x320f": {320, 160}, "1280x1280f": {600, 300}} {
		for range 2 { // made, then kept
			got := o.get("olga", address["stamp"]+"?thumb="+size).ok()
			img, err := png.Decode(strings.NewReader(got.text))
			if err != nil || img.Bounds().Size() != want {
				t.Errorf("%s: %v %v", size, img.Bounds(), err)
			}
			if got.header.Get("Content-Type") != "image/png" || !strings.HasPrefix(got.header.Get("Cache-Control"), "private") {
				t.Error(got.header)
			}
		}
	}
	for path, want := range map[string]string{
		address["stamp"] + "?thumb=599x599":      whole, // a size that nobody declared
		address["stamp"] + "?thumb=../../../1x1": whole,
		address["stamp"] + "?thumb=99999x99999":  whole,
		address["note"] + "?thumb=100x100":       "plain",
		address["bomb"] + "?thumb=100x100":       bomb(t),
		scan + "?thumb=":                         whole,
	} {
		if got := o.get("olga", path).ok(); got.text != want {
			t.Errorf("%s: %d bytes of %s", path, len(got.text), got.header.Get("Content-Type"))
		}
	}

	o.get("olga", scan+"?thumb=100x100").ok()
	o.get("stepan", address["stamp"]+"?thumb=100x100").ok()
	o.get("stepan", scan+"?thumb=100x100").is(404, "file_missing") // the row, not the cell
	o.get("outside", address["stamp"]+"?thumb=100x100").is(404, "file_missing")
	o.get("", address["stamp"]+"?thumb=100x100").is(404, "file_missing")
	token := o.ask("stepan", "POST", "/api/files/token", nil).ok().at("token").(string)
	o.get("", address["stamp"]+"?thumb=100x100&token="+token).ok()
	o.get("", scan+"?thumb=100x100&token="+token).is(404, "file_missing")
	// A thumb has no address of its own.
	o.get("olga", strings.Replace(address["stamp"], "/stamp", "/100x100_stamp", 1)).is(404, "file_missing")

	o.ask("olga", "PATCH", "/api/kontora/backoffice_payment/{drawn}", map[string]any{"fields": map[string]any{"files": []any{}}}).ok()
	o.get("olga", address["stamp"]+"?thumb=100x100").is(404, "file_missing")
	for _, name := range stored(o) {
		if strings.Contains(name, "stamp") {
			t.Errorf("%s is left behind", name)
		}
	}
}
