package exchange_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"kontora/internal/exchange"
	"kontora/internal/fault"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"
	"golang.org/x/text/encoding/charmap"
)

var update = flag.Bool("update", false, "write golden files anew")

func orders() []exchange.Order {
	payer := exchange.Side{Name: `ООО "Ромашка"`, Inn: "7707083893", Kpp: "770701001", Account: "40702810938000012345", Bank: "ПАО СБЕРБАНК г. Москва", Bik: "044525225", Corr: "30101810400000000225"}
	payee := exchange.Side{Name: `ТОО "Қала Жарнама"`, Inn: "7728168971", Account: "40702810100000000001", Bank: "АО «Альфа-Банк»", Bik: "044525593", Corr: "30101810200000000593"}
	day := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	return []exchange.Order{
		{Number: "15", Date: day, Amount: decimal.RequireFromString("12345.67"), Payer: payer, Payee: payee, Purpose: "Оплата по счёту № 7\r\nСумма=1.00\r\nКонецФайла. НДС 22%"},
		{Number: "16", Date: day.AddDate(0, 0, 1), Amount: decimal.NewFromInt(100), Payer: payer, Payee: payee, Purpose: "Аванс"},
	}
}

// The file is compared byte by byte with one that client-bank programs take.
func TestOrdersAreByteExact(t *testing.T) {
	t.Parallel()
	got, err := exchange.WriteOrders(orders(), time.Date(2026, 11, 29, 23, 5, 7, 0, time.UTC), "Kontora")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/orders.txt"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error(cmp.Diff(read(t, want), read(t, got)))
	}
	text := read(t, got)
	lines := strings.Split(text, "\r\n")
	if lines[0] != "1CClientBankExchange" || lines[1] != "ВерсияФормата=1.03" || lines[2] != "Кодировка=Windows" || lines[len(lines)-2] != "КонецФайла" || lines[len(lines)-1] != "" {
		t.Error(lines)
	}
	for line, times := range map[string]int{"СекцияДокумент=Платежное поручение": 2, "Сумма=12345.67": 1, "Сумма=100.00": 1, "Сумма=1.00": 0, "Дата=29.11.2026": 1, "Дата=30.11.2026": 1,
		"Очередность=5": 2, "ВидОплаты=01": 2, "КонецФайла": 1, "РасчСчет=40702810938000012345": 1, `Получатель1=ТОО "Кала Жарнама"`: 2} {
		n := 0
		for _, l := range lines {
			if l == line {
				n++
			}
		}
		if n != times {
			t.Errorf("%q stands %d times, wanted %d", line, n, times)
		}
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("a line does not end in CRLF")
	}
}

func TestOrdersThatNoBankTakes(t *testing.T) {
	t.Parallel()
	other, letter := orders(), orders()
	other[1].Payer.Account = "40702810938000099999"
	letter[0].Purpose = "漢"
	for code, list := range map[string][]exchange.Order{"orders_none": nil, "orders_accounts": other, "orders_letter": letter} {
		_, err := exchange.WriteOrders(list, time.Time{}, "Kontora")
		if f, ok := fault.As(err); !ok || f.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func read(t *testing.T, data []byte) string {
	t.Helper()
	text, err := charmap.Windows1251.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
