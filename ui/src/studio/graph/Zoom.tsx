import { ActionIcon } from '@mantine/core'
import IconFit from '@tabler/icons-react/dist/esm/icons/IconMaximize.mjs'
import IconIn from '@tabler/icons-react/dist/esm/icons/IconZoomIn.mjs'
import IconOut from '@tabler/icons-react/dist/esm/icons/IconZoomOut.mjs'
import { useReactFlow } from '@xyflow/react'
import { useTranslation } from '../../i18n'
import { useFit } from './fit'
import css from './graph.module.css'

export function Zoom() {
  const { t } = useTranslation()
  const flow = useReactFlow()
  const showAll = useFit()
  return (
    <div className={css.zoom}>
      <ActionIcon
        aria-label={t('studioGraph.zoomIn')}
        title={t('studioGraph.zoomIn')}
        onClick={() => void flow.zoomIn()}
      >
        <IconIn size={17} stroke={1.8} />
      </ActionIcon>
      <ActionIcon
        aria-label={t('studioGraph.zoomOut')}
        title={t('studioGraph.zoomOut')}
        onClick={() => void flow.zoomOut()}
      >
        <IconOut size={17} stroke={1.8} />
      </ActionIcon>
      <ActionIcon aria-label={t('studioGraph.fit')} title={t('studioGraph.fit')} onClick={showAll}>
        <IconFit size={17} stroke={1.8} />
      </ActionIcon>
    </div>
  )
}
