package api

import (
	"database/sql"
	"errors"
	"io/fs"
	"net/http"

	"kontora/internal/engine"
	"kontora/internal/fault"

	validation "github.com/pocketbase/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// statusOf is the one place that maps kinds of faults to HTTP.
func statusOf(kind fault.Kind, isGuest bool) int {
	switch kind {
	case fault.Conflict:
		return http.StatusConflict
	case fault.Denied:
		if isGuest {
			return http.StatusUnauthorized
		}
		return http.StatusForbidden
	case fault.Invalid:
		return http.StatusBadRequest
	case fault.Limit:
		return http.StatusTooManyRequests
	case fault.Missing:
		return http.StatusNotFound
	}
	return http.StatusInternalServerError
}

// kindOf reads the status of a refusal that PocketBase itself made.
func kindOf(status int) fault.Kind {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fault.Denied
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return fault.Missing
	case http.StatusConflict:
		return fault.Conflict
	case http.StatusRequestEntityTooLarge, http.StatusTooManyRequests:
		return fault.Limit
	}
	if status >= 500 {
		return fault.Internal
	}
	return fault.Invalid
}

// faultBody is PocketBase's shape of an error, so that its SDK understands it,
// with the fault beside it.
type faultBody struct {
	Status  int            `json:"status"`
	Message string         `json:"message"`
	Data    map[string]any `json:"data"`
	Fault   *fault.Fault   `json:"fault"`
}

type fieldMessage struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// writeFaults is the outermost middleware: whatever any route refuses, it
// leaves in one shape and in the asker's language.
func (s *server) writeFaults(re *core.RequestEvent) error {
	re.Set(engine.LangKey, language(re.Request))
	err := re.Next()
	if err == nil || re.Written() {
		return err
	}
	var noted *logged
	if errors.As(err, &noted) {
		err = noted.error
	}
	body := s.faultBody(re, err)
	re.Response.Header().Set("Cache-Control", "no-store")
	if re.Request.Method == http.MethodHead {
		return re.NoContent(body.Status)
	}
	return re.JSON(body.Status, body)
}

func (s *server) faultBody(re *core.RequestEvent, err error) *faultBody {
	lang := language(re.Request)
	if f, ok := findFault(err); ok {
		f = s.translated(lang, f)
		if f.Kind == fault.Internal {
			s.app.Logger().Error("internal fault", "request", engine.RequestId(re), "error", err)
		}
		return &faultBody{statusOf(f.Kind, re.Auth == nil), s.words.say(lang, f), s.byField(lang, f), f}
	}
	var refused *router.ApiError
	if errors.As(err, &refused) {
		return s.ofPocketBase(re, lang, refused)
	}
	var byField validation.Errors
	if errors.As(err, &byField) { // PocketBase refused what a command wrote
		return s.ofPocketBase(re, lang, router.NewBadRequestError("", byField))
	}
	if errors.Is(err, sql.ErrNoRows) || errors.Is(err, fs.ErrNotExist) {
		return s.ofPocketBase(re, lang, router.NewNotFoundError("", nil))
	}
	id := engine.RequestId(re)
	s.app.Logger().Error("request failed", "request", id, "path", re.Request.URL.Path, "error", err)
	f := fault.New(fault.Internal, "internal", fault.Params{"id": id})
	return &faultBody{http.StatusInternalServerError, s.words.say(lang, f), map[string]any{}, f}
}

// ofPocketBase keeps what PocketBase says by field and adds the fault.
func (s *server) ofPocketBase(re *core.RequestEvent, lang string, refused *router.ApiError) *faultBody {
	kind := kindOf(refused.Status)
	f := fault.New(kind, string(kind), nil)
	if kind == fault.Internal {
		id := engine.RequestId(re)
		s.app.Logger().Error("request failed", "request", id, "path", re.Request.URL.Path, "error", refused.RawData())
		f = fault.New(kind, "internal", fault.Params{"id": id})
	}
	message := refused.Message
	if lang == "ru" {
		message = s.words.say(lang, f)
	}
	data := map[string]any{}
	for field, about := range refused.Data {
		if parts, ok := about.(map[string]any); ok && field == "requests" {
			data[field] = s.ofBatch(re, f, parts)
			continue
		}
		item, isOne := about.(map[string]any)
		code, _ := item["code"].(string)
		if !isOne || code == "" {
			data[field] = about
			continue
		}
		part := fault.New(fault.Invalid, code, nil).At(field)
		text, known := s.words.text(lang, "faults."+code, params(item))
		if !known {
			text, _ = item["message"].(string)
		}
		f.Fields = append(f.Fields, part.WithText(text))
		data[field] = fieldMessage{code, text}
	}
	return &faultBody{refused.Status, message, data, f}
}

// ofBatch says why requests of a batch were refused, each as if it had come
// alone; PocketBase itself tells only that they were.
func (s *server) ofBatch(re *core.RequestEvent, whole *fault.Fault, parts map[string]any) map[string]any {
	out := map[string]any{}
	for index, about := range parts {
		item, _ := about.(map[string]any)
		refused, ok := item["response"].(*router.ApiError)
		if !ok {
			out[index] = about
			continue
		}
		body := s.faultBody(re, refused)
		code, _ := item["code"].(string)
		out[index] = map[string]any{"code": code, "message": body.Message, "response": body}
		whole.Fields = append(whole.Fields, body.Fault.At("requests."+index))
	}
	return out
}

func params(item map[string]any) map[string]any {
	p, _ := item["params"].(map[string]any)
	return p
}

// findFault looks for a fault in an error, also where PocketBase has wrapped
// it: in the raw data of its own error, among errors by field.
func findFault(err error) (*fault.Fault, bool) {
	if f, ok := fault.As(err); ok {
		return f, true
	}
	var refused *router.ApiError
	if errors.As(err, &refused) {
		if inner, isError := refused.RawData().(error); isError && inner != err {
			return findFault(inner)
		}
		return nil, false
	}
	var byField validation.Errors
	if errors.As(err, &byField) {
		for _, inner := range byField {
			if f, ok := findFault(inner); ok {
				return f, true
			}
		}
	}
	return nil, false
}

// byField lists the messages of a fault by the field they are about.
func (s *server) byField(lang string, f *fault.Fault) map[string]any {
	data := map[string]any{}
	var gather func(f *fault.Fault)
	gather = func(f *fault.Fault) {
		if f.Field != "" && data[f.Field] == nil {
			data[f.Field] = fieldMessage{f.Code, s.words.say(lang, f)}
		}
		for _, part := range f.Fields {
			gather(part)
		}
	}
	gather(f)
	return data
}

// translated puts titles of the configuration in the parameters of a fault into
// the reader's language. Texts of the configuration's author stay.
func (s *server) translated(lang string, f *fault.Fault) *fault.Fault {
	w := s.wordsOf(lang)
	if w.isSource() {
		return f
	}
	out := *f
	out.Params = fault.Params{}
	for key, v := range f.Params {
		out.Params[key] = v
		if title, ok := v.(string); ok {
			out.Params[key] = w.titled(title)
		}
	}
	out.Fields = nil
	for _, part := range f.Fields {
		out.Fields = append(out.Fields, s.translated(lang, part))
	}
	return &out
}
