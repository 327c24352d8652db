package api

import (
	"net/http"

	"kontora/internal/engine"

	"github.com/pocketbase/pocketbase/core"
)

// guardRecords answers reads of managed collections over PocketBase's own
// routes itself: rows and cells by our rights, filters in our language. Writes
// stay PocketBase's; the engine's hooks are the door there. Operators get
// PocketBase's handlers. Guests are sent to sign in before PocketBase has looked
// whether the record is there.
func (s *server) guardRecords(re *core.RequestEvent) error {
	answerRead, guarded := reads[re.Request.Pattern]
	if !guarded && !writes[re.Request.Pattern] || re.HasSuperuserAuth() || s.e.Model() == nil {
		return re.Next()
	}
	c, err := re.App.FindCachedCollectionByNameOrId(re.Request.PathValue("collection"))
	if err != nil {
		return re.Next()
	}
	t := s.e.Model().TypeBySlug(c.Name)
	if t == nil || engine.CollectionId(t) != c.Id {
		return re.Next()
	}
	if re.Request.Pattern == filePattern {
		return s.download(re, t)
	}
	if t.Owner != nil && guarded {
		return unknownType(t.Slug) // rows are read with their record
	}
	a, err := s.asker(re)
	if err != nil {
		return err
	}
	if !guarded {
		return re.Next()
	}
	if !a.inScope(t) {
		return unknownType(t.Slug)
	}
	body, err := answerRead(a, t)
	if err != nil {
		return err
	}
	return re.JSON(http.StatusOK, body)
}

const filePattern = "GET /api/files/{collection}/{recordId}/{filename}"

// reads are the routes that are answered here.
var reads = map[string]recordReader{
	"GET /api/collections/{collection}/records":      listRecords,
	"GET /api/collections/{collection}/records/{id}": viewRecord,
	filePattern: nil,
}

// writes are those that the engine judges when PocketBase has found the record.
var writes = map[string]bool{
	"POST /api/collections/{collection}/records":        true,
	"PATCH /api/collections/{collection}/records/{id}":  true,
	"DELETE /api/collections/{collection}/records/{id}": true,
}
