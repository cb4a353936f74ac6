export { type BudgetOptions, type BudgetSettings, budgetSchema } from './budget-options.js'
export { type BudgetControl, type Budgets, createBudgets } from './budgets.js'
export type { EstimatedSpending, ScheduledWork, Spending, SpendingEstimate } from './estimate.js'
export {
  type QuotaName,
  type QuotaOptions,
  type QuotaPlan,
  quotaSchema,
} from './quota-options.js'
export {
  createQuotas,
  type QuotaControl,
  type QuotaStatus,
  type Quotas,
  type QuotaUse,
  type RequestUse,
  requireRoom,
} from './quotas.js'
export { createSourceFailures, type SourceFailures } from './source-failures.js'
