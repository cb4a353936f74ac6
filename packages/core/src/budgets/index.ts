export { type BudgetOptions, type BudgetSettings, budgetSchema } from './budget-options.js'
export { type BudgetControl, type Budgets, createBudgets } from './budgets.js'
export type { EstimatedSpending, ScheduledWork, Spending, SpendingEstimate } from './estimate.js'
export { createSourceFailures, type SourceFailures } from './source-failures.js'
