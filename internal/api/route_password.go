package api

import (
	"kontora/internal/engine"
	"kontora/internal/fault"
	"kontora/internal/flow"
	"kontora/internal/model"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// account is how a person signs in, told on their card to those who may give
// them a password.
type account struct {
	Login string        `json:"login"` // "" when the asker may not see it
	Has   bool          `json:"has"`   // there is a password
	Given *accountGiven `json:"given,omitempty"`
	Open  bool          `json:"open"`  // the state of the person lets them in
	Least int           `json:"least"` // characters that a password needs
}

// accountGiven tells when a password was given by somebody else, and by whom;
// nobody is the operator.
type accountGiven struct {
	At string  `json:"at"`
	By *string `json:"by"`
}

// mayGivePassword reports whether the asker may let a person in: it takes the
// right to administer that person's record, and a program never has it.
func (a *asker) mayGivePassword(t *model.Type, rights flow.Rights) bool {
	return t == a.model.Person && rights.Can("administer") && a.actor.Scope == nil
}

func (a *asker) account(rec *flow.Record, rights flow.Rights, refs *references) (*account, error) {
	if !a.mayGivePassword(rec.Type, rights) || rec.IsArchived() || !flow.MayGiveSignIn(a.model, a.snap, a.actor, rec.Id) {
		return nil, nil
	}
	out := &account{Least: minPassword}
	if f := rec.Type.Field("email"); f != nil && rights.Reads(f) {
		out.Login, _ = rec.Values[f.Key].(string)
	}
	person, known := a.snap.Directory().Person(rec.Id)
	out.Open = known && person.Active
	has, given, err := store.PasswordOf(a.re.App, rec.Type, rec.Id)
	if err != nil {
		return nil, err
	}
	if out.Has = has; given != nil {
		out.Given = &accountGiven{At: given.At}
		if isPerson(given.Actor) {
			out.Given.By = refs.person(given.Actor)
		}
	}
	return out, nil
}

type passwordRequest struct {
	Password string `json:"password"`
}

// putPassword gives a person a first or a new password. Whoever was signed in
// as them is signed out; history keeps that it was given, and by whom.
func putPassword(a *asker) (answer, error) {
	rec, rights, err := a.load(a.model.Person, a.re.Request.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if !a.mayGivePassword(rec.Type, rights) {
		return nil, fault.New(fault.Denied, "may_not_administer", nil)
	}
	if !flow.MayGiveSignIn(a.model, a.snap, a.actor, rec.Id) {
		return nil, fault.New(fault.Denied, "sign_in_of_designer", nil)
	}
	var in passwordRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if len([]rune(in.Password)) < minPassword {
		return nil, fault.New(fault.Invalid, "password_short", fault.Params{"min": minPassword}).At("password")
	}
	person, err := a.re.App.FindRecordById(rec.Type.Slug, rec.Id)
	if err != nil {
		return nil, err
	}
	person.SetPassword(in.Password)
	return nil, a.re.App.RunInTransaction(func(tx core.App) error {
		if err := tx.Save(person); err != nil {
			return err
		}
		return store.NotePassword(tx, rec.Type, rec.Id, engine.ActorId(a.actor), a.requestId(), a.e.Active().Number, a.now)
	})
}
