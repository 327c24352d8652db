package api

import (
	"kontora/internal/fault"
	"kontora/internal/flow"

	"github.com/pocketbase/pocketbase/core"
)

type passwordRequest struct {
	Password string `json:"password"`
}

// leastPassword is how many characters a password given by somebody else has.
const leastPassword = 8

// postPassword gives a person a first or a new password. It needs the right to
// administer that person's record; whoever was signed in as them is signed out.
func postPassword(a *asker) (answer, error) {
	rec, rights, err := a.load(a.model.Person, a.re.Request.PathValue("id"))
	if err != nil {
		return nil, err
	}
	if !rights.Can("administer") || a.actor.Scope != nil {
		return nil, fault.New(fault.Denied, "may_not_administer", nil)
	}
	if !flow.MayGiveSignIn(a.model, a.snap, a.actor, rec.Id) {
		return nil, fault.New(fault.Denied, "sign_in_of_designer", nil)
	}
	var in passwordRequest
	if err := a.body(&in); err != nil {
		return nil, err
	}
	if len([]rune(in.Password)) < leastPassword {
		return nil, fault.New(fault.Invalid, "too_short", fault.Params{"min": leastPassword, "is": len([]rune(in.Password))}).At("password")
	}
	person, err := a.re.App.FindRecordById(rec.Type.Slug, rec.Id)
	if err != nil {
		return nil, err
	}
	person.SetPassword(in.Password)
	return nil, a.re.App.RunInTransaction(func(tx core.App) error { return tx.Save(person) })
}
