package api

import (
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"
)

// foundIn is where a record holds the words that were asked for.
type foundIn struct {
	Kind    string        `json:"kind"`            // field, file, comment
	Field   string        `json:"field,omitempty"` // of a field, or of the field that holds the file
	Title   string        `json:"title,omitempty"` // of the field, or of the file
	Name    string        `json:"name,omitempty"`  // of a file, as it is stored; of a comment its id
	Snippet []store.Piece `json:"snippet,omitempty"`
}

// most places of one record that an answer tells of.
const mostFound = 3

// pointOut shows the first cell that holds a word, where title and number do not
// hold them all. Only cells that the asker sees in this record are looked at.
func (a *asker) pointOut(h *searchHit, look store.Looked) error {
	if rankOf(look, *h) == 0 {
		return nil
	}
	t := a.model.TypeBySlug(h.Type)
	rec, rights, err := a.load(t, h.Id)
	if isMissing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range t.Fields {
		if f.Kind != model.Text || f.Engine || !rights.Reads(f) {
			continue
		}
		text, _ := rec.Values[f.Key].(string)
		if text == h.Title {
			continue
		}
		if snippet := look.Snippet(text); snippet != nil {
			h.Found = append(h.Found, foundIn{Kind: "field", Field: f.Key, Title: a.words().field(f), Snippet: snippet})
			return nil
		}
	}
	return nil
}

// addTexts adds what files and comments say. Every one is judged as if it were opened:
// the record, and for a file the field that holds it now.
func (a *asker) addTexts(out *searchAnswer, reader *store.Reader, words string, look store.Looked) error {
	found, err := store.SearchTexts(a.re.App, a.model, reader, words)
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i, h := range out.Hits {
		at[h.Type+"/"+h.Id] = i
	}
	for _, f := range found {
		where, err := a.seesText(f, look)
		if err != nil {
			return err
		}
		if where == nil {
			continue
		}
		i, known := at[f.Type.Slug+"/"+f.Record]
		if !known {
			if len(out.Hits) >= searchPage {
				out.More = true
				continue
			}
			it, err := store.ItemOf(a.re.App, a.model, reader, f.Type, f.Record)
			if err != nil {
				return err
			}
			if it == nil {
				continue
			}
			i = len(out.Hits)
			out.Hits = append(out.Hits, a.hit(it))
			at[f.Type.Slug+"/"+f.Record] = i
		}
		if h := &out.Hits[i]; len(h.Found) < mostFound {
			h.Found = append(h.Found, *where)
		}
	}
	return nil
}

// seesText says where a text stands; nil when the asker may not read it, or it is no
// longer there.
func (a *asker) seesText(f *store.TextFound, look store.Looked) (*foundIn, error) {
	if !a.inScope(f.Type) {
		return nil, nil
	}
	rec, rights, err := a.load(f.Type, f.Record)
	if isMissing(err) || err == nil && rec.IsArchived() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if f.Kind == store.TextOfComment {
		return &foundIn{Kind: f.Kind, Name: f.Name, Snippet: look.Snippet(f.Body)}, nil
	}
	field := holder(rec, rights, f.Name)
	if field == nil {
		return nil, nil
	}
	return &foundIn{Kind: f.Kind, Field: field.Key, Title: f.Title, Name: f.Name, Snippet: look.Snippet(f.Body)}, nil
}

// holder is the field, of those that are seen, which holds a file now.
func holder(rec *flow.Record, rights flow.Rights, name string) *model.Field {
	for _, f := range rec.Type.Fields {
		if f.Kind == model.File && rights.Reads(f) && holds(rec.Values[f.Key], name) {
			return f
		}
	}
	return nil
}
