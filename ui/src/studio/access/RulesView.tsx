import type { TypeFile } from '../doc/config'
import { Panel } from '../panel/Panel'
import { InFile } from '../sections/FilePanel'
import css from './access.module.css'
import { EditMatrix } from './EditMatrix'

/** Every declaration of rights of a type, one after another. */
export function RulesView({ type }: { type: TypeFile }) {
  return (
    <InFile file={type.file} pack={type.pack} type={type.key}>
      <div className={css.allRules}>
        <Panel decl="type" path={[]} only={['access']} />
        <EditMatrix type={type} />
        <Panel decl="type" path={[]} only={['deny']} />
      </div>
    </InFile>
  )
}
