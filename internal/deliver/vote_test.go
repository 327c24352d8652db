package deliver_test

import (
	"io"
	"mime/quotedprintable"
	"regexp"
	"strings"
	"testing"
	"time"

	"kontora/internal/engine"
	"kontora/internal/flow"
	"kontora/internal/rule"
)

var voteLinks = regexp.MustCompile(`https://office\.example/vote#([\w.-]+)`)

// tokens are those of the links in the plain text of the last mail.
func (o *office) voteTokens() []string {
	o.t.Helper()
	mails := o.post.got()
	body, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(mails[len(mails)-1])))
	o.must(err)
	var tokens []string
	for _, m := range voteLinks.FindAllStringSubmatch(string(body), -1) {
		tokens = append(tokens, m[1])
	}
	return tokens
}

func (o *office) plea(subject string) string {
	o.t.Helper()
	to := rule.Reference{Type: "desk/person", Id: o.people["boris"]}
	out := o.do(flow.Command{Kind: flow.Create, Fields: map[string]any{"subject": subject, "to": to}, Actor: o.as("anna")}, "desk_plea")
	o.do(flow.Command{Kind: flow.Move, Id: out.Id, Transition: "send", Actor: o.as("anna")}, "desk_plea")
	return out.Id
}

func TestALetterBringsTheVotesThatAreAskedFor(t *testing.T) {
	o := open(t)
	o.listen()
	id := o.plea("Отпуск")
	o.deliver()
	o.want(1, "Решите «Отпуск»")
	tokens := o.voteTokens()
	if len(tokens) != 4 { // two in the text, the same two in the page
		t.Fatalf("%d links: %s", len(tokens), o.post.got()[0])
	}
	verdicts := map[string]bool{}
	for _, token := range tokens {
		v, err := o.e.ReadVote(token, o.people["boris"])
		o.must(err)
		verdicts[v.Ballot.Verdict] = true
		if v.Record != id || v.Type != "desk_plea" || v.Ballot.Step != "one" || v.Ballot.Round != 1 || v.Ballot.Hash == "" {
			t.Errorf("%+v", v)
		}
	}
	if !verdicts[flow.Approve] || !verdicts[flow.Return] || len(verdicts) != 2 {
		t.Errorf("verdicts %v", verdicts)
	}
	o.note("Не просьба")
	o.deliver()
	o.want(2, "Не просьба")
	if more := o.voteTokens(); len(more) != 0 {
		t.Errorf("votes in a letter that asks for none: %v", more)
	}
}

func TestALinkIsGoodForItsReaderAndForAWeek(t *testing.T) {
	o := open(t)
	o.listen()
	o.plea("Отпуск")
	o.deliver()
	token := o.voteTokens()[0]
	refused := func(token, who, code string) {
		t.Helper()
		if _, err := o.e.ReadVote(token, o.people[who]); err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%v, want %s", err, code)
		}
	}
	refused(token, "anna", "mailed_vote_not_yours")
	refused(token[:len(token)-3], "boris", "mailed_vote_unreadable")
	refused("", "boris", "mailed_vote_unreadable")
	forged, err := o.e.SignVote(engine.MailedVote{Person: o.people["anna"]})
	o.must(err)
	parts, own := strings.Split(forged, "."), strings.Split(token, ".")
	refused(own[0]+"."+own[1]+"."+parts[2], "boris", "mailed_vote_unreadable")

	rec, err := o.app.FindRecordById("users", o.people["boris"])
	o.must(err)
	sign, err := rec.NewAuthToken()
	o.must(err)
	refused(sign, "boris", "mailed_vote_unreadable")
	if _, err := o.app.FindAuthRecordByToken(token); err == nil {
		t.Error("the link of a letter signs in")
	}

	again := o.voteTokens()[0]
	rec.RefreshTokenKey() // as a new password does
	o.must(o.app.Save(rec))
	refused(again, "boris", "mailed_vote_unreadable")
	token, err = o.e.SignVote(engine.MailedVote{Person: o.people["boris"]})
	o.must(err)

	o.clock.Add((7*24*time.Hour - time.Second).Milliseconds())
	if _, err := o.e.ReadVote(token, o.people["boris"]); err != nil {
		t.Errorf("a second before the end of the week: %v", err)
	}
	o.clock.Add((2 * time.Second).Milliseconds())
	refused(token, "boris", "mailed_vote_expired")
}
