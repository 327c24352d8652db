package store_test

import (
	"errors"
	"testing"

	"kontora/internal/flow"
	"kontora/internal/store"

	"github.com/pocketbase/pocketbase/core"
)

// A word that a rolled back command brought is not taken for stored.
func TestWordsOfARefusedCommandAreStoredLater(t *testing.T) {
	t.Parallel()
	app, m := open(t), office()
	sync(t, app, nil, m)
	payment := m.TypeByKey("money/payment")
	made := create(payment, "pay000000000001", map[string]any{"title": "Экскаватор"}, grant("user:a", 1))
	refused := errors.New("refused")
	err := app.RunInTransaction(func(tx core.App) error {
		if err := store.Apply(tx, m, &flow.Plan{Changes: []*flow.Change{made}}, store.Applying{Config: 1, At: noon}); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	stored := func() (n int) {
		if err := app.DB().NewQuery(`SELECT count(*) FROM k_words WHERE stem LIKE 'экскаватор%'`).Row(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if stored() != 0 {
		t.Fatal("the refused command left a word")
	}
	apply(t, app, m, made)
	apply(t, app, m, create(payment, "pay000000000002", map[string]any{"title": "Экскаватор"}, grant("user:a", 1)))
	if stored() != 1 {
		t.Errorf("%d words, want one", stored())
	}
}
