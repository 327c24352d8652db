import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { errorText, isFault } from '../api/fault'
import type { TypeMeta } from '../api/types'
import { useTranslation } from '../i18n'
import { saveFile } from '../lib/save'
import { usePhone } from '../lib/screen'
import type { ListParams } from '../list/useList'
import css from './exchange.module.css'
import { fileFor } from './export'

interface Props {
  type: TypeMeta
  file: { key: string; title: string }
  params: ListParams
  ids: string[]
  onClose: () => void
}

/** A file for another program; one that would tell the same a second time wants to be meant. */
export default function FileDialog({ type, file, params, ids, onClose }: Props) {
  const { t } = useTranslation()
  const make = useMutation({
    mutationFn: (again: boolean) => fileFor(type.slug, file.key, { ...(ids.length > 0 ? { ids } : params), again }),
    onSuccess: ({ blob, name }) => saveFile(blob, name || `${file.title}.txt`),
  })
  const before = isFault(make.error) && make.error.body.code === 'filed_before'
  return (
    <Modal
      opened
      onClose={onClose}
      title={file.title}
      fullScreen={usePhone()}
      size={480}
      closeButtonProps={{ 'aria-label': t('exchange.close') }}
    >
      {!make.isSuccess && (
        <p className={css.line}>
          {ids.length > 0 ? t('exchange.fileChosen', { count: ids.length }) : t('exchange.fileWhole')}
        </p>
      )}
      <div role="status">{make.isSuccess && <p className={css.line}>{t('exchange.fileSaved')}</p>}</div>
      {make.error && (
        <p role="alert" className={css.failed}>
          {errorText(make.error, t)}
        </p>
      )}
      <Group gap="sm" mt="md">
        {!make.isSuccess && (
          <Button
            color={before ? 'red.9' : undefined}
            loading={make.isPending}
            loaderProps={{ type: 'dots' }}
            onClick={() => make.mutate(before)}
          >
            {t(before ? 'exchange.fileAgain' : 'exchange.fileMake')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('exchange.close')}
        </Button>
      </Group>
    </Modal>
  )
}
