package main

import (
	"fmt"
	"math/rand"
	"time"
)

// The office that both servers hold. Everything follows from the number of a
// record, so that equal sizes hold equal records on both sides.
const (
	departments = 20 // one person each
	categories  = 12
	bigShare    = 30 // percent of the records that the first department has
	threshold   = 50000
	aloneEvery  = 20    // each so many-th of the oldest records is assigned to the narrow reader
	aloneUntil  = 10000 // so they have equally many at every size, and none of the newest
)

var (
	states     = []string{"draft", "review", "approved", "done"}
	priorities = []string{"low", "normal", "high", "urgent"}
	vocabulary = makeVocabulary(2000)
)

// request is one record, references as positions.
type request struct {
	number                         int
	title, description, place      string
	basis, answer, priority, state string
	department, category, assignee int // assignee: a person's position
	deadline, created              time.Time
	amount, quantity               int // amount in kopecks
	planned                        bool
}

func (r request) id() string     { return fmt.Sprintf("r%014d", r.number) }
func (r request) serial() string { return fmt.Sprintf("R-%07d", r.number) }

// positions of people: one per department, then readers who are in none.
const (
	narrowPerson = departments     // sees what is assigned to them
	widePerson   = departments + 1 // sees everything
	people       = departments + 2
)

var firstDay = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// requestAt makes the record of a number, from 1.
func requestAt(n int) request {
	r := rand.New(rand.NewSource(int64(n) * 7919))
	q := request{number: n, title: phrase(r, 3), description: phrase(r, 12), place: phrase(r, 2)}
	if r.Intn(100) >= bigShare {
		q.department = 1 + r.Intn(departments-1)
	}
	q.category, q.priority, q.state = r.Intn(categories), priorities[r.Intn(4)], states[r.Intn(4)]
	q.deadline = firstDay.AddDate(0, 0, r.Intn(730))
	q.created = firstDay.Add(time.Duration(n) * time.Second)
	q.amount, q.quantity, q.planned = r.Intn(2*threshold*100), 1+r.Intn(20), r.Intn(2) == 0
	if r.Intn(2) == 0 {
		q.basis = fmt.Sprintf("order %d", r.Intn(9999))
	}
	if q.state == "done" {
		q.answer = phrase(r, 4)
	}
	q.assignee = q.department
	if n <= aloneUntil && n%aloneEvery == 0 {
		q.assignee = narrowPerson
	}
	return q
}

func phrase(r *rand.Rand, words int) string {
	text := ""
	for i := range words {
		if i > 0 {
			text += " "
		}
		text += vocabulary[r.Intn(len(vocabulary))]
	}
	return text
}

func makeVocabulary(size int) []string {
	const consonants, vowels = "bcdfgklmnprstvz", "aeiou"
	r := rand.New(rand.NewSource(7))
	seen := map[string]bool{}
	var words []string
	for len(words) < size {
		word := ""
		for range 3 {
			word += string(consonants[r.Intn(len(consonants))]) + string(vowels[r.Intn(len(vowels))])
		}
		if word += string(consonants[r.Intn(len(consonants))]); !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words
}

func departmentName(i int) string { return fmt.Sprintf("Department %02d", i+1) }
func categoryName(i int) string   { return fmt.Sprintf("Category %02d", i+1) }
func personName(i int) string     { return fmt.Sprintf("Person %02d", i+1) }
func personEmail(i int) string    { return fmt.Sprintf("person%02d@bench.example", i+1) }

// departmentOf is the position of a person's department, -1 for none.
func departmentOf(person int) int {
	if person < departments {
		return person
	}
	return -1
}
