import { Button } from '@mantine/core'
import { useTranslation } from '../../i18n'
import type { TypeFile } from '../doc/config'
import { prune, set } from '../doc/edit'
import type { Path } from '../doc/json'
import { Panel } from '../panel/Panel'
import { InFile } from '../sections/FilePanel'
import { useEdit } from '../shell/context'
import css from './access.module.css'
import { EditRule } from './EditRule'
import type { Reason } from './matrix'

interface Props {
  reason: Reason
  type: TypeFile
  path: Path
}

const words: Partial<Record<Reason['what'], { decl: string; only?: string[] }>> = {
  access: { decl: 'access', only: ['who', 'when', 'read', 'can'] },
  deny: { decl: 'deny', only: ['who', 'when', 'fields', 'level'] },
  transition: { decl: 'transition', only: ['who'] },
  approval: { decl: 'step', only: ['who', 'when'] },
}

/** The declaration behind a right. What a base says is changed for this type alone. */
export function RuleEditor({ reason, type, path }: Props) {
  const { t } = useTranslation()
  const edit = useEdit(type.file)
  const shown = words[reason.what]
  const isInherited = reason.file !== type.file
  const removable = reason.what === 'access' || reason.what === 'deny' || reason.what === 'edit'
  return (
    <InFile file={type.file} pack={type.pack} type={type.key}>
      <div className={css.editor}>
        {isInherited && <p className={css.dim}>{t('studioAccess.inherited', { title: type.title })}</p>}
        {shown ? <Panel decl={shown.decl} path={path} only={shown.only} /> : <EditRule path={path} type={type} />}
        {removable && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="red"
            onClick={() =>
              edit(text => (isInherited ? set(text, path, null) : prune(text, path)), `remove ${path.join('.')}`)
            }
          >
            {t(isInherited ? 'studioAccess.removeHere' : 'studioAccess.remove')}
          </Button>
        )}
      </div>
    </InFile>
  )
}
