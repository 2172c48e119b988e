/** What a thread that runs schema jobs loads, and nothing else of the registry. */
export { jobRunner } from './run-job.ts'
export type { JobMessage, JobReply } from './thread-worker.ts'
