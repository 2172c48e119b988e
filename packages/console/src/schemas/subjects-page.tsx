import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { SCHEMAS, SUBJECT } from '../routes/paths.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CheckField, TextField } from '../ui/field.tsx'
import { count } from '../ui/format.ts'
import { Card, Cards, Page, Toolbar } from '../ui/page.tsx'
import { Empty, Loaded } from '../ui/state.tsx'
import { type Column, Table } from '../ui/table.tsx'
import { Level } from './level.tsx'
import { type SubjectVersion, subjectsQuery, useRegistry } from './queries.ts'
import { RegisterDialog } from './register-dialog.tsx'
import { typeInWords } from './text.ts'

/** The registry answers no more than this in one list. */
const SHOWN_MAX = 1_000

const COLUMNS: readonly Column<SubjectVersion>[] = [
  { key: 'subject', title: 'Subject', cell: (one) => <SubjectLink {...one} />, sortBy: ({ subject }) => subject },
  { key: 'type', title: 'Type', cell: ({ schemaType }) => typeInWords(schemaType), sortBy: ({ schemaType }) => typeInWords(schemaType) },
  { key: 'version', title: 'Latest version', right: true, cell: ({ version }) => count(version), sortBy: ({ version }) => version },
  { key: 'id', title: 'Schema id', right: true, cell: ({ id }) => id, sortBy: ({ id }) => id },
]

export function SubjectsPage() {
  const { environment } = useParams({ from: SCHEMAS })
  const { find, sort, deleted } = useSearch({ from: SCHEMAS })
  const navigate = useNavigate({ from: SCHEMAS })
  const { query: registries, registry } = useRegistry(environment)
  const query = useQuery(subjectsQuery(registry, deleted === true))
  const [registers, setRegisters] = useState(false)
  const change = (some: object) => void navigate({ search: (search) => ({ ...search, ...some }), replace: true })
  return (
    <Page
      title="Schemas"
      sub={registry === '' ? 'Schema Registry' : `Schema Registry ${registry}`}
      actions={
        <Button kind="primary" disabled={registry === ''} onClick={() => setRegisters(true)}>
          Register a schema
        </Button>
      }
    >
      <Toolbar>
        <TextField
          label="Search subjects"
          labelHidden
          type="search"
          placeholder="Search subjects"
          value={find ?? ''}
          onChange={({ target }) => change({ find: target.value || undefined })}
        />
        <CheckField
          label="Deleted too"
          checked={deleted === true}
          onChange={({ target }) => change({ deleted: target.checked || undefined })}
        />
      </Toolbar>
      <Loaded query={registries}>
        {(found) =>
          found.length === 0 ? (
            <Empty title="This environment has no Schema Registry">It comes with the environment’s first cluster.</Empty>
          ) : (
            <Loaded query={query}>
              {(subjects) => <Subjects subjects={subjects} find={find} sort={sort} onSort={(next) => change({ sort: next })} />}
            </Loaded>
          )
        }
      </Loaded>
      {registry === '' ? null : (
        <Cards>
          <Card title="Compatibility">
            <Level registry={registry} subject="" />
          </Card>
        </Cards>
      )}
      {registers ? <RegisterDialog environment={environment} registry={registry} onClose={() => setRegisters(false)} /> : null}
    </Page>
  )
}

interface SubjectsProps {
  readonly subjects: readonly SubjectVersion[]
  readonly find: string | undefined
  readonly sort: string | undefined
  readonly onSort: (sort: string) => void
}

function Subjects({ subjects, find, sort, onSort }: SubjectsProps) {
  const found = find === undefined ? subjects : subjects.filter(({ subject }) => subject.includes(find))
  if (subjects.length === 0)
    return (
      <Empty title="No schemas yet">Register one, or let a serializer do it. A subject is often a topic’s name with -value or -key.</Empty>
    )
  if (found.length === 0) return <Empty title={`No subject has “${find}” in its name`} />
  return (
    <>
      {subjects.length < SHOWN_MAX ? null : <p>The first {count(SHOWN_MAX)} subjects. Any other opens by its address.</p>}
      <Table label="Subjects" rows={found} columns={COLUMNS} rowKey={({ subject }) => subject} sort={sort ?? 'subject'} onSort={onSort} />
    </>
  )
}

function SubjectLink({ subject, deleted }: SubjectVersion) {
  const { environment } = useParams({ from: SCHEMAS })
  return (
    <>
      <Link to={SUBJECT} params={{ environment, subject }} search={deleted === true ? { deleted: true } : {}}>
        {subject}
      </Link>{' '}
      {deleted === true ? <Badge tone="warn">deleted</Badge> : null}
    </>
  )
}
