package deliver

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/mail"
	"strings"

	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/tools/mailer"
)

// item is one message in a mail.
type item struct {
	title, body, link string
	votes             []voteLink
}

// voteLink leads to a vote that the reader is asked for.
type voteLink struct{ verdict, link string }

//go:embed mail.html
var page string

var paper = template.Must(template.New("mail").Parse(page))

// words are the few sentences of a mail that no message brings.
type words struct {
	several, open, why string
	verdicts           map[string]string
}

var inLanguage = map[string]words{
	"ru": {"Сообщений: %d", "Открыть", "Вам пишет Контора. Как и когда получать письма, настраивается в профиле.",
		map[string]string{flow.Approve: "Согласовать", flow.Return: "Вернуть", flow.Reject: "Отклонить"}},
	"en": {"%d messages", "Open", "Sent by Kontora. Your profile says how and when you get mail.",
		map[string]string{flow.Approve: "Approve", flow.Return: "Return", flow.Reject: "Reject"}},
}

// send mails messages to one person. The id makes the same mail recognisable
// when a try that failed had reached the server after all.
func (c *Courier) send(r reader, id string, items []item) error {
	if len(items) == 0 {
		return errNoItems
	}
	w, known := inLanguage[r.lang]
	if !known {
		w = inLanguage["ru"]
	}
	meta := c.app().Settings().Meta
	subject := oneLine(items[0].title)
	if len(items) > 1 {
		subject = fmt.Sprintf(w.several, len(items))
	}
	html, err := drawn(items, w)
	if err != nil {
		return err
	}
	host := meta.SenderAddress[strings.LastIndex(meta.SenderAddress, "@")+1:]
	return c.app().NewMailClient().Send(&mailer.Message{
		From:    mail.Address{Name: meta.SenderName, Address: meta.SenderAddress},
		To:      []mail.Address{{Name: r.person.Name, Address: r.address}},
		Subject: subject, HTML: html, Text: plain(items, w),
		Headers: map[string]string{"Message-ID": "<" + id + "@" + host + ">", "Auto-Submitted": "auto-generated"},
	})
}

func drawn(items []item, w words) (string, error) {
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
		l := line{Title: it.title, Body: it.body, Link: it.link}
		for _, v := range it.votes {
			l.Votes = append(l.Votes, button{w.verdicts[v.verdict], v.link})
		}
		data.Items = append(data.Items, l)
	}
	var b bytes.Buffer
	err := paper.Execute(&b, data)
	return b.String(), err
}

func plain(items []item, w words) string {
	var b strings.Builder
	for _, it := range items {
		b.WriteString(it.title + "\n")
		if it.body != "" {
			b.WriteString(it.body + "\n")
		}
		b.WriteString(it.link + "\n")
		for _, v := range it.votes {
			b.WriteString(w.verdicts[v.verdict] + ": " + v.link + "\n")
		}
		b.WriteString("\n")
	}
	return b.String() + w.why + "\n"
}

// oneLine keeps a title from becoming a header of its own.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
