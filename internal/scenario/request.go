package scenario

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
)

// request is one HTTP request of a script.
type request struct {
	method, path string
	body         any               // JSON; nil for none
	uploads      map[string][]file // by field; makes the request multipart
	raw          []byte            // a file as it is, instead of a body
	header       map[string]string
}

type file struct {
	name string
	data []byte
}

// response is what came back, with what was asked.
type response struct {
	request
	who    string
	sent   string
	status int
	raw    []byte
	head   http.Header
	json   any // the body decoded, numbers kept exact; nil when it is not JSON
}

func (r *response) refused() bool { return r.status >= 400 }

// send carries out a request as the present person.
func (w *world) send(q request) (*response, error) {
	body, contentType, err := q.encode()
	if err != nil {
		return nil, err
	}
	req := httptest.NewRequest(q.method, q.path, bytes.NewReader(body))
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept-Language", w.language)
	if w.actor.token != "" {
		req.Header.Set("Authorization", w.actor.token)
	}
	for k, v := range w.header {
		req.Header.Set(k, v)
	}
	recorder := httptest.NewRecorder()
	w.office.routes.ServeHTTP(recorder, req)
	res := &response{request: q, who: w.actor.name, sent: string(body), status: recorder.Code, raw: recorder.Body.Bytes(), head: recorder.Header()}
	if len(q.uploads) > 0 {
		res.sent = fmt.Sprintf("(multipart, %d bytes)", len(body))
	}
	if q.raw != nil {
		res.sent = fmt.Sprintf("(file, %d bytes)", len(body))
	}
	res.json = decodeJSON(res.raw)
	return res, nil
}

func decodeJSON(data []byte) any {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil
	}
	return v
}

func (q request) encode() (body []byte, contentType string, err error) {
	const asJSON = "application/json"
	if q.raw != nil {
		return q.raw, "application/octet-stream", nil
	}
	if q.body == nil {
		return nil, asJSON, nil
	}
	if body, err = json.Marshal(q.body); err != nil || len(q.uploads) == 0 {
		return body, asJSON, err
	}
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	if err := form.WriteField("json", string(body)); err != nil {
		return nil, "", err
	}
	for field, files := range q.uploads {
		for _, f := range files {
			part, err := form.CreateFormFile(field, f.name)
			if err != nil {
				return nil, "", err
			}
			if _, err := part.Write(f.data); err != nil {
				return nil, "", err
			}
		}
	}
	err = form.Close()
	return buf.Bytes(), form.FormDataContentType(), err
}

// print writes request and answer for a reader who looks for a mistake.
func (r *response) print(out io.Writer) {
	fmt.Fprintf(out, "  %s  %s %s\n", r.who, r.method, r.path)
	if r.sent != "" {
		fmt.Fprintf(out, "    > %s\n", shorten(r.sent))
	}
	fmt.Fprintf(out, "  %d %s\n", r.status, http.StatusText(r.status))
	if len(r.raw) > 0 {
		fmt.Fprintf(out, "    < %s\n", shorten(r.text()))
	}
}

// text is the body for a reader: refusals laid out, the rest in one line.
func (r *response) text() string {
	var out bytes.Buffer
	if !r.refused() || json.Indent(&out, r.raw, "      ", "  ") != nil {
		return string(bytes.TrimSpace(r.raw))
	}
	return out.String()
}

// shorten keeps what a person will read.
func shorten(text string) string {
	const most = 3000
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + fmt.Sprintf("… (%d bytes in all)", len(text))
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
