export { comparisonJobs, comparisonPlan, previousVersions } from './plan.ts'
export { comparisonMessages, judge } from './judge.ts'
export { invalidFieldName } from './reserved.ts'
