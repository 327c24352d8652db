package rule

import "strings"

// ReservedNames lists the field keys a configuration may not use, with the
// reason: they would hide a variable, or read as a call that lost its brackets.
// Most functions are not reserved (a payment has a date, a unit has a parent):
// a name before "(" is always the function, a bare name is always the field.
func ReservedNames() map[string]string {
	reserved := map[string]string{}
	for reason, names := range map[string]string{
		"a function over lists":           "all any none one filter map find count sum first last len reduce",
		"a variable of expressions":       "record old it me now today transition input comment settings system guest event reply",
		"a built-in field":                "id status phase open entered_at created updated closed_at author revision",
		"a word of the expression syntax": "and or not in matches contains let if else true false nil",
	} {
		for _, name := range strings.Fields(names) {
			reserved[name] = reason
		}
	}
	return reserved
}
