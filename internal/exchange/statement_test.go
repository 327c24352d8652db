package exchange_test

import (
	"errors"
	"strings"
	"testing"

	"kontora/internal/exchange"
	"kontora/internal/fault"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

const paid = `1CClientBankExchange
ВерсияФормата=1.03
Кодировка=%
ДатаНачала=05.12.2026
РасчСчет=40702810938000012345
СекцияРасчСчет
РасчСчет=40702810938000012345
НачальныйОстаток=20000.00
ВсегоПоступило=500.00
ВсегоСписано=12345.67
КонечныйОстаток=8154.33
КонецРасчСчет
СекцияДокумент=Платежное поручение
Номер=15
Дата=04.12.2026
ДатаСписано=05.12.2026
Сумма=12345.67
ПлательщикСчет=40702810938000012345
ПлательщикИНН=7707083893
Получатель=ИНН 7728168971 ООО "Альфа"
Получатель1=ООО "Альфа"
ПолучательИНН=7728168971
ПолучательСчет=40702810100000000001
ПолучательБИК=044525593
НазначениеПлатежа1=Оплата по счёту № 7
НазначениеПлатежа2=за декабрь
КонецДокумента
СекцияДокумент=Платежное поручение
Номер=3
Дата=05.12.2026
ДатаПоступило=05.12.2026
Сумма=500
ПлательщикСчет=40702810100000000001
Плательщик1=ООО "Альфа"
ПолучательСчет=40702810938000012345
НазначениеПлатежа==возврат
КонецДокумента
КонецФайла
`

// A statement is the same whatever its encoding, its ends of lines and the case of its
// keys; nothing in it is disarmed, for it is no spreadsheet.
func TestStatementsAreReadInEveryEncoding(t *testing.T) {
	t.Parallel()
	crlf := strings.ReplaceAll(paid, "\n", "\r\n")
	encode := func(c *charmap.Charmap, name string) []byte {
		data, err := c.NewEncoder().String(strings.Replace(crlf, "%", name, 1))
		if err != nil {
			t.Fatal(err)
		}
		return []byte(data)
	}
	var first [][]string
	for name, data := range map[string][]byte{
		"windows": encode(charmap.Windows1251, "Windows"), "dos": encode(charmap.CodePage866, "DOS"),
		"utf-8": []byte("\uFEFF" + paid), "other case": []byte(strings.ReplaceAll(paid, "СекцияДокумент", "СЕКЦИЯДОКУМЕНТ")),
	} {
		f, err := exchange.Open(data)
		if err != nil {
			t.Fatal(name, err)
		}
		var rows [][]string
		err = f.Walk(func(r exchange.Row) error {
			rows = append(rows, r.Cells)
			return nil
		})
		if err != nil || !f.IsStatement() || len(rows) != 3 {
			t.Fatal(name, err, rows)
		}
		if first == nil {
			first = rows
		}
		if diff := cmp.Diff(first, rows); diff != "" {
			t.Error(name, diff)
		}
	}
	want := []string{"40702810938000012345", "out", "15", "05.12.2026", "12345.67", "RUB", `ООО "Альфа"`, "7728168971", "40702810100000000001", "044525593", "Оплата по счёту № 7 за декабрь", "Платежное поручение"}
	if diff := cmp.Diff(want, first[1][1:]); diff != "" {
		t.Error(diff)
	}
	if in := first[2]; in[2] != "in" || in[7] != `ООО "Альфа"` || in[11] != "=возврат" {
		t.Error(in)
	}
	if first[1][0] == first[2][0] || len(first[1][0]) != 32 {
		t.Error("keys:", first[1][0], first[2][0])
	}
}

func TestABrokenStatementIsRefusedWhole(t *testing.T) {
	t.Parallel()
	for code, text := range map[string]string{
		"statement_cut":      strings.TrimSuffix(paid, "КонецФайла\n"),
		"statement_balance":  strings.Replace(paid, "8154.33", "8154.34", 1),
		"statement_foreign":  strings.Replace(paid, "ПлательщикСчет=40702810938000012345", "ПлательщикСчет=40702810938000099999", 1),
		"statement_document": strings.Replace(paid, "Сумма=500\n", "Сумма=много\n", 1),
	} {
		_, err := exchange.Open([]byte(text))
		var f *fault.Fault
		if !errors.As(err, &f) || f.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}
