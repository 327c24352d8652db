package exchange

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"kontora/internal/fault"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/charmap"
)

// StatementWords are what a document of a bank statement says, in the order of the
// columns in which it is read. A key is the same for the same document, in whatever
// statement it comes. The direction is "in" or "out" of the account; the party is
// who is on the other side.
var StatementWords = []string{"key", "account", "direction", "number", "date", "amount", "currency", "party", "party_inn", "party_account", "party_bik", "purpose", "kind"}

const statementMark = "1CClientBankExchange"

// isStatement reports whether a file is one that bank programs write.
func isStatement(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\uFEFF")), []byte(statementMark))
}

// openStatement reads the documents of a bank's statement as the rows of a sheet.
func openStatement(data []byte) (*File, error) {
	text, err := Decode(data)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(data[:min(len(data), 4096)]), "=DOS") {
		if out, err := charmap.CodePage866.NewDecoder().Bytes(data); err == nil {
			text = string(out)
		}
	}
	s := &statement{own: map[string]bool{}}
	at := 0
	for line := range strings.Lines(text) {
		at++
		if err := s.line(at, strings.TrimRight(line, "\r\n")); err != nil {
			return nil, err
		}
	}
	if !s.ended {
		return nil, fault.New(fault.Invalid, "statement_cut", nil)
	}
	f := &File{sheet: []Row{{At: 1, Cells: StatementWords}}}
	for _, d := range s.documents {
		row, err := s.row(d)
		if err != nil {
			return nil, err
		}
		f.sheet = append(f.sheet, row)
	}
	return f, nil
}

// statement gathers the sections of one file. Keys are compared without case: banks
// differ in it.
type statement struct {
	version   string
	own       map[string]bool // accounts that it is about
	section   *section        // which is being read
	isBalance bool            // it is that of an account
	documents []*section
	ended     bool
}

type section struct {
	at     int // line where it begins
	values map[string]string
}

// get is the first of some keys that says something.
func (s *section) get(keys ...string) string {
	for _, key := range keys {
		if v := s.values[strings.ToLower(key)]; v != "" {
			return v
		}
	}
	return ""
}

func (s *statement) line(at int, text string) error {
	key, value, _ := strings.Cut(text, "=")
	key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
	switch key {
	case "секциядокумент":
		s.section, s.isBalance = &section{at, map[string]string{key: strings.Trim(value, `"`)}}, false
	case "секциярасчсчет":
		s.section, s.isBalance = &section{at, map[string]string{}}, true
	case "конецдокумента":
		if s.section != nil && !s.isBalance {
			s.documents = append(s.documents, s.section)
		}
		s.section = nil
	case "конецрасчсчет":
		balance := s.section
		s.section = nil
		if balance != nil {
			return s.balance(balance)
		}
	case "конецфайла":
		s.ended = true
	default:
		s.key(key, value)
	}
	return nil
}

func (s *statement) key(key, value string) {
	if key == "расчсчет" || key == "иик" {
		s.own[value] = true
	}
	switch {
	case s.section != nil && s.section.values[key] == "":
		s.section.values[key] = value
	case key == "версияформата":
		s.version = value
	}
}

// balance refuses a statement that does not add up: something in it is missing.
func (s *statement) balance(b *section) error {
	var sums [4]decimal.Decimal
	for i, key := range []string{"НачальныйОстаток", "ВсегоПоступило", "ВсегоСписано", "КонечныйОстаток"} {
		text := b.get(key)
		if text == "" && (i == 1 || i == 2) {
			continue // nothing moved
		}
		d, ok := ReadNumber(text)
		if !ok {
			return nil // the bank does not tell its balances
		}
		sums[i] = d
	}
	if comes := sums[0].Add(sums[1]).Sub(sums[2]); !comes.Equal(sums[3]) {
		return fault.New(fault.Invalid, "statement_balance", fault.Params{"account": b.get("РасчСчет", "ИИК"), "comes": comes.StringFixed(2), "says": sums[3].StringFixed(2)})
	}
	return nil
}

// sideKeys are what banks call the same thing of one side of a payment.
func sideKeys(who string) (name, inn, account, bik []string) {
	return []string{who + "1", who + "Наименование", who}, []string{who + "ИНН", who + "БИН_ИИН"},
		[]string{who + "Счет", who + "РасчСчет", who + "ИИК"}, []string{who + "БИК", who + "БанкБИК"}
}

func (s *statement) row(d *section) (Row, error) {
	_, _, payer, _ := sideKeys("Плательщик")
	_, _, payee, _ := sideKeys("Получатель")
	account, direction, party, sum := d.get(payer...), "out", "Получатель", []string{"СуммаРасход", "Сумма", "СуммаПриход"}
	isIn := s.own[d.get(payee...)] && (!s.own[account] || d.get("ДатаПоступило") != "" && d.get("ДатаСписано") == "")
	if isIn {
		account, direction, party, sum = d.get(payee...), "in", "Плательщик", []string{"СуммаПриход", "Сумма", "СуммаРасход"}
	}
	if !s.own[account] {
		return Row{}, fault.New(fault.Invalid, "statement_foreign", fault.Params{"row": d.at})
	}
	moved := []string{"ДатаСписано", "ДатаВалютирования", "Дата", "ДатаДокумента"}
	if isIn {
		moved[0] = "ДатаПоступило"
	}
	day, ok := ReadDay(d.get(moved...))
	amount, isNumber := ReadNumber(d.get(sum...))
	if !ok || !isNumber {
		return Row{}, fault.New(fault.Invalid, "statement_document", fault.Params{"row": d.at})
	}
	name, inn, other, bik := sideKeys(party)
	cells := []string{"", account, direction, d.get("Номер", "НомерДокумента"), day.Format(dayLayout), amount.StringFixed(2), s.currency(d), d.get(name...), d.get(inn...), d.get(other...),
		d.get(bik...), purposeOf(d), d.get("ВидДокумента", "СекцияДокумент")}
	cells[0] = keyOf(d, account, direction, cells[3], amount, cells[8], cells[9], cells[7])
	return Row{At: d.at, Cells: cells}, nil
}

// keyOf tells a document from all others: account, date, number, amount, direction and
// who is on the other side, shortened to what a field may hold.
func keyOf(d *section, account, direction, number string, amount decimal.Decimal, party ...string) string {
	day := d.get("Дата", "ДатаДокумента")
	if at, ok := ReadDay(day); ok {
		day = at.Format(time.DateOnly)
	}
	who := ""
	for _, p := range party {
		if who == "" {
			who = p
		}
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{account, day, number, amount.StringFixed(2), direction, who}, "\n")))
	return hex.EncodeToString(sum[:16])
}

func (s *statement) currency(d *section) string {
	if c := d.get("Валюта", "КодВалюты"); c != "" {
		return strings.ToUpper(c)
	}
	if strings.HasPrefix(s.version, "2") {
		return "KZT"
	}
	return "RUB"
}

func purposeOf(d *section) string {
	if whole := d.get("НазначениеПлатежа"); whole != "" {
		return whole
	}
	var lines []string
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		if part := d.get("НазначениеПлатежа" + n); part != "" {
			lines = append(lines, part)
		}
	}
	return strings.Join(lines, " ")
}
