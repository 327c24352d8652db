package scenario

import (
	"fmt"
	"strconv"
	"sync"
)

// runParallel sends one command many times at once. $i counts from 1.
func runParallel(c *call) error {
	word, err := c.take("number")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 || n > 1000 {
		return fmt.Errorf("%q is not a number of commands from 1 to 1000", word)
	}
	st := statement{text: c.line, words: c.args}
	return c.all(n, func(i int, w *world) (statement, error) {
		w.vars["i"] = strconv.Itoa(i + 1)
		return st, nil
	})
}

// runTogether has several people act at once; each text is a person and a
// command.
func runTogether(c *call) error {
	sts := make([]statement, len(c.args))
	for i, a := range c.args {
		list, err := parseStatements(a.text)
		if err != nil || len(list) != 1 || len(list[0].words) < 2 {
			return fmt.Errorf("%q is not a person and a command", a.text)
		}
		sts[i] = list[0]
	}
	return c.all(len(sts), func(i int, w *world) (statement, error) {
		who := w.actors[sts[i].name()]
		if who == nil {
			return statement{}, fmt.Errorf("nobody is called %q", sts[i].name())
		}
		w.actor = who
		return statement{text: sts[i].text, words: sts[i].args()}, nil
	})
}

// all runs n commands at once and sums up how they ended: ok, refused,
// statuses by code, answers in order. None of them fails the script by itself.
func (c *call) all(n int, prepare func(i int, w *world) (statement, error)) error {
	worlds, errs := make([]*world, n), make([]error, n)
	var group sync.WaitGroup
	for i := range n {
		w := c.beside()
		st, err := prepare(i, w)
		if err != nil {
			return err
		}
		w.last, worlds[i] = nil, w
		group.Go(func() { errs[i] = w.do(st) })
	}
	group.Wait()
	ok, refused, statuses, answers := 0, 0, map[string]any{}, []any{}
	for i, w := range worlds {
		if w.last == nil {
			return errs[i]
		}
		if w.last.refused() {
			refused++
		} else {
			ok++
		}
		code := strconv.Itoa(w.last.status)
		before, _ := statuses[code].(int)
		statuses[code] = before + 1
		answers = append(answers, w.last.json)
	}
	c.world.header = map[string]string{}
	c.answer(c.line, map[string]any{"ok": ok, "refused": refused, "statuses": statuses, "answers": answers})
	return nil
}
