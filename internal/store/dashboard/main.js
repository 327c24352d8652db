// The column types of package store, for PocketBase's dashboard. It mimics the
// dashboard's own src/fields/<type>: icon, label, settings, input, view, dummyData.
// Collections are made from the configuration, so settings show only the help text.

const empty = null

function settings(props) {
  return app.components.fieldSettings(props, {
    content: () =>
      t.div(
        { className: 'field' },
        t.label({ htmlFor: `k_${props.fieldIndex}.help` }, 'Help text'),
        t.input({
          type: 'text',
          id: `k_${props.fieldIndex}.help`,
          name: () => `fields.${props.fieldIndex}.help`,
          value: () => props.field.help || '',
          oninput: (e) => (props.field.help = e.target.value),
        }),
      ),
  })
}

function view(type) {
  return (props) =>
    t.div(
      { className: `record-field-view field-type-${type}` },
      t.span({ className: 'txt' }, () => {
        const value = props.record[props.field.name]
        return value === null || value === undefined || value === '' ? 'N/A' : String(value)
      }),
    )
}

// An input keeps what was typed; the server reads it strictly and names the field
// when it is not a value. An empty input is null, never zero.
function textInput(type, attributes) {
  return (props) => {
    const id = `${type}_${app.utils.randomString()}`
    return t.div(
      { className: `record-field-input field-type-${type}` },
      t.div(
        { className: 'field' },
        t.label(
          { htmlFor: id },
          t.i({ className: app.fieldTypes[type].icon, ariaHidden: true }),
          t.span({ className: 'txt' }, () => props.field.name),
        ),
        t.input({
          id,
          ...attributes,
          name: () => props.field.name,
          value: () => props.record[props.field.name] ?? '',
          onchange: (e) => (props.record[props.field.name] = read(type, e.target.value)),
        }),
      ),
      () => props.field.help && t.div({ className: 'field-help' }, props.field.help),
    )
  }
}

function read(type, typed) {
  if (typed === '') return empty
  return type === 'integer' ? Number(typed) : typed
}

function flagInput(props) {
  const id = `flag_${app.utils.randomString()}`
  const words = { '': empty, true: true, false: false }
  return t.div(
    { className: 'record-field-input field-type-flag' },
    t.div(
      { className: 'field' },
      t.label(
        { htmlFor: id },
        t.i({ className: app.fieldTypes.flag.icon, ariaHidden: true }),
        t.span({ className: 'txt' }, () => props.field.name),
      ),
      t.select(
        {
          id,
          name: () => props.field.name,
          onchange: (e) => (props.record[props.field.name] = words[e.target.value]),
        },
        ...Object.keys(words).map((word) =>
          t.option(
            { value: word, selected: () => String(props.record[props.field.name] ?? '') === word },
            word === '' ? '—' : word,
          ),
        ),
      ),
    ),
    () => props.field.help && t.div({ className: 'field-help' }, props.field.help),
  )
}

const types = {
  money: { icon: 'ri-money-cny-circle-line', label: 'Money', example: '1234.50', attributes: { type: 'text', inputMode: 'decimal' } },
  decimal: { icon: 'ri-percent-line', label: 'Decimal', example: '0.125', attributes: { type: 'text', inputMode: 'decimal' } },
  integer: { icon: 'ri-hashtag', label: 'Integer', example: 3, attributes: { type: 'number', step: 1 } },
  day: { icon: 'ri-calendar-line', label: 'Day', example: '2026-03-26', attributes: { type: 'date' } },
  instant: { icon: 'ri-time-line', label: 'Instant', example: '2026-03-26 09:00:00.000Z', attributes: { type: 'text' } },
  flag: { icon: 'ri-toggle-line', label: 'Flag', example: true, input: flagInput },
  pointer: { icon: 'ri-links-line', label: 'Pointer', example: 'pack/type/id', attributes: { type: 'text' } },
}

window.app = window.app || {}
window.app.fieldTypes = window.app.fieldTypes || {}
for (const [type, own] of Object.entries(types)) {
  window.app.fieldTypes[type] = {
    icon: own.icon,
    label: own.label,
    settings,
    input: own.input || textInput(type, own.attributes),
    view: view(type),
    dummyData: () => own.example,
  }
}

// The way from the operator's tables to where forms and rules are designed. It asks
// for a person of the office to sign in: an operator is none.
window.app.store?.headerLinks?.push({ href: '../studio', icon: 'ri-tools-line', label: 'Studio' })
