package spec

// This file is the grammar of the configuration language. It is the only place
// where a keyword is declared: the strict decoder, the diagnostics, the
// published JSON Schemas (schemas/meta), the reference (docs/reference) and
// the Studio's property panels are all made from these structs.
//
// Tags: `json` is the keyword; `doc` explains it to the author of a
// configuration; `req` marks a required keyword; `short` marks the field that
// a bare JSON value stands for ("states": {"draft": "Черновик"}); `place` names
// where an expression stands and so what it may read (see rule.Place); `enum`
// lists the allowed words; `ref` says what a name refers to; `keys` widens the
// keys of a map ("enum": any word, "names": lists of names); `max` bounds a whole
// number; `later` reserves a keyword that the engine does not know yet: it is
// refused with a message.

// PackFile is pack.json: one installable department.
type PackFile struct {
	Pos
	Schema   string         `json:"$schema" doc:"The grammar of this file, for editors."`
	Title    string         `json:"title" req:"true" doc:"Name of the pack in Russian."`
	About    string         `json:"description" doc:"What the pack is for, one sentence."`
	Version  string         `json:"version" doc:"Version of the pack, e.g. 1.4.0."`
	Requires Names          `json:"requires" ref:"pack" doc:"Packs that must be installed too. Their types, roles and rules may be named here."`
	Roles    Map[*RoleDecl] `json:"roles" doc:"Roles a person may hold. Named elsewhere as role('key')."`
	Menu     Map[*MenuDecl] `json:"menu" doc:"Groups of the side menu, in order."`
	Note     string         `json:"note" doc:"A remark for the next author; the engine ignores it."`
}

// RoleDecl is a role of a pack.
type RoleDecl struct {
	Pos
	Title   string      `json:"title" req:"true" short:"true" doc:"Name of the role in Russian."`
	About   string      `json:"description" doc:"What people in this role do."`
	Design  *DesignDecl `json:"design" doc:"What of the configuration holders may change. true: all of it, and they install packs. A list of packs: they read everything and prepare drafts, and publish what changes files of these packs alone. Who may design, and which packs there are, is decided by those who may change all."`
	Owner   bool        `json:"owner" doc:"The person who sets up a new installation holds it from the start, so that there is somebody to begin with."`
	Certify bool        `json:"certify" doc:"Holders see the certificates of all people: whose, their numbers, how long they hold, why they were revoked."`
	Bulk    *int        `json:"bulk" max:"10000" doc:"How many records holders may change at once, by one press; of several roles the greatest counts. Without it in any of their roles: the setting bulk_limit of the type's pack, else 200."`
	Was     Names       `json:"was" doc:"Earlier keys of the role; people keep it."`
	Note    string      `json:"note" doc:"A remark; ignored."`
}

// DesignDecl is what of the configuration a role may change.
type DesignDecl struct {
	Pos
	All   bool  `json:"all" short:"true" doc:"The whole configuration."`
	Packs Names `json:"packs" short:"true" ref:"pack" doc:"Only the files of these packs."`
}

// IsZero reports that nothing may be changed.
func (d *DesignDecl) IsZero() bool { return d == nil || !d.All && len(d.Packs) == 0 }

// MenuDecl is one group of the side menu.
type MenuDecl struct {
	Pos
	Title string `json:"title" req:"true" doc:"Heading of the group."`
	Items Names  `json:"items" ref:"type" doc:"Types shown in the group, in order."`
	Note  string `json:"note" doc:"A remark; ignored."`
}

// SettingsFile is settings.json: values a customer may want to change.
type SettingsFile struct {
	Pos
	Schema   string            `json:"$schema" doc:"The grammar of this file, for editors."`
	Settings Map[*SettingDecl] `json:"settings" req:"true" doc:"The settings of the pack. Named in expressions as settings.key."`
	Note     string            `json:"note" doc:"A remark; ignored."`
}

// SettingDecl is one typed parameter.
type SettingDecl struct {
	Pos
	Title    string `json:"title" req:"true" doc:"Name of the setting."`
	About    string `json:"description" doc:"What changes when it is changed."`
	Type     string `json:"type" enum:"string,integer,number,boolean" doc:"JSON type of the value."`
	Format   string `json:"format" enum:"date,date-time,span" doc:"Finer type of a string."`
	Currency string `json:"x-money" doc:"The setting is an amount in this currency."`
	Default  Raw    `json:"default" req:"true" doc:"Value until somebody changes it."`
	Per      string `json:"per" enum:"unit" doc:"unit: a unit may have a value of its own, which holds for records of that unit and of those below it."`
	Edit     People `json:"edit" place:"people" doc:"Who may change it; otherwise only those who may design."`
	Note     string `json:"note" doc:"A remark; ignored."`
}

// NumbersFile is numbers.json: the number series of a pack.
type NumbersFile struct {
	Pos
	Schema  string           `json:"$schema" doc:"The grammar of this file, for editors."`
	Numbers Map[*NumberDecl] `json:"numbers" req:"true" doc:"Number series; a field uses one by x-number."`
	Note    string           `json:"note" doc:"A remark; ignored."`
}

// NumberDecl is a number series.
type NumberDecl struct {
	Pos
	Title   string `json:"title" doc:"Name of the series."`
	Format  string `json:"format" req:"true" short:"true" doc:"Text with {yyyy}, {yy}, {mm}, {dd}, {seq}, {seq:05} (padded) and {field} of the record."`
	Reset   string `json:"reset" enum:"never,year,month,day" doc:"When counting starts again at 1. Default: the smallest period named in the format, else never."`
	Per     []Expr `json:"per" place:"key" doc:"A separate count for each value of these expressions."`
	At      Names  `json:"at" ref:"state" doc:"States on whose entering the number is given. Default: at creation."`
	Gapless bool   `json:"gapless" doc:"No number may be missing. The number is taken in the transaction that uses it, so a refused command gives it back. (Every series here is made so; the word states the promise.)"`
	Note    string `json:"note" doc:"A remark; ignored."`
}

// TypeFile is types/<key>.json: one kind of record.
type TypeFile struct {
	Pos
	Schema    string             `json:"$schema" doc:"The grammar of this file, for editors."`
	Title     string             `json:"title" doc:"Name of one such record in Russian: «Оплата счёта»."`
	Plural    string             `json:"plural" doc:"Name of many in the menu and over lists: «Оплата счетов». Default: title."`
	About     string             `json:"description" doc:"When to use this type; shown when a person chooses what to create."`
	Icon      string             `json:"icon" ref:"icon" doc:"Name of an icon of the set (docs/reference/icons.md)."`
	Abstract  bool               `json:"abstract" doc:"A part to build on; has no records of its own. A reference to it accepts every type that extends it."`
	Extends   Names              `json:"extends" ref:"type" doc:"Bases, merged left to right before this file: objects by key, scalars and arrays replaced, null removes, required united. At most three deep."`
	Augments  Name               `json:"augments" ref:"type" doc:"This file adds fields, derived relations and access rules to a type of another pack. It can change or remove nothing there."`
	Directory string             `json:"directory" enum:"person,unit,absence" doc:"The engine finds people (person), the organisation's tree (unit) or who stands in for whom (absence) in this type. A person has roles and department, and may have manager; a unit has parent and head; an absence has person, substitute, from, to (days, to may be empty) and may have scope, any of inform, tasks, read (default tasks); new_only, by which what waited before the first day stays with the person; and rules, a table of type, condition and substitute (may have state, which screens keep): the first row that holds for a record names who stands in, where none holds, the substitute."`
	Was       Names              `json:"was" doc:"Earlier keys of the type; its records are kept."`
	Display   string             `json:"display" place:"text" doc:"How a record is named in links and pickers: text with {field}. Default: the field title, name or number, whichever exists first."`
	Data      DataDecl           `json:"data" req:"true" doc:"The fields, in JSON Schema words."`
	Groups    Map[Names]         `json:"groups" ref:"field" doc:"Named sets of fields, written @name elsewhere."`
	Sections  Map[*SectionDecl]  `json:"sections" doc:"How form and card are divided. Fields that no section names stand in the last one."`
	Rules     Map[*RuleDecl]     `json:"rules" doc:"What must always hold for a record."`
	Unique    Map[*UniqueDecl]   `json:"unique" doc:"Keys that two live records may not share."`
	Work      *WorkDecl          `json:"work" doc:"Which fields inbox, search and cross-type lists show. Default: the fields of these very names."`
	Lookup    *LookupDecl        `json:"lookup" doc:"This type is a catalog whose most specific row is found by lookup()."`
	Lifecycle *LifecycleDecl     `json:"lifecycle" doc:"States and transitions. Without it a record is simply edited."`
	Access    Map[*AccessDecl]   `json:"access" doc:"Who reads which cells and may do what. A person's right on a cell is the best of all rules that name it."`
	Edit      Map[Map[People]]   `json:"edit" keys:"names" place:"people" doc:"Who edits which fields in which states: {fields or @group: {states: people}}. When present it is complete; when absent the author edits in the first state, plus whatever a transition requires."`
	Deny      Map[*DenyDecl]     `json:"deny" doc:"Cells taken away again, whatever access gives."`
	Lists     Map[*ListDecl]     `json:"views" doc:"Ready-made lists of this type, in order; the first is the default."`
	Metrics   Map[*MetricDecl]   `json:"metrics" doc:"Figures of this type on the summary, each with the list of exactly what it counts."`
	Approvals Map[*RouteDecl]    `json:"approvals" doc:"Rounds of approval."`
	Postings  Map[*PostingDecl]  `json:"postings" doc:"What a record contributes to registers while it is in certain states. The engine enters the difference between what should be there and what is."`
	Ensure    Map[*EnsureDecl]   `json:"ensure" doc:"Child records that exist while the record is in certain states: tasks of a step, an obligation's task, a shortage's order. Made once each, kept equal to a formula where asked."`
	Sla       Map[*ClockDecl]    `json:"sla" doc:"Clocks: how much time people have, counted in working or wall time."`
	Timers    Map[*TimerDecl]    `json:"timers" doc:"Instants, counted from what a record holds, at which a transition fires or people are told. They follow when what they are counted from changes."`
	Exchange  Map[*ExchangeDecl] `json:"exchange" doc:"Files that other programs take records of this type from: payment orders for a bank."`
	Intake    *IntakeDecl        `json:"intake" doc:"Files of other programs whose documents become records of this type: statements of a bank."`
	Prints    Map[*PrintDecl]    `json:"prints" doc:"Papers: PDF files made of a record, by whoever reads it."`
	Channels  Later              `json:"channels" later:"channels" doc:"Message threads with their own readers."`
	Note      string             `json:"note" doc:"A remark; ignored."`
}

// DataDecl holds a type's or a row's fields.
type DataDecl struct {
	Pos
	Properties Map[*FieldDecl] `json:"properties" req:"true" doc:"The fields in the order in which people see them."`
	Required   Names           `json:"required" ref:"field" doc:"Fields without which no record is saved."`
}

// FieldDecl is one field. Which keywords fit together is decided by the kind
// that they add up to (see Kind).
type FieldDecl struct {
	Pos
	Title     string        `json:"title" doc:"Label in Russian."`
	About     string        `json:"description" doc:"Hint under the field."`
	Type      string        `json:"type" enum:"string,integer,number,boolean,array,object" doc:"JSON type. string is text; number is an exact decimal; object is free JSON; array with items.properties makes rows."`
	Format    string        `json:"format" enum:"multiline,date,date-time,email,uri,phone,geo" doc:"Finer type of a string (geo: of an object)."`
	Enum      []string      `json:"enum" doc:"The allowed keys. With type array: any number of them."`
	Labels    Map[string]   `json:"x-labels" keys:"enum" doc:"What people read for each key of enum. Default: the key."`
	Default   *Raw          `json:"default" doc:"Value of a new record when the field is absent. An explicit null stays null."`
	Minimum   *Raw          `json:"minimum" doc:"Least value of a number, amount or date."`
	Maximum   *Raw          `json:"maximum" doc:"Greatest value."`
	Above     *Raw          `json:"exclusiveMinimum" doc:"The value must be greater than this."`
	Below     *Raw          `json:"exclusiveMaximum" doc:"The value must be less than this."`
	Scale     *int          `json:"x-scale" max:"6" doc:"Digits after the point that a number keeps (0 to 6). Default 6."`
	MinLength *int          `json:"minLength" doc:"Least number of characters."`
	MaxLength *int          `json:"maxLength" doc:"Greatest number of characters. Default 5,000; multiline 100,000."`
	Pattern   string        `json:"pattern" doc:"Regular expression (RE2) the text must match."`
	MinItems  *int          `json:"minItems" doc:"Least number of items, rows, references or files."`
	MaxItems  *int          `json:"maxItems" doc:"Greatest number of them. Default 500."`
	Items     *ItemsDecl    `json:"items" doc:"The columns of rows: an ordered table edited with its record."`
	Unit      string        `json:"x-unit" doc:"Unit shown after a number: шт, км, %."`
	Ref       Name          `json:"x-ref" ref:"type" doc:"Reference to a record of this type; * is any type with a lifecycle; an abstract type accepts its descendants; order.lines is a row of an order."`
	Many      bool          `json:"x-many" doc:"Several references, ordered."`
	Money     string        `json:"x-money" doc:"An exact amount. The value is a currency code or the field that holds it."`
	File      *FileDecl     `json:"x-file" doc:"Files. {} is one file of any sort up to 20 MB."`
	Number    *NumberUse    `json:"x-number" doc:"Number given by a series: its name, or the series itself in place."`
	Acyclic   bool          `json:"x-acyclic" doc:"A reference to records of the same type that never leads round to where it began: parent, predecessors. A cycle is refused and named."`
	Inverse   Name          `json:"x-inverse" ref:"type.field" doc:"Records of a type whose field points here: invoice.request."`
	Personal  *PersonalDecl `json:"x-personal" doc:"Personal data. The engine keeps the declaration; masks follow later."`
	ReadOnly  bool          `json:"readOnly" doc:"Set by transitions only; nobody types it."`
	Computed  *Expr         `json:"x-computed" place:"value" doc:"Formula of the value. Sent by a client it is refused. Stored when it reads only its own record; otherwise computed when read."`
	While     Names         `json:"x-while" ref:"state" doc:"States in which the formula is computed anew; elsewhere the value is frozen."`
	Propose   *Expr         `json:"x-default" place:"value" doc:"Formula of the value of a new record when the field is absent; people may change it."`
	Visible   *Expr         `json:"x-visible" place:"form" doc:"Condition; a hidden field is never required and keeps its value."`
	Required  *Expr         `json:"x-required" place:"form" doc:"Condition under which the field must have a value."`
	Locked    *Expr         `json:"x-readonly" place:"form" doc:"Condition under which nobody may change it."`
	Options   *Expr         `json:"x-options" place:"query" doc:"Which records may be chosen; it is the candidate. Checked again on write."`
	Check     Name          `json:"x-check" enum:"tax_id,iban,account,snils" doc:"Check digits. tax_id asks the field country beside it (or beside the table it is a column of), account the field bik; numbers of countries other than KZ, RU and BY are not judged."`
	Widget    string        `json:"x-widget" enum:"switch,radio,slider,rating,hidden" doc:"Another control in the form."`
	Index     bool          `json:"x-index" doc:"Lists are often sorted or filtered by this field."`
	Was       Names         `json:"was" doc:"Earlier keys of the field; its values are kept."`
	WasEnum   Map[string]   `json:"x-was" keys:"enum" doc:"Earlier keys of enum values: {\"new key\": \"old key\"}."`
	Note      string        `json:"note" doc:"A remark; ignored."`
}

// ItemsDecl are the columns of rows, or the item of an array of texts.
type ItemsDecl struct {
	Pos
	Type       string          `json:"type" enum:"string,object" doc:"string: a list of texts."`
	Format     string          `json:"format" enum:"email,uri,phone" doc:"Finer type of a text."`
	Enum       []string        `json:"enum" doc:"The allowed keys of a choice of several."`
	Properties Map[*FieldDecl] `json:"properties" doc:"The columns."`
	Required   Names           `json:"required" ref:"field" doc:"Columns without which no row is saved."`
	Rules      Map[*RuleDecl]  `json:"rules" doc:"What must hold for each row; columns by bare name, the record as parent."`
}

// FileDecl says which files a field takes.
type FileDecl struct {
	Pos
	Many     bool     `json:"many" doc:"Several files."`
	Accept   []string `json:"accept" doc:"MIME types: application/pdf, image/*."`
	Max      string   `json:"max" doc:"Greatest size: 20MB, 500KB. Default 20MB, at most 200MB."`
	Versions bool     `json:"versions" doc:"Of one file: what is put there later is its next version, with its author, instant, comment and SHA-256; an earlier one stays and may be read by whoever sees the field. A signed one is kept from being replaced by x-readonly: status in ['signed']."`
}

// NumberUse names a series, or declares one in place.
type NumberUse struct {
	Pos
	Series  Name   `json:"series" short:"true" ref:"number" doc:"A series of numbers.json: own key or pack/key."`
	Format  string `json:"format" doc:"As in a series."`
	Reset   string `json:"reset" enum:"never,year,month,day" doc:"As in a series."`
	Per     []Expr `json:"per" place:"key" doc:"As in a series."`
	At      Names  `json:"at" ref:"state" doc:"As in a series."`
	Gapless bool   `json:"gapless" doc:"As in a series."`
}

// PersonalDecl marks personal data.
type PersonalDecl struct {
	Pos
	Basis    string `json:"basis" doc:"Legal ground of keeping it."`
	Category string `json:"category" doc:"Special category, e.g. health."`
	Mask     string `json:"mask" enum:"none,hide,initial,phone,email" doc:"How a masked reader sees it."`
	Search   string `json:"search" enum:"exact,none" doc:"How it may be searched."`
}

// SectionDecl is a part of form and card.
type SectionDecl struct {
	Pos
	Title  string `json:"title" doc:"Heading."`
	Fields Names  `json:"fields" req:"true" short:"true" ref:"field" doc:"Fields in order."`
	Note   string `json:"note" doc:"A remark; ignored."`
}

// RuleDecl is an invariant of the record.
type RuleDecl struct {
	Pos
	Check   *Expr  `json:"check" req:"true" place:"check" doc:"Must be true. Unknown (an empty field) refuses and names the empty fields."`
	Message string `json:"message" req:"true" place:"text" doc:"What to tell the person; {field} is replaced by its value."`
	Fields  Names  `json:"fields" ref:"field" doc:"Where the form shows it. Default: the fields the check reads."`
	When    *Expr  `json:"when" place:"form" doc:"The rule applies only if true."`
	Note    string `json:"note" doc:"A remark; ignored."`
}

// UniqueDecl is a live identity key.
type UniqueDecl struct {
	Pos
	Key        []Expr       `json:"key" req:"true" place:"key" doc:"What makes two records the same. A null part means no key."`
	Each       bool         `json:"each" doc:"The key is a list: any of its values identifies the record."`
	While      *Expr        `json:"while" place:"check" doc:"The key exists only while this is true."`
	OnConflict ConflictDecl `json:"on_conflict" doc:"refuse (default) · warn (needs force and a reason) · reuse (what is created again is the record there is) · {fire: transition of the other record}."`
	Message    string       `json:"message" place:"text" doc:"What to tell the person."`
	Note       string       `json:"note" doc:"A remark; ignored."`
}

// ConflictDecl says what happens when a key is taken.
type ConflictDecl struct {
	Pos
	Policy string `json:"policy" short:"true" enum:"refuse,warn,reuse" doc:"refuse, warn, or reuse: for keys by which other systems know a record. Created once more with the same values, it is answered with the record there is; other values are refused. Archived records keep such a key."`
	Fire   Name   `json:"fire" ref:"transition" doc:"Run this transition of the record that holds the key, in the same transaction."`
}

// LookupDecl makes a catalog of a type.
type LookupDecl struct {
	Pos
	Keys  Names      `json:"keys" ref:"field" doc:"Fields that select a row. May be empty for a purely dated catalog."`
	Any   bool       `json:"any" doc:"An empty key matches everything; the row with most keys filled wins. Two equally specific rows that could answer the same question on the same day are refused on save."`
	Dated *DatedDecl `json:"dated" doc:"Fields holding the first and the last date of validity."`
}

// WorkDecl names the fields that lists across types show.
type WorkDecl struct {
	Pos
	Deadline   Name `json:"deadline" ref:"field" doc:"By when it is owed: a date or an instant."`
	Assignee   Name `json:"assignee" ref:"field" doc:"Who owes it now."`
	Department Name `json:"department" ref:"field" doc:"The unit it belongs to."`
	Amount     Name `json:"amount" ref:"field" doc:"Its sum."`
	Priority   Name `json:"priority" ref:"field" doc:"How urgent it is: a choice, the last value most urgent."`
}

// DatedDecl names the validity fields of a dated catalog.
type DatedDecl struct {
	Pos
	From Name `json:"from" req:"true" short:"true" ref:"field" doc:"First day on which the row holds."`
	To   Name `json:"to" ref:"field" doc:"Last day, empty for none."`
}

// LifecycleDecl is the graph of a type.
type LifecycleDecl struct {
	Pos
	Initial     Name                 `json:"initial" ref:"state" doc:"State of a new record. Default: the first."`
	States      Map[*StateDecl]      `json:"states" req:"true" doc:"States in the order people expect to walk them."`
	Transitions Map[*TransitionDecl] `json:"transitions" req:"true" doc:"The only ways to change the status. Order is the order of buttons."`
}

// StateDecl is a state.
type StateDecl struct {
	Pos
	Title string `json:"title" req:"true" short:"true" doc:"Name in Russian."`
	Phase string `json:"phase" enum:"new,active,decision,waiting,rework,done,closed,cancelled" doc:"Owns the look and the meaning for deadlines. Default: new for the first state, done for one without exit, else active."`
	Was   Names  `json:"was" doc:"Earlier keys of the state; its records are kept."`
	Note  string `json:"note" doc:"A remark; ignored."`
}

// TransitionDecl is an edge of the graph.
type TransitionDecl struct {
	Pos
	Title   string         `json:"title" doc:"Verb on the button: «Принять в работу»."`
	About   string         `json:"description" doc:"What happens then; a hint at the button."`
	From    Names          `json:"from" req:"true" ref:"state" doc:"States it leaves; @open is every state that is not done, closed or cancelled; @all is every state; @new alone is creation: its require, guards and then hold for every new record, and who, if written, is judged on what is proposed."`
	To      Name           `json:"to" req:"true" ref:"state" doc:"State it enters; @same stays, @previous returns where the record came from."`
	Who     People         `json:"who" place:"people" doc:"Who may run it, judged on the record as it was. Required unless auto."`
	Require []*RequireDecl `json:"require" doc:"Fields that must have a value. Whoever may run the transition may fill them in the same step."`
	Input   Names          `json:"input" ref:"field" doc:"Further fields offered and writable in this step, not obligatory."`
	Reason  *ReasonDecl    `json:"reason" doc:"Ask for a reason: true, or an array of ready-made texts."`
	Guards  []*GuardDecl   `json:"guards" doc:"Conditions, all of which must hold; all that fail are told at once."`
	OnEdit  Names          `json:"on_edit" ref:"field" doc:"Editing one of these fields in the from states is this transition."`
	Auto    *Expr          `json:"auto" place:"reactive" doc:"Fires by itself when true; looked at again when anything it reads changes."`
	Then    []*EffectDecl  `json:"then" doc:"What else happens once, in written order, in the same transaction."`
	Danger  bool           `json:"danger" doc:"Shown apart, never as the likely next step."`
	Undo    Name           `json:"undo" ref:"transition" doc:"The transition that takes this one back: it leads from where this one leads to where it came from, and asks for no reason. Offered after a press on many records; whoever may not run it is refused as ever."`
	Was     Names          `json:"was" doc:"Earlier keys, so that history reads well."`
	Note    string         `json:"note" doc:"A remark; ignored."`
}

// RequireDecl demands a field in a transition.
type RequireDecl struct {
	Pos
	Field   Name   `json:"field" req:"true" short:"true" ref:"field" doc:"The field that must have a value."`
	When    *Expr  `json:"when" place:"form" doc:"Only if true."`
	Message string `json:"message" place:"text" doc:"What to tell the person instead of «field is empty»."`
}

// ReasonDecl asks for a reason.
type ReasonDecl struct {
	Pos
	Ask       bool     `json:"ask" short:"bool" doc:"A reason is obligatory."`
	Templates []string `json:"templates" short:"array" doc:"Ready-made texts to start from."`
}

// GuardDecl is a condition of a transition.
type GuardDecl struct {
	Pos
	Check   *Expr  `json:"check" req:"true" place:"check" doc:"Must be true."`
	Message string `json:"message" req:"true" place:"text" doc:"What is wrong and how to mend it."`
	Passed  string `json:"passed" place:"text" doc:"What to say of it when it holds, beside what keeps the transition from running. Without it the values that it looked at are told."`
	Fields  Names  `json:"fields" ref:"field" doc:"Fields that would mend it. Default: those the check reads."`
	When    *Expr  `json:"when" place:"form" doc:"The guard applies only if true."`
}

// EffectDecl is one effect; exactly one of its verbs is given.
type EffectDecl struct {
	Pos
	Set         Map[Value]       `json:"set" ref:"field" doc:"Fields and their new values; a value beginning with = is an expression."`
	Append      Map[Value]       `json:"append" ref:"field" doc:"Adds a value to a list, or a row {column: value} to rows."`
	Create      *CreateDecl      `json:"create" doc:"Makes a record of a type."`
	Fire        *FireDecl        `json:"fire" doc:"Runs a transition of another record as the system; refused there, refused here."`
	Notify      Name             `json:"notify" ref:"message" doc:"Puts a message of notify/ or notify.json into people's inbox."`
	To          People           `json:"to" place:"people" doc:"Who gets the message."`
	Certificate *CertificateDecl `json:"certificate" doc:"Issues or revokes the certificate that a person signs with, in the same transaction."`
	When        *Expr            `json:"when" place:"form" doc:"Only if true."`
	Merge       Later            `json:"merge" later:"merging" doc:"Merges two records."`
	Print       Later            `json:"print" later:"prints" doc:"Makes a paper."`
	Send        Later            `json:"send" later:"connectors" doc:"Calls another system."`
	Invite      Later            `json:"invite" later:"invitations" doc:"Grants somebody temporary access."`
	Note        string           `json:"note" doc:"A remark; ignored."`
}

// CreateDecl makes a record.
type CreateDecl struct {
	Pos
	Type Name       `json:"type" req:"true" ref:"type" doc:"Type of the new record."`
	Set  Map[Value] `json:"set" doc:"Its fields; record is the record that creates it."`
	Via  Name       `json:"via" ref:"transition" doc:"Transition of the new record to run at once."`
}

// FireDecl fires a transition elsewhere.
type FireDecl struct {
	Pos
	Transition Name  `json:"transition" req:"true" ref:"transition" doc:"Its key."`
	On         *Expr `json:"on" req:"true" place:"value" doc:"The record or records: a reference, a derived relation, rows."`
	When       *Expr `json:"where" place:"query" doc:"Only those for which this is true; it is the candidate."`
}

// AccessDecl gives rights.
type AccessDecl struct {
	Pos
	Who     People   `json:"who" req:"true" place:"people" doc:"To whom."`
	When    *Expr    `json:"when" place:"access" doc:"On which records; own fields only."`
	Read    Names    `json:"read" ref:"field" doc:"Cells they see: * all, fields, @groups, ! before a name takes it out. Default: *."`
	Masked  Later    `json:"masked" later:"masks" doc:"Cells seen masked."`
	Reveal  Later    `json:"reveal" later:"masks" doc:"Unmasking for a reason."`
	Inherit Later    `json:"inherit" later:"inherited access" doc:"The rights of a record this one points to."`
	Can     []string `json:"can" enum:"create,edit,archive,comment,export,import,history,administer" doc:"What they may do besides reading. export: take records out in a file. import: bring them in from one, as far as create and edit let them. edit: any field in any state that is not locked (for types without an edit matrix). Reading gives history too unless history is taken out by !history."`
	Note    string   `json:"note" doc:"A remark; ignored."`
}

// TimerDecl is a timer: at these instants, while the record is in these states.
type TimerDecl struct {
	Pos
	Title  string `json:"title" doc:"What the instant is, for history: «Напоминание о сроке»."`
	In     Names  `json:"in" req:"true" ref:"state" doc:"States in which it waits; @open is every state that is not done, closed or cancelled. Leaving them drops it."`
	When   *Expr  `json:"when" place:"reactive" doc:"Only while true."`
	At     []Expr `json:"at" req:"true" place:"timer" doc:"The instants, or days (their midnight): before(due, '1d'), after(entered_at, settings.auto_close). An empty one is not waited for; each rings once, late if the program was not running; a mere message about an instant that lay in the past when it was written is left out."`
	Fire   Name   `json:"fire" ref:"transition" doc:"Transition of the record that the engine runs. Refused by its guards, it is tried again later."`
	Notify Name   `json:"notify" ref:"message" doc:"Message that people get."`
	To     People `json:"to" place:"people" doc:"Who gets it."`
	Note   string `json:"note" doc:"A remark; ignored."`
}

// EnsureDecl is a child record, or one for each of several rows, that exists
// while the record is in these states.
type EnsureDecl struct {
	Pos
	Title     string     `json:"title" doc:"What the child is: «Креатив». Names it when making it is refused."`
	Type      Name       `json:"type" req:"true" ref:"type" doc:"Type of the child."`
	In        Names      `json:"in" req:"true" ref:"state" doc:"States in which it exists; @open is every state that is not done, closed or cancelled. Coming back finds the child that is there."`
	When      *Expr      `json:"when" place:"reactive" doc:"Only while true."`
	ForEach   *Expr      `json:"for_each" place:"reactive" doc:"One child for each of these rows or records; it is the row. A new row gets its child, an edited one keeps it."`
	To        People     `json:"to" place:"people" doc:"One child for each of these people; it is the person. Many are made by the clock in batches, and who joins the set later gets theirs within the hour."`
	Covers    Names      `json:"covers" ref:"field" doc:"With to: what the child is about, fields and @groups. When these change, open children are ended by on_removed and everybody gets a new one; a finished one counts for what it was about."`
	Until     *Expr      `json:"until" place:"reactive" doc:"With to: the last day, or the instant, until which those who join the set are added. Empty: always."`
	Set       Map[Value] `json:"set" doc:"Fields of the child when it is made; record is the record, it the row, children('key') what an earlier declaration has made."`
	Sync      Names      `json:"sync" ref:"field" doc:"Those fields of set that follow the formula afterwards, as long as the child is open. Their formulas read no clock and no person."`
	Link      Name       `json:"link" ref:"field" doc:"Field of the child that points back here. Default: the only reference that fits."`
	Via       Name       `json:"via" ref:"transition" doc:"Transition of the child to run at once."`
	OnRemoved Name       `json:"on_removed" ref:"transition" doc:"Transition of an open child whose row is gone or whose condition does not hold any more. Without it the child stays."`
	OnLeave   Name       `json:"on_leave" ref:"transition" doc:"Transition of an open child when the record leaves these states or is put away; keep (default) leaves it as it is."`
	Note      string     `json:"note" doc:"A remark; ignored."`
}

// DenyDecl takes cells away.
type DenyDecl struct {
	Pos
	Who    People `json:"who" req:"true" place:"people" doc:"From whom."`
	When   *Expr  `json:"when" place:"access" doc:"On which records; own fields only."`
	Fields Names  `json:"fields" req:"true" ref:"field" doc:"The cells; * all."`
	Level  string `json:"level" enum:"read,edit" doc:"read (default) hides the cells; edit only keeps them from being changed."`
	Note   string `json:"note" doc:"A remark; ignored."`
}

// ListDecl is a ready-made list.
type ListDecl struct {
	Pos
	Title   string `json:"title" req:"true" doc:"Name on the tab."`
	Columns Names  `json:"columns" ref:"field" doc:"Fields in order. Default: chosen by the engine."`
	Where   *Expr  `json:"where" place:"query" doc:"Which records; fields as it.field, the reader as me."`
	Sort    Name   `json:"sort" ref:"sort" doc:"Field to sort by, - before it for descending. Default -created."`
	Group   Name   `json:"group" ref:"field" doc:"Columns of a board: status or a choice."`
	Note    string `json:"note" doc:"A remark; ignored."`
}

// MetricDecl is one figure of the summary: how many records, or what they come to.
// Everybody's figures are of the records that they see.
type MetricDecl struct {
	Pos
	Title string `json:"title" req:"true" doc:"What is counted, in Russian: «Просрочено»."`
	Where *Expr  `json:"where" place:"query" doc:"Which records, as in views. Default: all."`
	At    Name   `json:"at" ref:"field" doc:"The day or instant by which a record belongs to a period. Default: none; the figure tells of now, whatever the period."`
	Sum   Name   `json:"sum" ref:"field" doc:"Adds up this field, an amount or a number; amounts by currency."`
	Mean  Name   `json:"mean" ref:"field" doc:"The mean of this field over the records that have it."`
	Share *Expr  `json:"share" place:"query" doc:"What part of them this holds for, in per cent, rounded half up to a tenth."`
	By    Names  `json:"by" ref:"field" doc:"By which fields the figure can be broken down: a choice, a yes or no, one reference. The first is shown."`
	Note  string `json:"note" doc:"A remark; ignored."`
}

// NotifyFile is notify.json: the messages of a pack.
type NotifyFile struct {
	Pos
	Schema   string            `json:"$schema" doc:"The grammar of this file, for editors."`
	Messages Map[*MessageDecl] `json:"messages" req:"true" doc:"Messages by key."`
	Note     string            `json:"note" doc:"A remark; ignored."`
}

// MessageDecl is one message to people.
type MessageDecl struct {
	Pos
	Title string `json:"title" req:"true" short:"true" place:"text" doc:"One line; {field} is replaced by its value if the reader may see it."`
	Body  string `json:"body" place:"text" doc:"More lines."`
	Level string `json:"level" enum:"quiet,usual,urgent" doc:"How far it goes. quiet: into the program only. usual (default): also by mail, when and as the reader likes. urgent: by mail at once, whatever hours the reader keeps."`
	Note  string `json:"note" doc:"A remark; ignored."`
}

// SeedFile is seed/<name>.json: first records of a type, loaded once when the
// pack is installed.
type SeedFile struct {
	Pos
	Schema  string `json:"$schema" doc:"The grammar of this file, for editors."`
	Type    Name   `json:"type" req:"true" ref:"type" doc:"Type of the records."`
	Key     Name   `json:"key" req:"true" ref:"field" doc:"Field that tells whether a record is already there."`
	Records []Raw  `json:"records" req:"true" doc:"The records; a reference is written as the key of the record it points to."`
	Note    string `json:"note" doc:"A remark; ignored."`
}

// CasesFile is rules/<pack>/<name>.cases.json: signature and examples of a rule.
type CasesFile struct {
	Pos
	Schema  string        `json:"$schema" doc:"The grammar of this file, for editors."`
	Title   string        `json:"title" doc:"What the rule answers."`
	Args    Map[*ArgDecl] `json:"args" doc:"Arguments in order."`
	Returns *ArgDecl      `json:"returns" req:"true" doc:"Type of the answer."`
	Cases   []*CaseDecl   `json:"cases" req:"true" doc:"Examples that must hold; at least one."`
	Note    string        `json:"note" doc:"A remark; ignored."`
}

// ArgDecl is a value's type in a signature.
type ArgDecl struct {
	Pos
	Type  string `json:"type" short:"true" req:"true" doc:"bool, number, money, text, date, instant, span, people, file, the key of a type, or list of any of them as [key]."`
	Title string `json:"title" doc:"Meaning."`
}

// CaseDecl is one example.
type CaseDecl struct {
	Pos
	Args Map[Raw] `json:"args" doc:"Values of the arguments; a record is an object of fields; an absent one is null."`
	Want Raw      `json:"want" req:"true" doc:"The answer."`
	Now  string   `json:"now" doc:"The instant of the example, RFC 3339."`
	Note string   `json:"note" doc:"What the example shows."`
}
