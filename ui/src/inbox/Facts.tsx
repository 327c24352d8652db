import type { Card, TypeMeta } from '../api/types'
import { kindOf } from '../fields/registry'
import classes from './inbox.module.css'
import { factsOf } from './sections'

/** Filled fields of a record by section. */
export default function Facts({ card, type }: { card: Card; type: TypeMeta }) {
  return (
    <div className={classes.facts}>
      {factsOf(type, card).map(section => (
        <section key={section.key}>
          <h3 className={classes.section}>{section.title}</h3>
          <dl className={classes.pairs}>
            {section.fields.map(field => {
              const { View } = kindOf(field)
              return (
                <div key={field.key} className={classes.pair}>
                  <dt>{field.title}</dt>
                  <dd>
                    <View
                      field={field}
                      value={card.row.values[field.key]}
                      refs={card.refs}
                      values={card.row.values}
                      home={{ slug: type.slug, id: card.row.id }}
                    />
                  </dd>
                </div>
              )
            })}
          </dl>
        </section>
      ))}
    </div>
  )
}
