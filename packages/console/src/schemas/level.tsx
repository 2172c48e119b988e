import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { callRegistry } from '../api/client.ts'
import { SelectField } from '../ui/field.tsx'
import { Failed } from '../ui/state.tsx'
import { tell } from '../ui/toast.tsx'
import { levelQuery, registryKey } from './queries.ts'

/** What each level promises. */
const LEVELS = [
  { value: 'BACKWARD', label: 'Backward: new readers read the last version’s records' },
  { value: 'BACKWARD_TRANSITIVE', label: 'Backward, transitive: …records of all versions' },
  { value: 'FORWARD', label: 'Forward: readers of the last version read new records' },
  { value: 'FORWARD_TRANSITIVE', label: 'Forward, transitive: readers of all versions do' },
  { value: 'FULL', label: 'Full: both ways with the last version' },
  { value: 'FULL_TRANSITIVE', label: 'Full, transitive: both ways with all versions' },
  { value: 'NONE', label: 'None: anything goes' },
] as const

/** `subject` empty: of all subjects that have no level of their own. */
export function Level({ registry, subject }: { readonly registry: string; readonly subject: string }) {
  const query = useQuery(levelQuery(registry, subject))
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (compatibility: string) =>
      subject === ''
        ? callRegistry(registry, 'updateTopLevelConfig', { body: { compatibility } })
        : callRegistry(registry, 'updateSubjectLevelConfig', { params: { subject }, body: { compatibility } }),
    onSuccess: async (_, compatibility) => {
      await client.invalidateQueries({ queryKey: registryKey(registry) })
      tell(`The level is ${compatibility.toLowerCase().replaceAll('_', ' ')}`)
    },
  })
  const hint =
    subject === ''
      ? 'For subjects without a level of their own.'
      : query.data?.isOwn === true
        ? 'Set for this subject.'
        : 'As all subjects; a choice here is its own.'
  return (
    <>
      <SelectField
        label="Compatibility level"
        hint={hint}
        options={LEVELS}
        value={query.data?.level ?? 'BACKWARD'}
        disabled={query.data === undefined || change.isPending}
        onChange={({ target }) => change.mutate(target.value)}
      />
      {query.error === null ? null : <Failed problem={query.error} onRetry={() => void query.refetch()} />}
      {change.error === null ? null : <Failed problem={change.error} />}
    </>
  )
}
