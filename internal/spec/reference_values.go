package spec

// valuesPage explains the values that the tables of the reference name.
const valuesPage = generatedMark + `# How values are written

| in the tables | is written |
|---|---|
| text | ` + "`\"Оплата счёта\"`" + `. Where a message or a heading may name fields: ` + "`{amount}`" + `. |
| name | The key of a thing: ` + "`\"payment\"`" + `, of another pack ` + "`\"base/user\"`" + `. That pack must stand in requires. |
| names | One name, or an array of different names. Fields: ` + "`@group`" + ` for a group, ` + "`*`" + ` for all. States: ` + "`@open`, `@all`" + `. |
| expression | A condition or formula as text: ` + "`\"amount > 0 and supplier != nil\"`" + `. The word in brackets is its place, which decides what it may read. |
| people | A people expression or an array of them, which is their union: ` + "`\"author\"`, `[\"role('fin')\", \"head(department)\"]`" + `. |
| value | A literal, or an expression behind ` + "`=`: `\"done\"`, `12`, `\"=amount * 2\"`" + `. |
| object of … | An object whose keys are chosen by the author. Their order is kept and has meaning. |
| any JSON | A literal as it is. |

Keys are lower-case Latin letters, digits and ` + "`_`" + `, beginning with a letter. Keys of ` + "`x-labels`" + ` and ` + "`x-was`" + ` are the
values of enum; keys of ` + "`edit`" + ` are lists of fields, groups or states separated by spaces, or ` + "`*`" + `.

## Places of expressions

What functions there are and where each may stand: [functions](functions.md).

| place | where | an empty value that it needs |
|---|---|---|
| check | guards, rules | refuses and names the empty fields |
| form | visible, required, read-only, when | shown, not required, read-only |
| people | who, to | nobody |
| reactive | auto | does not fire |
| value | computed and proposed values, set | gives an empty value |
| key | keys of unique, number series | no key |
| access | access, deny | the rule does not match |
| query | x-options, views | the record is left out |
| text | messages | empty text |

## Files

JSON without comments (write ` + "`note`" + `) and without trailing commas, UTF-8, no byte order mark, at most 2 MB and 64 levels deep.
No key may be repeated. null has no meaning, except where any JSON may stand, and in a type that extends others: there it
removes what a base says.
`
