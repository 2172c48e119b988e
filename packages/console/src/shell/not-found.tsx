import { Link } from '@tanstack/react-router'
import { Empty } from '../ui/state.tsx'
import { Page } from '../ui/page.tsx'

export function NotFound() {
  return (
    <Page title="Not found">
      <Empty title="There is no such page">
        <Link to="/">To the environments</Link>
      </Empty>
    </Page>
  )
}
