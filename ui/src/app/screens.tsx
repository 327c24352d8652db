import { useParams, useSearch } from '@tanstack/react-router'
import { FormPage } from '../form/FormPage'

/** A new record, empty or begun from another. */
export function NewRecord() {
  const { slug } = useParams({ from: '/staff/t/$slug/new' })
  const { from, queued } = useSearch({ from: '/staff/t/$slug/new' })
  return <FormPage slug={slug} from={from} queued={queued} />
}

/** All fields of a record at once. */
export function EditRecord() {
  const { slug, id } = useParams({ from: '/staff/t/$slug/$id/edit' })
  return <FormPage slug={slug} id={id} />
}
