package store

import (
	"encoding/json"
	"fmt"
	"time"

	"kontora/internal/model"

	"github.com/pocketbase/pocketbase/core"
)

// Comment is one thing that somebody said about a record.
type Comment struct {
	Id     string
	At     string
	By     string
	Text   string
	Reply  string // id of the comment it answers
	Edited string
	Files  []CommentFile
}

// CommentFile is a file that came with a comment.
type CommentFile struct {
	Name  string `json:"name"`  // in the storage, one of its kind
	Title string `json:"title"` // as it was given
	Type  string `json:"type"`  // MIME, by what is in it
	Size  int64  `json:"size"`
}

// NewCommentId is the id of a comment whose files are stored before it is kept.
func NewCommentId() string { return core.GenerateDefaultRandomId() }

// CommentFolder is where the files of a comment are in the storage.
func CommentFolder(id string) string { return CommentsFolder + "/" + id }

const commentColumns = `c.id, c.at, c.by, c.text, c.reply, c.edited, c.files`

func readComment(row []any) (*Comment, error) {
	c := &Comment{Id: text(row[0]), At: text(row[1]), By: text(row[2]), Text: text(row[3]), Reply: text(row[4]), Edited: text(row[5])}
	if err := json.Unmarshal([]byte(text(row[6])), &c.Files); err != nil {
		return nil, fmt.Errorf("files of comment %s: %w", c.Id, err)
	}
	return c, nil
}

// AddComment keeps a comment and whom it mentions.
func AddComment(tx core.App, t *model.Type, record string, c *Comment, mentions []string, at time.Time) error {
	if c.At = instantText(at); c.Id == "" {
		c.Id = NewCommentId()
	}
	files, err := json.Marshal(append([]CommentFile{}, c.Files...))
	if err != nil {
		return err
	}
	_, err = exec(tx, `INSERT INTO k_comments (id, type, record, at, by, text, reply, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		c.Id, t.StableId, record, c.At, c.By, c.Text, c.Reply, string(files))
	if err != nil || len(mentions) == 0 {
		return err
	}
	var args []any
	for _, user := range mentions {
		args = append(args, user, c.Id, c.At)
	}
	_, err = exec(tx, `INSERT INTO k_mentions (user, comment, at) VALUES `+tuples(len(mentions), 3)+` ON CONFLICT DO NOTHING`, args...)
	return err
}

// Comments reads what was said about a record, newest first, and the cursor of
// what was said before.
func Comments(app core.App, t *model.Type, record, before string, limit int) ([]*Comment, string, error) {
	after, err := parseCursor(before)
	if err != nil {
		return nil, "", err
	}
	bound, args := "", []any{record, t.StableId}
	if after != nil {
		at, id, ok := splitPlace(after)
		if !ok {
			return nil, "", errBadCursor()
		}
		bound, args = ` AND (at, id) < (?, ?)`, append(args, at, id)
	}
	rows, err := query(app, `SELECT `+commentColumns+` FROM k_comments c WHERE record = ? AND type = ?`+bound+` ORDER BY at DESC, id DESC LIMIT ?`,
		append(args, limit+1)...)
	if err != nil {
		return nil, "", fmt.Errorf("read comments: %w", err)
	}
	list := make([]*Comment, 0, len(rows))
	for _, row := range rows {
		c, err := readComment(row)
		if err != nil {
			return nil, "", err
		}
		list = append(list, c)
	}
	if len(list) <= limit {
		return list, "", nil
	}
	last := list[limit-1]
	return list[:limit], placeAt(last.At, last.Id), nil
}

// CommentOf finds one comment of a record; nil when it is not there.
func CommentOf(app core.App, t *model.Type, record, id string) (*Comment, error) {
	row, err := one(app, `SELECT `+commentColumns+` FROM k_comments c WHERE id = ? AND record = ? AND type = ?`, id, record, t.StableId)
	if err != nil || row == nil {
		return nil, err
	}
	return readComment(row)
}

// CommentCounts counts what was said about records of one type.
func CommentCounts(app core.App, t *model.Type, records []string) (map[string]int64, error) {
	counts := map[string]int64{}
	if len(records) == 0 {
		return counts, nil
	}
	rows, err := query(app, `SELECT record, count(*) FROM k_comments WHERE record IN (`+places(len(records))+`) AND type = ? GROUP BY record`,
		append(anys(records), t.StableId)...)
	if err != nil {
		return nil, fmt.Errorf("count comments: %w", err)
	}
	for _, row := range rows {
		counts[text(row[0])] = number(row[1])
	}
	return counts, nil
}

// MentionOf is one comment that names a person.
type MentionOf struct {
	Comment
	Type   *model.Type
	Record string
	Unread bool
}

// Mentions reads the newest comments that name a person.
func Mentions(app core.App, m *model.Model, user string, limit int) ([]*MentionOf, error) {
	rows, err := query(app, `SELECT `+commentColumns+`, c.type, c.record, m.read_at
		FROM k_mentions m JOIN k_comments c ON c.id = m.comment WHERE m.user = ? ORDER BY m.at DESC LIMIT ?`, user, limit)
	if err != nil {
		return nil, fmt.Errorf("read mentions: %w", err)
	}
	var list []*MentionOf
	for _, row := range rows {
		t := typeByStableId(m, text(row[7]))
		if t == nil {
			continue
		}
		c, err := readComment(row)
		if err != nil {
			return nil, err
		}
		list = append(list, &MentionOf{Comment: *c, Type: t, Record: text(row[8]), Unread: row[9] == nil})
	}
	return list, nil
}

// UnreadMentions counts the comments that name a person who has not looked at them, by
// the record that they are under.
func UnreadMentions(app core.App, m *model.Model, user string) ([]Unread, error) {
	return unread(app, m, `SELECT c.type, c.record, count(*) FROM k_mentions m JOIN k_comments c ON c.id = m.comment
		WHERE m.user = ? AND m.read_at IS NULL GROUP BY c.type, c.record ORDER BY max(m.at) DESC LIMIT ?`, user)
}

// ReadMentions notes that a person has looked at the comments of a record.
func ReadMentions(app core.App, t *model.Type, user, record string, at time.Time) error {
	_, err := exec(app, `UPDATE k_mentions SET read_at = ? WHERE user = ? AND read_at IS NULL
		AND comment IN (SELECT id FROM k_comments WHERE record = ? AND type = ?)`, instantText(at), user, record, t.StableId)
	return err
}
