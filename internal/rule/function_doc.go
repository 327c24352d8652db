package rule

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// FunctionDoc is one function of the language as its authors read of it.
type FunctionDoc struct {
	Name      string
	Signature string  // least(a, b) → the type of both
	En, Ru    string  // what it gives, one sentence
	Places    []Place // where it may stand
}

// told is what is written about a function beside its declaration.
type told struct{ signature, en, ru string }

// tales are written by subject, in the order of the files function_*.go. A test
// finds a function without one, and one without a function.
var tales = map[string]told{
	"all":    {"all(list, condition) → yes/no", "True if the condition holds for every element; an empty list has it.", "Условие верно для каждого элемента; для пустого списка — да."},
	"any":    {"any(list, condition) → yes/no", "True if it holds for at least one element.", "Условие верно хотя бы для одного элемента."},
	"none":   {"none(list, condition) → yes/no", "True if it holds for no element.", "Условие не верно ни для одного элемента."},
	"one":    {"one(list, condition) → yes/no", "True if it holds for exactly one element.", "Условие верно ровно для одного элемента."},
	"count":  {"count(list, condition?) → number", "How many elements there are, or for how many the condition holds.", "Сколько элементов в списке — или скольких, для которых верно условие."},
	"filter": {"filter(list, condition) → list", "The elements for which the condition holds.", "Элементы, для которых условие верно."},
	"find":   {"find(list, condition) → element", "The first element for which it holds; empty when there is none.", "Первый элемент, для которого условие верно; пусто, если такого нет."},
	"map":    {"map(list, expression) → list", "What the expression gives for each element: map(lines, .amount).", "Что даёт выражение для каждого элемента: map(lines, .amount)."},
	"sum":    {"sum(list, expression?) → number or money", "The sum; empty values are left out: sum(lines, .amount).", "Сумма; пустые значения пропускаются: sum(lines, .amount)."},
	"first":  {"first(list) → element", "The first element; empty for an empty list.", "Первый элемент; пусто, если список пуст."},
	"last":   {"last(list) → element", "The last element; empty for an empty list.", "Последний элемент; пусто, если список пуст."},
	"len":    {"len(list or text) → number", "How many elements or characters; 0 for an empty value.", "Число элементов или знаков; для пустого значения — 0."},

	"money":    {"money(number or text, currency?) → money", "An amount: money('1500.50', 'KZT'), money(rate * 2, currency).", "Сумма денег: money('1500.50', 'KZT'), money(rate * 2, currency)."},
	"least":    {"least(a, b) → the type of both", "The lesser of two.", "Меньшее из двух."},
	"greatest": {"greatest(a, b) → the type of both", "The greater of two.", "Большее из двух."},
	"atleast0": {"atleast0(number or money) → the same", "The value, or zero where it is below zero.", "Само значение или ноль, если оно отрицательно."},
	"round":    {"round(number or money, places?) → the same", "Rounded half away from zero; an amount without places to those of its currency.", "Округление, половина — от нуля; сумма без числа знаков — до знаков своей валюты."},
	"percent":  {"percent(part, whole) → number", "How many hundredths of the whole the part is; empty when the whole is zero.", "Сколько процентов целого составляет часть; пусто, если целое — ноль."},
	"rank":     {"rank(choice) → number", "The place of a choice in its list, from 0: rank(priority) >= rank(old.priority).", "Место варианта в списке, с нуля: rank(priority) >= rank(old.priority)."},
	"present":  {"present(file) → yes/no", "Whether there is a file, or at least one of several.", "Приложен ли файл — хотя бы один, если их несколько."},

	"upper": {"upper(text) → text", "In capital letters.", "Прописными буквами."},
	"lower": {"lower(text) → text", "In small letters.", "Строчными буквами."},
	"trim":  {"trim(text) → text", "Without white space at both ends.", "Без пробелов в начале и в конце."},
	"split": {"split(text, separator) → list of text", "The parts between the separators.", "Части текста между разделителями."},
	"join":  {"join(list of text, separator) → text", "The texts put together; empty ones are left out.", "Тексты, соединённые через разделитель; пустые пропускаются."},

	"after":        {"after(instant or date, span) → instant", "So long after it; working time by the calendar of the record: after(created, '8wh').", "Через такой срок после; рабочее время — по календарю записи: after(created, '8wh')."},
	"before":       {"before(instant or date, span) → instant", "So long before it.", "За такой срок до."},
	"days":         {"days(number) → span", "So many times 24 hours.", "Столько суток по 24 часа."},
	"hours":        {"hours(number) → span", "So many hours.", "Столько часов."},
	"wh":           {"wh(number) → span", "So many working hours.", "Столько рабочих часов."},
	"wd":           {"wd(whole number) → span", "So many working days.", "Столько рабочих дней."},
	"worktime":     {"worktime(from, to) → span", "The working time between two instants by the calendar of the record.", "Рабочее время между двумя моментами по календарю записи."},
	"workdays":     {"workdays(from, to) → number", "How many working days from one day on, the last one not counted.", "Сколько рабочих дней от одной даты до другой, последняя не считается."},
	"date":         {"date(instant) → date", "The day of an instant in the zone of the record.", "День, на который приходится момент, в часовом поясе записи."},
	"month":        {"month(date) → date", "The first day of its month.", "Первое число месяца."},
	"week":         {"week(date) → date", "The Monday of its week.", "Понедельник недели."},
	"year":         {"year(date) → number", "Its year.", "Год."},
	"add_months":   {"add_months(date, whole number) → date", "So many months later; the last day of a month stays the last.", "Через столько месяцев; последний день месяца остаётся последним."},
	"start_of_day": {"start_of_day(date) → instant", "The first instant of the day.", "Начало дня."},
	"end_of_day":   {"end_of_day(date) → instant", "The last instant of the day.", "Конец дня."},
	"at_time":      {"at_time(date, 'hh:mm') → instant", "The day at a time of the clock: at_time(due, '10:00').", "Этот день в указанное время: at_time(due, '10:00')."},

	"role":     {"role('key', unit?) → people", "Everybody who holds the role, within a unit and those below it if one is given.", "Все, у кого есть роль; если указано подразделение — в нём и ниже."},
	"head":     {"head(unit) → people", "The head of a unit.", "Руководитель подразделения."},
	"members":  {"members(unit) → people", "Everybody in a unit and those below it.", "Все сотрудники подразделения и подчинённых ему."},
	"org":      {"org(organisation) → people", "Everybody in an organisation.", "Все сотрудники организации."},
	"readers":  {"readers(record) → people", "Everybody to whom some rule of rights shows that record: rights of a record this one points to.", "Все, кому правила доступа показывают ту запись: права записи, на которую указывает эта."},
	"people":   {"people(a, b, …) → people", "All of them together; the same as an array.", "Все вместе; то же, что и список."},
	"except":   {"except(people, others) → people", "The first without the others.", "Первые без вторых."},
	"only":     {"only(people, others) → people", "Those of the first who are among the others too.", "Те из первых, кто есть и среди вторых."},
	"in_role":  {"in_role('key', unit?) → yes/no", "Whether whoever asks holds the role, in a unit if one is given.", "Есть ли роль у того, кто спрашивает; если указано подразделение — в нём."},
	"has_role": {"has_role(person, 'key') → yes/no", "Whether a person holds the role.", "Есть ли роль у сотрудника."},
	"parent":   {"parent(unit) → unit", "The unit above; empty for the topmost one.", "Вышестоящее подразделение; пусто у самого верхнего."},

	"lookup":   {"lookup('type', {key: value, …}, date?) → record", "The row of a catalog that fits these keys most exactly, valid on the day if it is dated.", "Строка справочника, точнее всего подходящая под ключи, — действующая на дату, если у строк есть сроки."},
	"value":    {"value('type', code) → record", "The row of a catalog with this code.", "Строка справочника с таким кодом."},
	"children": {"children('key') → list of records", "The records that an ensure of the record has made.", "Записи, которые создало правило ensure этой записи."},

	"balance": {"balance('register', {dimension: value, …}) → measures", "What a register holds for these dimensions; those left out are summed over: balance('budget', {line: line}).left.", "Что числится в регистре по этим измерениям; по остальным — сумма: balance('budget', {line: line}).left."},
	"exceeds": {"exceeds('register', 'state') → yes/no", "Whether what the record would contribute in that state breaks a limit.", "Нарушит ли запись лимит регистра, оказавшись в этом состоянии."},

	"opened": {"opened(record) → yes/no", "Whether whoever asks has opened what the record holds now, files included.", "Открывал ли тот, кто спрашивает, запись в её нынешнем виде вместе с файлами."},

	"in_words":  {"in_words(money or whole number) → text", "In words, in Russian, as papers have it: «Триста шестьдесят белорусских рублей 00 копеек».", "Прописью, как на документах: «Триста шестьдесят белорусских рублей 00 копеек»."},
	"long_date": {"long_date(date) → text", "The day with the month in words, in Russian: «21 ноября 2026 г.».", "День с названием месяца: «21 ноября 2026 г.»."},
	"fixed":     {"fixed(number or money, places) → text", "With so many digits behind a point and nothing between thousands: for codes and files of other programs. Rounded half away from zero.", "С таким числом знаков после точки и без пробелов между разрядами — для кодов и файлов других программ. Половина округляется от нуля."},

	"phone":            {"phone(text, country) → text", "The number in international form; empty when it is none.", "Номер в международном виде; пусто, если это не номер."},
	"normalize_serial": {"normalize_serial(text) → text", "A serial number without spaces and dashes, look-alike letters made one.", "Серийный номер без пробелов и дефисов, похожие буквы приведены к одной."},
	"tax_id_valid":     {"tax_id_valid(text, country) → yes/no", "Whether the check digits of a tax id are right.", "Верны ли контрольные цифры налогового номера."},
	"account_valid":    {"account_valid(account, bik) → yes/no", "Whether a bank account fits its bank.", "Подходит ли счёт к БИК банка."},
	"iban_valid":       {"iban_valid(text) → yes/no", "Whether the check digits of an IBAN are right.", "Верны ли контрольные цифры IBAN."},
	"snils_valid":      {"snils_valid(text) → yes/no", "Whether the check digits of a СНИЛС are right.", "Верны ли контрольные цифры СНИЛС."},
}

// Functions lists every function of the language, by name.
func Functions() []FunctionDoc {
	list := make([]FunctionDoc, 0, len(builtins))
	for name := range builtins {
		list = append(list, docOf(name))
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

func docOf(name string) FunctionDoc {
	t := tales[name]
	doc := FunctionDoc{Name: name, Signature: t.signature, En: t.en, Ru: t.ru}
	for _, p := range Places() {
		if builtins[name].standsIn(p) {
			doc.Places = append(doc.Places, p)
		}
	}
	return doc
}

// Places lists the places of expressions in the order in which they are told of.
func Places() []Place {
	return []Place{PlaceCheck, PlaceForm, PlacePeople, PlaceReactive, PlaceTimer, PlaceStep, PlaceValue, PlaceKey, PlaceAccess, PlaceQuery, PlaceText, PlaceRule}
}

// standsIn reports whether a place knows the function at all.
func (b builtin) standsIn(p Place) bool {
	r := places[p]
	switch {
	case p == PlaceKey && !b.normalise, b.snapshot && !r.snapshot:
		return false
	}
	return b.needs == "" || r.names[b.needs]
}

// FunctionsPage is the page of the reference (Markdown) that lists them.
func FunctionsPage() []byte {
	var b strings.Builder
	b.WriteString("<!-- Made from internal/rule/function_doc.go. Change it there. -->\n\n# Functions of expressions\n\n" +
		"A `?` behind an argument: it may be left out. An empty argument makes the answer empty, unless the line says otherwise.\n" +
		"Where a function may stand: [places of expressions](values.md); «all» is every place but keys.\n\n" +
		"| function | gives | where |\n|---|---|---|\n")
	usual := docOf("least").Places
	for _, f := range Functions() {
		where := "all"
		if !slices.Equal(f.Places, usual) {
			where = listPlaces(f.Places, usual)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", strings.ReplaceAll(f.Signature, "|", `\|`), f.En, where)
	}
	return []byte(b.String())
}

// listPlaces tells where a function may stand, by what is missing where that is
// shorter.
func listPlaces(have, usual []Place) string {
	if slices.Equal(have, Places()) {
		return "all, and keys"
	}
	var missing []string
	for _, p := range usual {
		if !slices.Contains(have, p) {
			missing = append(missing, string(p))
		}
	}
	if len(missing) <= len(usual)/2 {
		return "all but " + strings.Join(missing, ", ")
	}
	words := make([]string, len(have))
	for i, p := range have {
		words[i] = string(p)
	}
	return strings.Join(words, ", ")
}
