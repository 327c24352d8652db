import { Modal } from '@mantine/core'
import { useMeta } from '../api/hooks'
import { useTranslation } from '../i18n'
import { Keycap } from '../parts'
import { bothCaps } from './chord'
import classes from './keymap.module.css'
import { keyMap } from './map'

export default function KeyMap({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { prefs } = useMeta().me
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size={720}>
      <p className={classes.about}>{t('keys.about')}</p>
      {prefs.letters === false && <p className={classes.off}>{t('keys.off')}</p>}
      <div className={classes.groups}>
        {keyMap.map(group => (
          <section key={group.title}>
            <h3 className={classes.title}>{t(group.title)}</h3>
            <dl className={classes.lines}>
              {group.lines.map(line => (
                <div key={line.text} className={classes.line}>
                  <dt>
                    {line.caps.map(cap => (
                      <Keycap key={cap}>{bothCaps(cap)}</Keycap>
                    ))}
                    <span className="k-vh">{line.caps.map(bothCaps).join(', ')}</span>
                  </dt>
                  <dd>{t(line.text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
