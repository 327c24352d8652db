package deliver

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/mail"
	"strings"

	"github.com/pocketbase/pocketbase/tools/mailer"
)

// item is one message in a mail.
type item struct{ title, body, link string }

//go:embed mail.html
var page string

var paper = template.Must(template.New("mail").Parse(page))

// words are the few sentences of a mail that no message brings.
var words = map[string]struct{ several, open, why string }{
	"ru": {"Сообщений: %d", "Открыть", "Вам пишет Контора. Как и когда получать письма, настраивается в профиле."},
	"en": {"%d messages", "Open", "Sent by Kontora. Your profile says how and when you get mail."},
}

// send mails messages to one person. The id makes the same mail recognisable
// when a try that failed had reached the server after all.
func (c *Courier) send(r reader, id string, items []item) error {
	if len(items) == 0 {
		return errNoItems
	}
	w, known := words[r.lang]
	if !known {
		w = words["ru"]
	}
	meta := c.app().Settings().Meta
	subject := oneLine(items[0].title)
	if len(items) > 1 {
		subject = fmt.Sprintf(w.several, len(items))
	}
	html, err := drawn(items, w.open, w.why)
	if err != nil {
		return err
	}
	host := meta.SenderAddress[strings.LastIndex(meta.SenderAddress, "@")+1:]
	return c.app().NewMailClient().Send(&mailer.Message{
		From:    mail.Address{Name: meta.SenderName, Address: meta.SenderAddress},
		To:      []mail.Address{{Name: r.person.Name, Address: r.address}},
		Subject: subject, HTML: html, Text: plain(items, w.why),
		Headers: map[string]string{"Message-ID": "<" + id + "@" + host + ">", "Auto-Submitted": "auto-generated"},
	})
}

func drawn(items []item, open, why string) (string, error) {
	type line struct{ Title, Body, Link string }
	data := struct {
		Items     []line
		Open, Why string
	}{Open: open, Why: why}
	for _, it := range items {
		data.Items = append(data.Items, line{it.title, it.body, it.link})
	}
	var b bytes.Buffer
	err := paper.Execute(&b, data)
	return b.String(), err
}

func plain(items []item, why string) string {
	var b strings.Builder
	for _, it := range items {
		b.WriteString(it.title + "\n")
		if it.body != "" {
			b.WriteString(it.body + "\n")
		}
		b.WriteString(it.link + "\n\n")
	}
	return b.String() + why + "\n"
}

// oneLine keeps a title from becoming a header of its own.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
