package api_test

import "testing"

// The letter proves that the mailbox is theirs, not that they may edit the field.
func TestAnAddressConfirmedByLetterStaysAField(t *testing.T) {
	o := open(t)
	person, err := o.app.FindRecordById("users", o.ids["olga"])
	if err != nil {
		t.Fatal(err)
	}
	was, password := person.Email(), "correct horse"
	person.SetPassword(password)
	if err := o.app.Save(person); err != nil {
		t.Fatal(err)
	}
	token, err := person.NewEmailChangeToken("other@example.org")
	if err != nil {
		t.Fatal(err)
	}
	o.ask("", "POST", "/api/collections/users/confirm-email-change", map[string]any{"token": token, "password": password}).is(401, "refused")
	if person, err = o.app.FindRecordById("users", o.ids["olga"]); err != nil || person.Email() != was {
		t.Errorf("address is %q, expected %q (%v)", person.Email(), was, err)
	}
}
