package deliver

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"html/template"
	"net/mail"
	"strings"
	"time"

	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/tools/mailer"
)

// mailbox is the way to a person by mail.
type mailbox struct {
	c *Courier
	r reader
}

func (b *mailbox) refuses(level string) string {
	switch {
	case b.r.address == "":
		return reasonNoPlace
	case !b.c.app().Settings().SMTP.Enabled:
		return reasonNoMail
	case b.r.wishes.mail == mailNone && level != urgent:
		return reasonUnwanted
	}
	return ""
}

func (b *mailbox) wait(now, at time.Time, level string) time.Time {
	w := b.r.wishes
	switch {
	case level == urgent:
		return now
	case w.mail == mailDigest:
		return w.quiet(next(at, w.digestTime, b.r.zone), b.r.zone)
	}
	return w.quiet(now, b.r.zone)
}

//go:embed mail.html
var page string

var paper = template.Must(template.New("mail").Parse(page))

// words are in the language of the reader.
func (r reader) words() wording {
	if w, known := words[r.lang]; known {
		return w
	}
	return words["ru"]
}

// wording are the few sentences of a letter that no message brings.
type wording struct {
	several, open, why string
	verdicts           map[string]string
}

var words = map[string]wording{
	"ru": {"Сообщений: %d", "Открыть", "Вам пишет Контора. Как и когда получать письма, настраивается в профиле.",
		map[string]string{flow.Approve: "Согласовать", flow.Return: "Вернуть", flow.Reject: "Отклонить"}},
	"en": {"%d messages", "Open", "Sent by Kontora. Your profile says how and when you get mail.",
		map[string]string{flow.Approve: "Approve", flow.Return: "Return", flow.Reject: "Reject"}},
}

// send mails messages to one person. The id makes the same mail recognisable
// when a try that failed had reached the server after all.
func (b *mailbox) send(_ context.Context, id string, items []item) error {
	w := b.r.words()
	meta := b.c.app().Settings().Meta
	subject := oneLine(items[0].title)
	if len(items) > 1 {
		subject = fmt.Sprintf(w.several, len(items))
	}
	html, err := drawn(items, meta.AppURL, w)
	if err != nil {
		return err
	}
	host := meta.SenderAddress[strings.LastIndex(meta.SenderAddress, "@")+1:]
	return b.c.app().NewMailClient().Send(&mailer.Message{
		From:    mail.Address{Name: meta.SenderName, Address: meta.SenderAddress},
		To:      []mail.Address{{Name: b.r.person.Name, Address: b.r.address}},
		Subject: subject, HTML: html, Text: plain(items, meta.AppURL, w),
		Headers: map[string]string{"Message-ID": "<" + id + "@" + host + ">", "Auto-Submitted": "auto-generated"},
	})
}

func drawn(items []item, home string, w wording) (string, error) {
	type button struct{ Word, Link string }
	type line struct {
		Title, Body, Link string
		Votes             []button
	}
	data := struct {
		Items     []line
		Open, Why string
	}{Open: w.open, Why: w.why}
	for _, it := range items {
		l := line{Title: it.title, Body: it.body, Link: home + it.path}
		for _, v := range it.votes {
			l.Votes = append(l.Votes, button{w.verdicts[v.verdict], home + v.path})
		}
		data.Items = append(data.Items, l)
	}
	var b bytes.Buffer
	err := paper.Execute(&b, data)
	return b.String(), err
}

func plain(items []item, home string, w wording) string {
	var b strings.Builder
	for _, it := range items {
		b.WriteString(it.title + "\n")
		if it.body != "" {
			b.WriteString(it.body + "\n")
		}
		b.WriteString(home + it.path + "\n")
		for _, v := range it.votes {
			b.WriteString(w.verdicts[v.verdict] + ": " + home + v.path + "\n")
		}
		b.WriteString("\n")
	}
	return b.String() + w.why + "\n"
}

// oneLine keeps a title from becoming a header of its own.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
