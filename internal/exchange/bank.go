package exchange

import (
	"bytes"
	"strings"
	"time"

	"kontora/internal/fault"

	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/charmap"
)

// Order is one payment order of an exchange with a client-bank program
// (1CClientBankExchange 1.03).
type Order struct {
	Number   string
	Date     time.Time
	Amount   decimal.Decimal
	Payer    Side
	Payee    Side
	Purpose  string
	Priority string // очередность; "" is 5
	Kind     string // вид оплаты; "" is 01
	Code     string // УИН; "" is 0
}

// Side is who pays, or who is paid.
type Side struct{ Name, Inn, Kpp, Account, Bank, Bik, Corr string }

// Limits of the orders that one file takes.
const maxOrders = 1000

// WriteOrders writes payment orders from one account as client-bank programs read
// them: Windows-1251, lines that end in CRLF, in this order of keys. at is when the
// file is made, by the clock of the office; from is the program that makes it.
func WriteOrders(orders []Order, at time.Time, from string) ([]byte, error) {
	if len(orders) == 0 {
		return nil, fault.New(fault.Invalid, "orders_none", nil)
	}
	if len(orders) > maxOrders {
		return nil, fault.New(fault.Limit, "orders_limit", fault.Params{"max": maxOrders})
	}
	first, last := orders[0].Date, orders[0].Date
	for _, o := range orders {
		if o.Payer.Account != orders[0].Payer.Account || o.Payer.Bik != orders[0].Payer.Bik {
			return nil, fault.New(fault.Invalid, "orders_accounts", nil)
		}
		if o.Date.Before(first) {
			first = o.Date
		}
		if o.Date.After(last) {
			last = o.Date
		}
	}
	w := &keyed{}
	w.line("1CClientBankExchange")
	w.put("ВерсияФормата", "1.03")
	w.put("Кодировка", "Windows")
	w.put("Отправитель", from)
	w.put("Получатель", "")
	w.put("ДатаСоздания", at.Format(dayLayout))
	w.put("ВремяСоздания", at.Format("15:04:05"))
	w.put("ДатаНачала", first.Format(dayLayout))
	w.put("ДатаКонца", last.Format(dayLayout))
	w.put("РасчСчет", orders[0].Payer.Account)
	w.put("Документ", "Платежное поручение")
	for _, o := range orders {
		w.order(o)
	}
	w.line("КонецФайла")
	return w.out.Bytes(), w.wrong
}

// keyed writes lines of keys and values. The first letter that the code page does
// not have stops it.
type keyed struct {
	out   bytes.Buffer
	wrong error
}

func (w *keyed) order(o Order) {
	w.put("СекцияДокумент", "Платежное поручение")
	w.put("Номер", o.Number)
	w.put("Дата", o.Date.Format(dayLayout))
	w.put("Сумма", o.Amount.StringFixed(2))
	w.side("Плательщик", o.Payer)
	w.side("Получатель", o.Payee)
	w.put("ВидОплаты", or(o.Kind, "01"))
	w.put("Код", or(o.Code, "0"))
	w.put("Очередность", or(o.Priority, "5"))
	w.put("НазначениеПлатежа", o.Purpose)
	w.line("КонецДокумента")
}

func (w *keyed) side(who string, s Side) {
	named := s.Name
	if s.Inn != "" {
		named = "ИНН " + s.Inn + " " + s.Name
	}
	w.put(who+"Счет", s.Account)
	w.put(who, named)
	w.put(who+"ИНН", s.Inn)
	if s.Kpp != "" {
		w.put(who+"КПП", s.Kpp)
	}
	w.put(who+"1", s.Name)
	w.put(who+"РасчСчет", s.Account)
	w.put(who+"Банк1", s.Bank)
	w.put(who+"БИК", s.Bik)
	w.put(who+"Корсчет", s.Corr)
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// put writes one key. A value is one line: whoever writes a purpose cannot add keys.
func (w *keyed) put(key, value string) {
	w.line(key + "=" + strings.Join(strings.Fields(value), " "))
}

// near are letters that Windows-1251 lacks, with those that banks write instead.
var near = strings.NewReplacer("ә", "а", "ғ", "г", "қ", "к", "ң", "н", "ө", "о", "ұ", "у", "ү", "у", "һ", "х",
	"Ә", "А", "Ғ", "Г", "Қ", "К", "Ң", "Н", "Ө", "О", "Ұ", "У", "Ү", "У", "Һ", "Х", "₸", "тг", "₽", "руб", "\u2212", "-", "\u2009", " ", "\u202F", " ")

func (w *keyed) line(text string) {
	text = near.Replace(text)
	data, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil && w.wrong == nil {
		w.wrong = fault.New(fault.Invalid, "orders_letter", fault.Params{"text": text})
	}
	w.out.WriteString(data + "\r\n")
}
